// What products with few rows have in common.

#pragma once

#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

namespace ctorch {

/// What there is one number of for each output: a bias, scales.
inline const float *of_outputs(const at::Tensor &bias, int64_t outputs) {
  TORCH_CHECK(bias.is_contiguous() && bias.numel() == outputs, "a bias or scales of shape ", bias.sizes(),
              " for ", outputs, " outputs");
  return bias.const_data_ptr<float>();
}

/// Weights of a task that is worth a thread: waking one takes some 10 µs.
constexpr int64_t least_weights = 1 << 16;

} // namespace ctorch
