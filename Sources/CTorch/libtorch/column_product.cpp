// A product with few rows, of a weight that is stored with its inputs first, as GPT-2's are.

#include "outputs.h"
#include "vectors.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <algorithm>
#include <optional>

namespace ctorch {
namespace {

/// Adds four rows of a weight `[width, outputs]`, times four numbers of x, to `count` outputs.
CTORCH_INLINE void four_rows_body(const float *w, int64_t stride, const float *x, int64_t count,
                                  float *y) {
  int64_t n = 0;
  for (; n + 8 <= count; n += 8) {
    Eight sums;
    load(sums, y + n);
#pragma GCC unroll 4
    for (int k = 0; k < 4; ++k) {
      Eight factors;
      load(factors, w + k * stride + n);
      sums += factors * x[k];
    }
    store(y + n, sums);
  }
  for (; n < count; ++n)
    for (int k = 0; k < 4; ++k) y[n] += w[k * stride + n] * x[k];
}

CTORCH_BEST_OF_TWO(four_rows,
                   (const float *w, int64_t stride, const float *x, int64_t count, float *y),
                   (w, stride, x, count, y))

/// The map `x ↦ x·W + b`, of a weight that is stored the other way round: `[width, outputs]`.
at::Tensor column_product(const at::Tensor &x, const at::Tensor &weight,
                          const std::optional<at::Tensor> &bias) {
  at::Tensor input = x.contiguous();
  int64_t width = input.size(-1), outputs = weight.size(1), rows = input.numel() / width;
  TORCH_CHECK(weight.dim() == 2 && weight.size(0) == width && weight.is_contiguous(),
              "a weight of shape ", weight.sizes(), " for rows of ", width);
  auto shape = input.sizes().vec();
  shape.back() = outputs;
  at::Tensor y = at::empty(shape, input.options());
  const float *from = input.const_data_ptr<float>(), *w = weight.const_data_ptr<float>();
  const float *first = bias ? of_outputs(*bias, outputs) : nullptr;
  float *to = y.data_ptr<float>();
  int64_t grain = std::max<int64_t>(8, least_weights / width / std::max<int64_t>(1, rows / 4));
  at::parallel_for(0, outputs, grain, [&](int64_t begin, int64_t end) {
    for (int64_t row = 0; row < rows; ++row)
      if (first) std::copy(first + begin, first + end, to + row * outputs + begin);
      else std::fill(to + row * outputs + begin, to + row * outputs + end, 0.0f);
    int64_t k = 0;
    for (; k + 4 <= width; k += 4)
      for (int64_t row = 0; row < rows; ++row)
        four_rows(w + k * outputs + begin, outputs, from + row * width + k, end - begin,
                  to + row * outputs + begin);
    for (; k < width; ++k)
      for (int64_t row = 0; row < rows; ++row)
        for (int64_t n = begin; n < end; ++n)
          to[row * outputs + n] += w[k * outputs + n] * from[row * width + k];
  });
  return y;
}

} // namespace

TORCH_LIBRARY_FRAGMENT(rlhf, library) {
  library.def("column_product(Tensor x, Tensor weight, Tensor? bias) -> Tensor");
}
TORCH_LIBRARY_IMPL(rlhf, CPU, library) { library.impl("column_product", column_product); }

} // namespace ctorch
