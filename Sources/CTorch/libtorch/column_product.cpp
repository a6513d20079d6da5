// A product with few rows, of a weight that is stored with its inputs first, as GPT-2's are.

#include "outputs.h"
#include "team.h"
#include "vectors.h"

#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace ctorch {
namespace {

/// A weight `[width, outputs]`, and rows of x and y with these widths.
struct Columns {
  const float *weight;
  int64_t width, outputs;
  const float *x;
  int64_t rows;
  float *y;
};

/// Inputs that one task takes of one row, and inputs that are taken together of more.
constexpr int64_t slice = 96, block = 16;
/// Vectors of outputs that are made together of some rows, and outputs that a task takes at least.
constexpr int64_t tile_vectors = 3, task_outputs = 48;

/// Adds `K` rows of the weight, times as many numbers of x, to all outputs. They are one stream of memory.
template <typename Vector, int K>
CTORCH_INLINE void add_inputs(const float *w, const float *x, int64_t outputs, float *y) {
  int64_t n = 0;
  for (; n + lanes<Vector> <= outputs; n += lanes<Vector>) {
    Vector sums;
    load(sums, y + n);
#pragma GCC unroll 4
    for (int k = 0; k < K; ++k) {
      Vector factors;
      load(factors, w + k * outputs + n);
      sums += factors * x[k];
    }
    store(y + n, sums);
  }
  for (; n < outputs; ++n)
    for (int k = 0; k < K; ++k) y[n] += w[k * outputs + n] * x[k];
}

/// Adds what the inputs `from ..< to` of the only row give to its outputs.
template <typename Vector>
CTORCH_INLINE void slice_of_row_body(const Columns &of, int64_t from, int64_t to, float *y) {
  int64_t k = from;
  for (; k + 4 <= to; k += 4) add_inputs<Vector, 4>(of.weight + k * of.outputs, of.x + k, of.outputs, y);
  for (; k < to; ++k) add_inputs<Vector, 1>(of.weight + k * of.outputs, of.x + k, of.outputs, y);
}

CTORCH_BEST(slice_of_row, (const Columns &of, int64_t from, int64_t to, float *y),
                   (of, from, to, y))

/// Adds to `R` rows of `V` vectors of outputs what `count` inputs give.
template <typename Vector, int R, int V>
CTORCH_INLINE void tile(const Columns &of, const float *w, const float *x, int64_t count, float *y) {
  Vector sums[R][V];
#pragma GCC unroll 4
  for (int r = 0; r < R; ++r)
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) sums[r][v] = Vector{};
  for (int64_t k = 0; k < count; ++k) {
    Vector factors[V];
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) load(factors[v], w + k * of.outputs + lanes<Vector> * v);
#pragma GCC unroll 4
    for (int r = 0; r < R; ++r)
#pragma GCC unroll 4
      for (int v = 0; v < V; ++v) sums[r][v] += factors[v] * x[r * of.width + k];
  }
#pragma GCC unroll 4
  for (int r = 0; r < R; ++r)
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) {
      Vector before;
      load(before, y + r * of.outputs + lanes<Vector> * v);
      store(y + r * of.outputs + lanes<Vector> * v, before + sums[r][v]);
    }
}

/// Adds to all rows of `V` vectors of outputs, from `n` on, what `count` inputs give, from `k` on.
template <typename Vector, int V>
CTORCH_INLINE void tiles(const Columns &of, int64_t k, int64_t count, int64_t n) {
  const float *w = of.weight + k * of.outputs + n, *x = of.x + k;
  float *y = of.y + n;
  int64_t row = 0;
#define CTORCH_TILE(R) tile<Vector, R, V>(of, w, x + row * of.width, count, y + row * of.outputs)
  for (; row + 4 <= of.rows; row += 4) CTORCH_TILE(4);
  if (of.rows - row == 3) CTORCH_TILE(3);
  if (of.rows - row == 2) CTORCH_TILE(2);
  if (of.rows - row == 1) CTORCH_TILE(1);
#undef CTORCH_TILE
}

