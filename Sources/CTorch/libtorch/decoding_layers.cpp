// What stands between the products of a decoding step, each in one pass over few numbers.

#include "gate.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <torch/library.h>

#include <algorithm>
#include <cmath>

namespace ctorch {
namespace {

/// Rows that are worth a thread: waking one takes some 10 µs.
int64_t grain(int64_t width) { return std::max<int64_t>(1, 16384 / width); }

CTORCH_INLINE void normalized_body(const float *x, const float *weight, int64_t width,
                                   float epsilon, float *y) {
  Eight squares = {};
  int64_t k = 0;
  for (; k + 8 <= width; k += 8) {
    Eight some;
    load(some, x + k);
    squares += some * some;
  }
  float total = sum(squares);
  for (; k < width; ++k) total += x[k] * x[k];
  float factor = 1 / std::sqrt(total / width + epsilon);
  for (k = 0; k + 8 <= width; k += 8) {
    Eight some, weights;
    load(some, x + k);
    load(weights, weight + k);
    store(y + k, some * factor * weights);
  }
  for (; k < width; ++k) y[k] = x[k] * factor * weight[k];
}

CTORCH_BEST_OF_TWO(normalized,
                   (const float *x, const float *weight, int64_t width, float epsilon, float *y),
                   (x, weight, width, epsilon, y))

/// Zhang and Sennrich 2019 (arXiv:1910.07467), eq. 4, of rows `[…, width]`.
at::Tensor root_mean_square(const at::Tensor &x, const at::Tensor &weight, double epsilon) {
  at::Tensor input = x.contiguous();
  int64_t width = input.size(-1);
  TORCH_CHECK(weight.dim() == 1 && weight.size(0) == width && weight.is_contiguous(),
              "a weight of shape ", weight.sizes(), " for rows of ", width);
  at::Tensor y = at::empty_like(input);
  const float *from = input.const_data_ptr<float>(), *factors = weight.const_data_ptr<float>();
  float *to = y.data_ptr<float>();
  at::parallel_for(0, input.numel() / width, grain(width), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row)
      normalized(from + row * width, factors, width, epsilon, to + row * width);
  });
  return y;
}

/// SiLU of the first half of each row, times the second half: `[…, 2 · width]` to `[…, width]`.
///
/// Shazeer 2020 (arXiv:2002.05202).
at::Tensor gated_halves(const at::Tensor &x) {
  at::Tensor input = x.contiguous();
  auto shape = input.sizes().vec();
  TORCH_CHECK(shape.back() % 2 == 0, "halves of ", shape.back(), " numbers");
  int64_t width = shape.back() /= 2;
  at::Tensor y = at::empty(shape, input.options());
  const float *from = input.const_data_ptr<float>();
  float *to = y.data_ptr<float>();
  at::parallel_for(0, y.numel() / width, grain(width), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const float *gate = from + row * 2 * width;
      gated(gate, gate + width, width, to + row * width);
    }
  });
  return y;
}

} // namespace

TORCH_LIBRARY_FRAGMENT(rlhf, library) {
  library.def("root_mean_square(Tensor x, Tensor weight, float epsilon) -> Tensor");
  library.def("gated_halves(Tensor x) -> Tensor");
}
TORCH_LIBRARY_IMPL(rlhf, CPU, library) {
  library.impl("root_mean_square", root_mean_square);
  library.impl("gated_halves", gated_halves);
}

} // namespace ctorch
