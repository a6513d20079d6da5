// What the files of libCTorch.so share: handles, and the guard that no exception passes.

#pragma once

#include "ctorch.h"

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <new>
#include <string>

namespace ctorch {

/// A handle is the TensorImpl itself: one reference count, no allocation of our own.
static_assert(sizeof(at::Tensor) == sizeof(ct_tensor));

inline const at::Tensor &borrowed(const ct_tensor &handle) {
  return reinterpret_cast<const at::Tensor &>(handle);
}

inline ct_tensor owned(at::Tensor tensor) {
  return reinterpret_cast<ct_tensor>(tensor.unsafeReleaseTensorImpl());
}

/// Takes over a reference that the other side gives away.
inline at::Tensor adopted(ct_tensor handle) {
  return at::Tensor(c10::intrusive_ptr<at::TensorImpl, c10::UndefinedTensorImpl>::reclaim(
      reinterpret_cast<at::TensorImpl *>(handle)));
}

inline at::Generator &generator(ct_generator handle) {
  return *reinterpret_cast<at::Generator *>(handle);
}

std::string &last_error_message();

/// Runs `body`; turns what it throws into a status and a message.
template <typename Body> ct_status guarded(Body body) {
  try {
    body();
    return CT_OK;
  } catch (const c10::OutOfMemoryError &error) {
    last_error_message() = error.what_without_backtrace();
    return CT_OUT_OF_MEMORY;
  } catch (const c10::Error &error) {
    last_error_message() = error.what_without_backtrace();
    bool is_memory = last_error_message().find("can't allocate memory") != std::string::npos;
    return is_memory ? CT_OUT_OF_MEMORY : CT_FAILED;
  } catch (const std::bad_alloc &) {
    last_error_message() = "the machine has no memory left";
    return CT_OUT_OF_MEMORY;
  } catch (const std::exception &error) {
    last_error_message() = error.what();
    return CT_FAILED;
  } catch (...) {
    last_error_message() = "an exception of unknown type";
    return CT_FAILED;
  }
}

// One function per entry of the table; see ctorch.h for what each does.

ct_status operator_find(const char *, const char *, ct_operator *);
ct_status operator_call(ct_operator, const ct_value *, int32_t, ct_value *, int32_t, int32_t *);

void tensor_release(ct_tensor);
ct_tensor tensor_retain(ct_tensor);
ct_status tensor_copy_in(const void *, int64_t, const int64_t *, int32_t, int32_t, ct_tensor *);
ct_status tensor_wrap(void *, const int64_t *, int32_t, int32_t, void *, void (*)(void *),
                      ct_tensor *);
int32_t tensor_rank(ct_tensor);
const int64_t *tensor_shape(ct_tensor);
int32_t tensor_dtype(ct_tensor);
void tensor_device(ct_tensor, int32_t *, int32_t *);
bool tensor_is_contiguous(ct_tensor);
const void *tensor_data(ct_tensor);

bool requires_gradient(ct_tensor);
ct_status set_requires_gradient(ct_tensor, bool);
ct_tensor gradient(ct_tensor);
ct_status set_gradient(ct_tensor, ct_tensor);
ct_status backward(ct_tensor);
ct_status gradients(ct_tensor, const ct_tensor *, int32_t, ct_tensor *);
bool set_gradients_recorded(bool);
ct_status set_autocast(int32_t, bool, int32_t);
bool set_products_rounded(bool);
void run_both(ct_task, void *, void *);
ct_status recompute(const ct_tensor *, int32_t, ct_body, void *, void (*)(void *), ct_tensor *);

ct_status generator_make(int32_t, int32_t, uint64_t, ct_generator *);
void generator_release(ct_generator);
ct_status generator_state(ct_generator, ct_tensor *);
ct_status generator_set_state(ct_generator, ct_tensor);

bool has_graphs(int32_t);
ct_status graph_capture(int32_t, int32_t, ct_task, void *, ct_graph *);
ct_status graph_replay(ct_graph);
void graph_release(ct_graph);

} // namespace ctorch
