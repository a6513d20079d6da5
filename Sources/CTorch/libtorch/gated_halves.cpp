// A gate and what it opens, side by side in each row, in one pass.

#include "gate.h"
#include "team.h"

#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <algorithm>

namespace ctorch {
namespace {

/// Numbers of a part of the work that threads share: some 5 µs.
constexpr int64_t least_numbers = 4096;

/// SiLU of the first half of each row, times the second half: `[…, 2 · width]` to `[…, width]`.
///
/// Shazeer 2020 (arXiv:2002.05202).
at::Tensor gated_halves(const at::Tensor &x) {
  at::Tensor input = x.contiguous();
  auto shape = input.sizes().vec();
  TORCH_CHECK(shape.back() > 0 && shape.back() % 2 == 0, "halves of ", shape.back(), " numbers");
  int64_t width = shape.back() /= 2;
  at::Tensor y = at::empty(shape, input.options());
  const float *from = input.const_data_ptr<float>();
  float *to = y.data_ptr<float>();
  int64_t chunk = std::max<int64_t>(1, least_numbers / width);
  in_parts(y.numel() / width, chunk, [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const float *gate = from + row * 2 * width;
      gated(gate, gate + width, width, to + row * width);
    }
  });
  return y;
}

} // namespace

TORCH_LIBRARY_FRAGMENT(rlhf, library) {
  library.def("gated_halves(Tensor x) -> Tensor");
}
TORCH_LIBRARY_IMPL(rlhf, CPU, library) {
  library.impl("gated_halves", gated_halves);
}

} // namespace ctorch
