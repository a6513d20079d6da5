// The boundary between Swift and libtorch: plain C, one table of functions.
//
// The table lives in libCTorch.so, which is built against a libtorch by Scripts/build-ctorch and
// opened at run time by `ctorch_open`. So a program links against nothing, and the same executable
// runs over a CPU or a CUDA libtorch.
//
// Conventions
//   * A function that can fail returns a `ct_status`; the message is then `last_error()`, kept per
//     thread until the next failure on that thread. No C++ exception crosses this boundary.
//   * A `ct_tensor` that a function gives out is owned by the caller: `tensor_release` it once.
//   * A `ct_tensor` that is passed in is borrowed for the length of the call.

#ifndef CTORCH_H
#define CTORCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Nullability is for Swift; other compilers do not know it.
#ifndef __clang__
#define _Nullable
#define _Nonnull
#endif

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

/// Raised whenever the table below changes its layout or its meaning.
#define CTORCH_ABI_VERSION 7

typedef struct ct_tensor_opaque *ct_tensor;
typedef struct ct_generator_opaque *ct_generator;
typedef struct ct_operator_opaque *ct_operator;
typedef struct ct_graph_opaque *ct_graph;

/// How a call ended.
typedef enum ct_status : int32_t {
  CT_OK = 0,
  /// libtorch refused: mostly shapes or types that do not fit.
  CT_FAILED = 1,
  /// The device or the machine has no memory left for the result.
  CT_OUT_OF_MEMORY = 2,
} ct_status;

/// What a `ct_value` holds.
typedef enum ct_kind : int32_t {
  CT_NONE = 0,
  CT_TENSOR,      // tensor
  CT_INTEGER,     // integer
  CT_NUMBER,      // number
  CT_BOOLEAN,     // integer, 0 or 1
  CT_INTEGERS,    // list, count
  CT_TENSORS,     // list, count
  CT_STRING,      // list: a zero-terminated UTF-8 string
  CT_DEVICE,      // integer: device kind, count: device index
  CT_GENERATOR,   // list: a ct_generator
  CT_NO_NUMBERS,  // an empty list of optional numbers
} ct_kind;

/// One argument or one result of an operator.
typedef struct ct_value {
  ct_kind kind;
  int32_t count;
  union {
    int64_t integer;
    double number;
    ct_tensor _Nullable tensor;
    const void *_Nullable list;
  };
} ct_value;

/// Makes a tensor of others, which are borrowed; the caller owns what comes out.
typedef ct_tensor _Nonnull (*ct_body)(void *context, const ct_tensor _Nonnull *_Nonnull inputs,
                                      int32_t count);

/// Does what a context says.
typedef void (*ct_task)(void *context);

