// Weights in eight bits, as row_product.cpp reads them.

#include "vectors.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace ctorch {
namespace {

/// A weight as whole numbers from −127 to 127, each times the scale of its output.
///
/// - Returns: Integers as `load` takes them, `[outputs, width]`, and scales `[outputs]`.
std::tuple<at::Tensor, at::Tensor> rounded_weight(const at::Tensor &weight) {
  at::Tensor w = weight.contiguous();
  TORCH_CHECK(w.dim() == 2, "a weight of shape ", w.sizes());
  int64_t outputs = w.size(0), width = w.size(1), lane = most_lanes(), whole = width & -(4 * lane);
  at::Tensor integers = at::empty(w.sizes(), w.options().dtype(at::kChar));
  at::Tensor scales = at::empty({outputs}, w.options());
  const float *from = w.const_data_ptr<float>();
  int8_t *to = integers.data_ptr<int8_t>();
  float *scale = scales.data_ptr<float>();
  at::parallel_for(0, outputs, std::max<int64_t>(1, (1 << 16) / width), [&](int64_t begin,
                                                                               int64_t end) {
    for (int64_t output = begin; output < end; ++output) {
      const float *row = from + output * width;
      float greatest = 0;
      for (int64_t k = 0; k < width; ++k) greatest = std::max(greatest, std::abs(row[k]));
      scale[output] = greatest / 127;
      float factor = greatest > 0 ? 127 / greatest : 0;
      for (int64_t k = 0; k < width; ++k) {
        int64_t place = k < whole ? k / (4 * lane) * (4 * lane) + 4 * (k % lane) + k % (4 * lane) / lane : k;
        to[output * width + place] = static_cast<int8_t>(std::lrint(row[k] * factor));
      }
    }
  });
  return {integers, scales};
}

} // namespace

TORCH_LIBRARY_FRAGMENT(rlhf, library) {
  library.def("rounded_weight(Tensor weight) -> (Tensor, Tensor)");
}
TORCH_LIBRARY_IMPL(rlhf, CPU, library) { library.impl("rounded_weight", rounded_weight); }

} // namespace ctorch
