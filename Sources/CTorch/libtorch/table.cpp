// The table of functions, and the few that concern the library as a whole.

#include "boundary.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/version.h>

namespace ctorch {

std::string &last_error_message() {
  thread_local std::string message;
  return message;
}

static const char *last_error() { return last_error_message().c_str(); }

// The shim must be built with the headers of the libtorch that it is run over.
static const char *libtorch_version() { return TORCH_VERSION; }

static void set_thread_count(int32_t count) { at::set_num_threads(count); }

static int32_t thread_count() { return at::get_num_threads(); }

static int32_t device_count(int32_t kind) {
  int32_t count = 0;
  guarded([&] {
    if (kind == CT_CPU) count = 1;
    if (kind == CT_CUDA && at::hasCUDA()) count = at::detail::getCUDAHooks().deviceCount();
    if (kind == CT_MPS && at::hasMPS()) count = 1;
  });
  return count;
}

} // namespace ctorch

extern "C" __attribute__((visibility("default"))) const ct_functions *ctorch_functions(void) {
  using namespace ctorch;
  static const ct_functions table = {
      CTORCH_ABI_VERSION,
      libtorch_version,
      last_error,
      set_thread_count,
      thread_count,
      run_both,
      device_count,
      operator_find,
      operator_call,
      tensor_release,
      tensor_retain,
      tensor_copy_in,
      tensor_wrap,
      tensor_rank,
      tensor_shape,
      tensor_dtype,
      tensor_device,
      tensor_is_contiguous,
      tensor_data,
      requires_gradient,
      set_requires_gradient,
      gradient,
      set_gradient,
      backward,
      gradients,
      set_gradients_recorded,
      set_autocast,
      set_products_rounded,
      recompute,
      generator_make,
      generator_release,
      generator_state,
      generator_set_state,
      has_graphs,
      graph_capture,
      graph_replay,
      graph_release,
  };
  return &table;
}