/// Fetches a block of the weight in the order of memory, while another is worked on in that of tiles.
struct BlockAhead {
  const float *weight;
  int64_t stride, rows, width;
  int64_t at = 0;

  CTORCH_INLINE void fetch(int64_t lines) {
    for (; lines > 0 && rows > 0; --lines) {
      __builtin_prefetch(weight + at);
      if ((at += 16) < width) continue;
      at = 0;
      weight += stride;
      --rows;
    }
  }
};

/// Adds to the outputs `from ..< to` of all rows what all inputs give.
template <typename Vector>
CTORCH_INLINE void outputs_of_rows_body(const Columns &of, int64_t from, int64_t to) {
  constexpr int64_t tile_outputs = tile_vectors * lanes<Vector>;
  for (int64_t k = 0; k < of.width; k += block) {
    int64_t count = std::min(block, of.width - k), next = std::min(block, of.width - k - count);
    const float *w = of.weight + k * of.outputs;
    BlockAhead ahead{w + count * of.outputs + from, of.outputs, next, to - from};
    int64_t n = from;
    for (; n + tile_outputs <= to; n += tile_outputs) {
      ahead.fetch(block * tile_outputs / 16);
      tiles<Vector, tile_vectors>(of, k, count, n);
    }
    for (; n + lanes<Vector> <= to; n += lanes<Vector>) tiles<Vector, 1>(of, k, count, n);
    for (; n < to; ++n)
      for (int64_t row = 0; row < of.rows; ++row)
        for (int64_t i = 0; i < count; ++i)
          of.y[row * of.outputs + n] += w[i * of.outputs + n] * of.x[row * of.width + k + i];
  }
}

CTORCH_BEST(outputs_of_rows, (const Columns &of, int64_t from, int64_t to), (of, from, to))

/// Adds to the only row, whose time is that of reading the weight: each task reads a part of it from end to end.
///
/// How many parts there are does not depend on the number of threads, so that the sums do not either.
void add_to_one(const Columns &of) {
  int64_t slices = (of.width + slice - 1) / slice;
  std::vector<float> parts(slices * of.outputs);
  int64_t chunk = std::max<int64_t>(1, least_weights / (slice * of.outputs));
  in_parts(slices, chunk, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i)
      slice_of_row(of, i * slice, std::min(of.width, (i + 1) * slice), &parts[i * of.outputs]);
  });
  for (int64_t i = 0; i < slices; ++i)
    for (int64_t n = 0; n < of.outputs; ++n) of.y[n] += parts[i * of.outputs + n];
}

/// Adds to several rows: each task makes its own outputs, in tiles that registers hold.
void add_to_several(const Columns &of) {
  int64_t cost = of.width * task_outputs * std::max<int64_t>(1, of.rows / 4);
  int64_t chunk = std::max<int64_t>(1, least_weights / cost);
  in_parts((of.outputs + task_outputs - 1) / task_outputs, chunk, [&](int64_t begin, int64_t end) {
    outputs_of_rows(of, begin * task_outputs, std::min(of.outputs, end * task_outputs));
  });
}

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
  float *to = y.data_ptr<float>();
  const float *first = bias ? of_outputs(*bias, outputs) : nullptr;
  for (int64_t row = 0; row < rows; ++row)
    if (first) std::copy(first, first + outputs, to + row * outputs);
    else std::fill(to + row * outputs, to + (row + 1) * outputs, 0.0f);
  Columns columns{weight.const_data_ptr<float>(), width,
                  outputs, input.const_data_ptr<float>(), rows, to};
  if (rows == 1) add_to_one(columns);
  else add_to_several(columns);
  return y;
}

} // namespace

TORCH_LIBRARY_FRAGMENT(rlhf, library) {
  library.def("column_product(Tensor x, Tensor weight, Tensor? bias) -> Tensor");
}
TORCH_LIBRARY_IMPL(rlhf, CPU, library) { library.impl("column_product", column_product); }

} // namespace ctorch
