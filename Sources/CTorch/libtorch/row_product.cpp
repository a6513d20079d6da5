// Products with few rows, as in decoding: each weight is read once, in its own place and order.

#include "vectors.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <algorithm>
#include <vector>

namespace ctorch {
namespace {

/// One weight with its bias, and where its outputs begin in a row of all.
struct Part {
  const float *weight;
  const float *bias;
  int64_t outputs;
  int64_t first;
};

/// Rows of x with the width of a row of x, and the outputs with theirs.
struct Rows {
  const float *x;
  int64_t count;
  int64_t width;
  float *y;
  int64_t output_width;
};

/// Outputs that are made together, of as many rows of the weight.
constexpr int64_t tile_outputs = 4;

/// The products of `O` rows of the weight with `R` rows of x.
template <int O, int R>
CTORCH_INLINE void tile(const float *w, const float *bias, const float *x, int64_t width, float *y,
                        int64_t output_width) {
  Eight sums[O][R];
#pragma GCC unroll 8
  for (int o = 0; o < O; ++o)
#pragma GCC unroll 4
    for (int r = 0; r < R; ++r) sums[o][r] = Eight{};
  int64_t whole = width & ~int64_t{7};
  for (int64_t k = 0; k < whole; k += 8) {
    Eight inputs[R];
#pragma GCC unroll 4
    for (int r = 0; r < R; ++r) load(inputs[r], x + r * width + k);
#pragma GCC unroll 8
    for (int o = 0; o < O; ++o) {
      Eight factors;
      load(factors, w + o * width + k);
#pragma GCC unroll 4
      for (int r = 0; r < R; ++r) sums[o][r] += factors * inputs[r];
    }
  }
#pragma GCC unroll 8
  for (int o = 0; o < O; ++o)
#pragma GCC unroll 4
    for (int r = 0; r < R; ++r) {
      float found = sum(sums[o][r]);
      for (int64_t k = whole; k < width; ++k) found += w[o * width + k] * x[r * width + k];
      y[r * output_width + o] = bias ? found + bias[o] : found;
    }
}

/// One output of one row. Memory is read in one stream, which is what is fast where all else waits for it.
CTORCH_INLINE float single(const float *w, const float *x, int64_t width) {
  Eight sums[4] = {};
  int64_t k = 0;
  for (; k + 32 <= width; k += 32)
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) {
      Eight factors, inputs;
      load(factors, w + k + 8 * i);
      load(inputs, x + k + 8 * i);
      sums[i] += factors * inputs;
    }
  float found = sum((sums[0] + sums[1]) + (sums[2] + sums[3]));
  for (; k < width; ++k) found += w[k] * x[k];
  return found;
}

/// `O` outputs of all rows.
template <int O>
CTORCH_INLINE void outputs(const Part &part, int64_t output, const Rows &rows) {
  const float *w = part.weight + output * rows.width;
  const float *bias = part.bias ? part.bias + output : nullptr;
  float *y = rows.y + part.first + output;
  int64_t row = 0;
#define CTORCH_TILE(R)                                                                             \
  tile<O, R>(w, bias, rows.x + row * rows.width, rows.width, y + row * rows.output_width,          \
             rows.output_width)
  for (; row + 3 <= rows.count; row += 3) CTORCH_TILE(3);
  if (row + 2 == rows.count) CTORCH_TILE(2);
  if (row + 1 == rows.count) CTORCH_TILE(1);
#undef CTORCH_TILE
}

CTORCH_INLINE void products_body(const Part &part, int64_t from, int64_t to, const Rows &rows) {
  int64_t output = from;
  if (rows.count == 1)
    for (; output < to; ++output) {
      float found = single(part.weight + output * rows.width, rows.x, rows.width);
      rows.y[part.first + output] = part.bias ? found + part.bias[output] : found;
    }
  for (; output + 4 <= to; output += 4) outputs<4>(part, output, rows);
  for (; output < to; ++output) outputs<1>(part, output, rows);
}

CTORCH_BEST_OF_TWO(products, (const Part &part, int64_t from, int64_t to, const Rows &rows),
                   (part, from, to, rows))

const float *bias_of(const at::Tensor &bias, int64_t outputs) {
  TORCH_CHECK(bias.is_contiguous() && bias.numel() == outputs, "a bias of shape ", bias.sizes(),
              " for ", outputs, " outputs");
  return bias.const_data_ptr<float>();
}

/// Weights of a task that is worth a thread: waking one takes some 10 µs.
constexpr int64_t least_weights = 1 << 16;

/// The maps of one input, side by side: `x ↦ (x·W₁ᵀ + b₁, x·W₂ᵀ + b₂, …)`.
///
/// x is `[…, width]`, each weight `[outputs, width]`; there are as many biases as weights, or none.
at::Tensor row_product(const at::Tensor &x, at::TensorList weights, at::TensorList biases) {
  at::Tensor input = x.contiguous();
  int64_t width = input.size(-1), total = 0;
  TORCH_CHECK(biases.empty() || biases.size() == weights.size(), biases.size(), " biases for ",
              weights.size(), " weights");
  std::vector<Part> parts;
  for (size_t i = 0; i < weights.size(); ++i) {
    const at::Tensor &w = weights[i];
    TORCH_CHECK(w.dim() == 2 && w.size(1) == width && w.is_contiguous(),
                "a weight of shape ", w.sizes(), " for rows of ", width);
    const float *bias = biases.empty() ? nullptr : bias_of(biases[i], w.size(0));
    parts.push_back({w.const_data_ptr<float>(), bias, w.size(0), total});
    total += w.size(0);
  }
  auto shape = input.sizes().vec();
  shape.back() = total;
  at::Tensor y = at::empty(shape, input.options());
  Rows rows{input.const_data_ptr<float>(), input.numel() / width, width, y.data_ptr<float>(),
            total};
  int64_t cost = width * std::max<int64_t>(1, rows.count / 4);
  int64_t grain = std::max<int64_t>(1, least_weights / cost / 8) * 8;
  at::parallel_for(0, (total + 7) / 8, std::max<int64_t>(1, grain / 8), [&](int64_t begin,
                                                                            int64_t end) {
    // Eights of outputs of all parts; a task takes of each part what is its own.
    for (const Part &part : parts) {
      int64_t from = std::max<int64_t>(begin * 8 - part.first, 0);
      int64_t to = std::min<int64_t>(end * 8 - part.first, part.outputs);
      if (from < to) products(part, from, to, rows);
    }
  });
  return y;
}

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
  const float *first = bias ? bias_of(*bias, outputs) : nullptr;
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
  library.def("row_product(Tensor x, Tensor[] weights, Tensor[] biases) -> Tensor");
  library.def("column_product(Tensor x, Tensor weight, Tensor? bias) -> Tensor");
}
TORCH_LIBRARY_IMPL(rlhf, CPU, library) {
  library.impl("row_product", row_product);
  library.impl("column_product", column_product);
}

} // namespace ctorch
