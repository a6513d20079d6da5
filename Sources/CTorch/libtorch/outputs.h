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

/// Weights of a part of the work that threads share: some 5 µs of reading.
constexpr int64_t least_weights = 1 << 14;

} // namespace ctorch