/// Every function of the boundary. `abi_version` stays first in all versions.
typedef struct ct_functions {
  uint32_t abi_version;

  /// The version of the libtorch that is loaded, as "2.13.0".
  const char *_Nonnull (*_Nonnull libtorch_version)(void);
  const char *_Nonnull (*_Nonnull last_error)(void);
  /// Threads that one operation may use on the CPU.
  void (*set_thread_count)(int32_t count);
  int32_t (*thread_count)(void);
  /// Runs two tasks at once, each with half of the threads and the modes of the caller.
  void (*run_both)(ct_task run, void *first, void *second);
  /// Devices of a kind (see `ct_device_kind`) that can be used; 0 when there is none.
  int32_t (*device_count)(int32_t kind);

  // Operators: everything in ATen, by its schema name.

  /// Finds `name` ("aten::add") with `overload` ("Tensor", or ""); valid for the whole process.
  ct_status (*operator_find)(const char *name, const char *overload,
                             ct_operator _Nullable *_Nonnull found);
  /// Calls an operator. Arguments left out at the end take the schema's defaults. Tensor results
  /// are owned by the caller; a list of tensors arrives as consecutive results.
  ct_status (*operator_call)(ct_operator op, const ct_value *arguments, int32_t argument_count,
                             ct_value *results, int32_t result_capacity,
                             int32_t *result_count);

  // Tensors.

  void (*tensor_release)(ct_tensor tensor);
  ct_tensor _Nonnull (*_Nonnull tensor_retain)(ct_tensor tensor);
  /// Copies `byte_count` bytes into a new tensor on the CPU.
  ct_status (*tensor_copy_in)(const void *data, int64_t byte_count, const int64_t *shape,
                              int32_t rank, int32_t dtype, ct_tensor _Nullable *_Nonnull made);
  /// Makes a CPU tensor over memory of the caller's, who hears through `release` when it is free.
  ct_status (*tensor_wrap)(void *data, const int64_t *shape, int32_t rank, int32_t dtype,
                           void *context, void (*release)(void *context),
                           ct_tensor _Nullable *_Nonnull made);
  int32_t (*tensor_rank)(ct_tensor tensor);
  /// The sizes of all dimensions; valid as long as the tensor and its shape live.
  const int64_t *_Nonnull (*_Nonnull tensor_shape)(ct_tensor tensor);
  int32_t (*tensor_dtype)(ct_tensor tensor);
  void (*tensor_device)(ct_tensor tensor, int32_t *kind, int32_t *index);
  bool (*tensor_is_contiguous)(ct_tensor tensor);
  /// The first element, for CPU tensors; null when there is no storage.
  const void *_Nullable (*_Nonnull tensor_data)(ct_tensor tensor);

  // Gradients.

  bool (*requires_gradient)(ct_tensor tensor);
  ct_status (*set_requires_gradient)(ct_tensor tensor, bool required);
  /// The accumulated gradient, owned by the caller, or null.
  ct_tensor _Nullable (*_Nonnull gradient)(ct_tensor tensor);
  ct_status (*set_gradient)(ct_tensor tensor, ct_tensor _Nullable gradient);
  ct_status (*backward)(ct_tensor root);
  /// Gradients of `root` with respect to each input; the graph is freed.
  ct_status (*gradients)(ct_tensor root, const ct_tensor _Nonnull *_Nonnull inputs, int32_t count,
                         ct_tensor _Nullable *_Nonnull results);
  /// Sets whether operations on this thread are recorded; returns what it was.
  bool (*set_gradients_recorded)(bool recorded);
  /// Turns lower-precision compute on or off for this thread and device kind.
  ct_status (*set_autocast)(int32_t device_kind, bool enabled, int32_t dtype);
  /// Sets whether `rlhf::linear` and what is made of it round their factors to bfloat16 on this thread, for floats on the CPU;
  /// returns what it was.
  bool (*set_products_rounded)(bool rounded);
  /// Makes `run` of the inputs without recording it: the backward pass runs it again. Gradients
  /// flow to the inputs alone, also where `run` has one that is a leaf from elsewhere. `release` hears when `context` is no longer needed, in all cases.
  ct_status (*recompute)(const ct_tensor _Nonnull *_Nonnull inputs, int32_t count, ct_body run,
                         void *context, void (*release)(void *context),
                         ct_tensor _Nullable *_Nonnull made);

  // Random numbers.

  ct_status (*generator_make)(int32_t device_kind, int32_t device_index, uint64_t seed,
                              ct_generator _Nullable *_Nonnull made);
  void (*generator_release)(ct_generator generator);
  ct_status (*generator_state)(ct_generator generator, ct_tensor _Nullable *_Nonnull state);
  ct_status (*generator_set_state)(ct_generator generator, ct_tensor state);

  // Work of a GPU that is recorded once and done again by one call.

  /// Whether this libtorch can record what devices of a kind do.
  bool (*has_graphs)(int32_t device_kind);
  /// Records what `run` would do on a device; it is not done. `run` must not read from the device,
  /// nor copy to it from memory of the machine.
  ct_status (*graph_capture)(int32_t device_kind, int32_t device_index, ct_task run,
                             void *context, ct_graph _Nullable *_Nonnull made);
  /// Does what was recorded, on the same memory.
  ct_status (*graph_replay)(ct_graph graph);
  void (*graph_release)(ct_graph graph);
} ct_functions;

/// Device kinds, equal to c10::DeviceType.
typedef enum ct_device_kind : int32_t {
  CT_CPU = 0,
  CT_CUDA = 1,
  CT_MPS = 13,
} ct_device_kind;

/// Opens libCTorch.so and checks its version.
///
/// On failure returns null and writes one line to `message`.
const ct_functions *_Nullable ctorch_open(const char *path, char *message, size_t message_size);

/// What libCTorch.so exports; only `ctorch_open` looks it up.
const ct_functions *ctorch_functions(void);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
