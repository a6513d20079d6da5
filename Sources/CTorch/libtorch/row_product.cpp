// Products with few rows, as in decoding: each weight is read once, in its own place and order.

#include "outputs.h"
#include "row_panels.h"
#include "team.h"
#include "vectors.h"

#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace ctorch {
namespace {

/// One weight with its bias, and where its outputs begin in a row of all.
struct Part {
  /// Floats, halves, or bytes that are to be multiplied by the output's scale.
  const void *weight;
  at::ScalarType type;
  const float *scales;
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
  /// The rows once more, where there are many.
  const Panels *panels;
};

/// Outputs that are made together, of as many rows of the weight.
constexpr int64_t tile_outputs = 4;
/// The most of them, where rows are panels.
constexpr int64_t most_tile_outputs = 12;
/// A multiple of all numbers of outputs that are made together.
constexpr int64_t whole_tiles = 24;
/// Rows that are worth panels, and where weights have to be turned to floats first. Thirty-two registers of sixteen
/// floats hold so many sums that a panel gains nothing.
constexpr int64_t least_panel_rows = 4, least_panel_rows_of_others = 16;
template <typename Vector> constexpr bool has_panels = lanes<Vector> == lanes<Eight>;

/// The products of `O` rows of the weight, four at most, with `R` rows of x, the first of which fetch what comes next.
template <typename Vector, int O, int R, bool IsFirst>
CTORCH_INLINE void tile(const float *w, const float *bias, const float *x, int64_t width, float *y,
                        int64_t output_width) {
  Vector sums[R][O];
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r)
#pragma GCC unroll 4
    for (int o = 0; o < O; ++o) sums[r][o] = Vector{};
  int64_t whole = width & -lanes<Vector>;
  for (int64_t k = 0; k < whole; k += lanes<Vector>) {
    Vector inputs[R];
#pragma GCC unroll 8
    for (int r = 0; r < R; ++r) load(inputs[r], x + r * width + k);
#pragma GCC unroll 4
    for (int o = 0; o < O; ++o) {
      Vector factors;
      load(factors, w + o * width + k);
      if (IsFirst) __builtin_prefetch(w + (o + O) * width + k);
#pragma GCC unroll 8
      for (int r = 0; r < R; ++r) sums[r][o] += factors * inputs[r];
    }
  }
#pragma GCC unroll 4
  for (int r = 0; r < R; r += 2) {
    Vector some[8] = {};
#pragma GCC unroll 4
    for (int o = 0; o < O; ++o) {
      some[o] = sums[r][o];
      if (r + 1 < R) some[4 + o] = sums[r + 1][o];
    }
    Eight found = ctorch::sums(some);
#pragma GCC unroll 2
    for (int i = 0; i < 2; ++i)
      if (r + i < R)
#pragma GCC unroll 4
        for (int o = 0; o < O; ++o) {
          float its = found[4 * i + o];
          for (int64_t k = whole; k < width; ++k) its += w[o * width + k] * x[(r + i) * width + k];
          y[(r + i) * output_width + o] = bias ? its + bias[o] : its;
        }
  }
}

/// One output of one row, before its scale. Memory is read in one stream, which is what is fast where all else waits for it.
template <typename Vector, typename Weight>
CTORCH_INLINE float single(const Weight *w, const float *x, int64_t width) {
  Vector sums[4] = {};
  int64_t k = 0;
  for (; k + 4 * lanes<Vector> <= width; k += 4 * lanes<Vector>) {
    Vector factors[4], inputs[4];
    load(factors, w + k);
    load(inputs, x + k);
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) sums[i] += factors[i] * inputs[i];
  }
  float found = sum((sums[0] + sums[1]) + (sums[2] + sums[3]));
  for (; k < width; ++k) found += value(w[k]) * x[k];
  return found;
}

/// Rows of x that are multiplied together: as many as registers hold sums of.
template <typename Vector> constexpr int most_tile_rows = lanes<Vector> == 8 ? 3 : 6;

/// `O` outputs of all rows, of which there are two at least.
template <typename Vector, int O>
CTORCH_INLINE void outputs(const float *w, const float *bias, float *y, const Rows &rows) {
  constexpr int64_t most = most_tile_rows<Vector>;
  int64_t groups = (rows.count + most - 1) / most;
  for (int64_t group = 0; group < groups; ++group) {
    // About as many rows in each.
    int64_t row = rows.count * group / groups, count = rows.count * (group + 1) / groups - row;
    const float *x = rows.x + row * rows.width;
    float *its = y + row * rows.output_width;
#define CTORCH_TILE(R)                                                                             \
  case R:                                                                                          \
    if (group) tile<Vector, O, R, false>(w, bias, x, rows.width, its, rows.output_width);          \
    else tile<Vector, O, R, true>(w, bias, x, rows.width, its, rows.output_width);                 \
    break;
    switch (count) {
      CTORCH_TILE(1)
      CTORCH_TILE(2)
      CTORCH_TILE(3)
      CTORCH_TILE(4)
      CTORCH_TILE(5)
      CTORCH_TILE(6)
    }
#undef CTORCH_TILE
  }
}

/// Makes floats of `count` rows of a weight, for all rows of x; floats stay where they are.
template <typename Vector>
CTORCH_INLINE const float *floats(const float *w, int64_t, const float *, int64_t, float *) {
  return w;
}

template <typename Vector, typename Weight>
CTORCH_INLINE const float *floats(const Weight *w, int64_t count, const float *scales, int64_t width,
                                  float *room) {
  for (int64_t o = 0; o < count; ++o) {
    float scale = scales ? scales[o] : 1;
    const Weight *from = w + o * width;
    float *to = room + o * width;
    int64_t k = 0;
    for (; k + 4 * lanes<Vector> <= width; k += 4 * lanes<Vector>) {
      Vector some[4];
      load(some, from + k);
#pragma GCC unroll 4
      for (int i = 0; i < 4; ++i) store(to + k + lanes<Vector> * i, some[i] * scale);
    }
    for (; k < width; ++k) to[k] = value(from[k]) * scale;
  }
  return room;
}

/// Outputs of rows in panels of `8 · V`, as many together as registers hold.
template <int V, typename Weight>
CTORCH_INLINE void panel_part(const Part &part, int64_t from, int64_t to, const Rows &rows,
                              float *room) {
  const Weight *w = static_cast<const Weight *>(part.weight);
  int64_t output = from;
#define CTORCH_OUTPUTS(O)                                                                          \
  do {                                                                                             \
    const float *its = floats<Eight>(w + output * rows.width, O,                                   \
                                     part.scales ? part.scales + output : nullptr, rows.width,     \
                                     room);                                                        \
    for (const Panel &panel : *rows.panels)                                                        \
      panel_outputs<O, V>(its, part.bias ? part.bias + output : nullptr, panel, rows.width,        \
                          rows.y + part.first + output, rows.output_width);                        \
    output += O;                                                                                   \
  } while (0)
  constexpr int most = V == 1 ? 8 : most_tile_outputs / V;
  while (output + most <= to) CTORCH_OUTPUTS(most);
  while (output + 2 <= to) CTORCH_OUTPUTS(2);
  while (output < to) CTORCH_OUTPUTS(1);
#undef CTORCH_OUTPUTS
}

template <typename Weight>
CTORCH_INLINE void panel_parts(const Part &part, int64_t from, int64_t to, const Rows &rows,
                               float *room) {
  if (rows.panels->begin()->lanes == 8) return panel_part<1, Weight>(part, from, to, rows, room);
  panel_part<2, Weight>(part, from, to, rows, room);
}

template <typename Vector, typename Weight>
CTORCH_INLINE void typed_products(const Part &part, int64_t from, int64_t to, const Rows &rows,
                                  float *room) {
  if constexpr (has_panels<Vector>)
    if (rows.panels) return panel_parts<Weight>(part, from, to, rows, room);
  const Weight *w = static_cast<const Weight *>(part.weight);
  int64_t output = from;
  if (rows.count == 1)
    for (; output < to; ++output) {
      float found = single<Vector>(w + output * rows.width, rows.x, rows.width);
      if (part.scales) found *= part.scales[output];
      rows.y[part.first + output] = part.bias ? found + part.bias[output] : found;
    }
#define CTORCH_OUTPUTS(O)                                                                          \
  outputs<Vector, O>(floats<Vector>(w + output * rows.width, O,                                    \
                                    part.scales ? part.scales + output : nullptr, rows.width,      \
                                    room),                                                         \
                     part.bias ? part.bias + output : nullptr, rows.y + part.first + output, rows)
  for (; output + tile_outputs <= to; output += tile_outputs) CTORCH_OUTPUTS(tile_outputs);
  for (; output < to; ++output) CTORCH_OUTPUTS(1);
#undef CTORCH_OUTPUTS
}

/// - Parameter room: For `most_tile_outputs` rows of a weight as floats.
template <typename Vector>
CTORCH_INLINE void products_body(const Part &part, int64_t from, int64_t to, const Rows &rows,
                                 float *room) {
  if (part.type == at::kFloat) typed_products<Vector, float>(part, from, to, rows, room);
  else if (part.type == at::kBFloat16) typed_products<Vector, Half>(part, from, to, rows, room);
  else typed_products<Vector, int8_t>(part, from, to, rows, room);
}

CTORCH_BEST(products,
                   (const Part &part, int64_t from, int64_t to, const Rows &rows, float *room),
                   (part, from, to, rows, room))

/// The maps of one input, side by side: `x ↦ (x·W₁ᵀ + b₁, x·W₂ᵀ + b₂, …)`.
///
/// x is `[…, width]`, each weight `[outputs, width]`, in float32, bfloat16 or int8; there are as many biases
/// as weights, or none, and as many scales `[outputs]` where weights are integers.
at::Tensor row_product(const at::Tensor &x, at::TensorList weights, at::TensorList biases,
                       at::TensorList scales) {
  at::Tensor input = x.contiguous();
  int64_t width = input.size(-1), total = 0;
  TORCH_CHECK(biases.empty() || biases.size() == weights.size(), biases.size(), " biases for ",
              weights.size(), " weights");
  TORCH_CHECK(scales.empty() || scales.size() == weights.size(), scales.size(), " scales for ",
              weights.size(), " weights");
  std::vector<Part> parts;
  for (size_t i = 0; i < weights.size(); ++i) {
    const at::Tensor &w = weights[i];
    TORCH_CHECK(w.dim() == 2 && w.size(1) == width && w.is_contiguous(),
                "a weight of shape ", w.sizes(), " for rows of ", width);
    auto type = w.scalar_type();
    TORCH_CHECK(type == at::kFloat || type == at::kBFloat16 || type == at::kChar && !scales.empty(),
                "a weight of type ", type, scales.empty() ? " without scales" : "");
    const float *bias = biases.empty() ? nullptr : of_outputs(biases[i], w.size(0));
    const float *its_scales = scales.empty() ? nullptr : of_outputs(scales[i], w.size(0));
    parts.push_back({w.const_data_ptr(), type, its_scales, bias, w.size(0), total});
    total += w.size(0);
  }
  auto shape = input.sizes().vec();
  shape.back() = total;
  at::Tensor y = at::empty(shape, input.options());
  Rows rows{input.const_data_ptr<float>(), input.numel() / width, width, y.data_ptr<float>(),
            total, nullptr};
  if (rows.count == 0) return y;

  bool has_floats = std::all_of(parts.begin(), parts.end(),
                                [](const Part &part) { return part.type == at::kFloat; });
  std::optional<Panels> panels;
  bool has_them = most_lanes() == lanes<Eight>;
  if (has_them && rows.count >= (has_floats ? least_panel_rows : least_panel_rows_of_others)) {
    panels.emplace(rows.x, rows.count, width);
    rows.panels = &*panels;
  }
  int64_t cost = width * std::max<int64_t>(1, rows.count / 4);
  int64_t chunk = std::max<int64_t>(1, least_weights / (cost * whole_tiles)) * whole_tiles;
  in_parts(total, chunk, [&](int64_t begin, int64_t end) {
    // Kept: a part is too short to ask for memory each time.
    static thread_local std::vector<float> room;
    if (!has_floats) room.resize(std::max<size_t>(room.size(), most_tile_outputs * width));
    // Outputs of all parts; a task takes of each part what is its own.
    for (const Part &part : parts) {
      int64_t from = std::max<int64_t>(begin - part.first, 0);
      int64_t to = std::min<int64_t>(end - part.first, part.outputs);
      if (from < to) products(part, from, to, rows, room.data());
    }
  });
  return y;
}

} // namespace

TORCH_LIBRARY_FRAGMENT(rlhf, library) {
  library.def("row_product(Tensor x, Tensor[] weights, Tensor[] biases, Tensor[] scales) -> Tensor");
}
TORCH_LIBRARY_IMPL(rlhf, CPU, library) {
  library.impl("row_product", row_product);
}

} // namespace ctorch
