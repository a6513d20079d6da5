// Products of several rows with a weight, whose rows stand side by side in a vector: each number of the
// weight meets all rows at once, and nothing is summed across a vector. For processors that have no more than
// sixteen registers, of eight floats.

#pragma once

#include "vectors.h"

#include <algorithm>
#include <vector>

namespace ctorch {

/// Turns rows of x round: for each place the numbers of all rows, and zeros up to `lanes`.
///
/// - Parameter to: `[width, lanes]`
template <typename>
CTORCH_INLINE void turned_round_body(const float *x, int64_t count, int64_t width, int64_t lanes,
                                     float *to) {
  int64_t whole = width & ~int64_t{7};
  for (int64_t row = 0; row < lanes; row += 8) {
    int64_t its_count = std::clamp<int64_t>(count - row, 0, 8);
    for (int64_t k = 0; k < whole; k += 8) {
      Eight some[8] = {};
      for (int64_t i = 0; i < its_count; ++i) load(some[i], x + (row + i) * width + k);
      transpose(some);
#pragma GCC unroll 8
      for (int64_t i = 0; i < 8; ++i) store(to + (k + i) * lanes + row, some[i]);
    }
    for (int64_t k = whole; k < width; ++k)
      for (int64_t i = 0; i < 8; ++i)
        to[k * lanes + row + i] = i < its_count ? x[(row + i) * width + k] : 0;
  }
}

CTORCH_BEST(turned_round,
                   (const float *x, int64_t count, int64_t width, int64_t lanes, float *to),
                   (x, count, width, lanes, to))

/// Up to 16 rows of x turned round: for each place of a row the numbers of all rows, filled up with zeros.
struct Panel {
  /// `[width, lanes]`
  const float *x;
  int64_t first_row;
  int64_t row_count;
  /// 8 or 16.
  int64_t lanes;
};

/// All rows of x as panels.
class Panels {
public:
  /// With more, sums and factors together would not fit into sixteen registers.
  static constexpr int64_t most_rows = 16;

  Panels(const float *x, int64_t count, int64_t width) {
    int64_t block_count = (count + most_rows - 1) / most_rows;
    // About as many rows in each.
    int64_t rows = (count + block_count - 1) / block_count, lanes = (rows + 7) / 8 * 8;
    numbers.resize(block_count * lanes * width);
    for (int64_t block = 0; block < block_count; ++block) {
      int64_t first = block * rows, its_count = std::min(rows, count - first);
      float *to = numbers.data() + block * lanes * width;
      turned_round(x + first * width, its_count, width, lanes, to);
      all.push_back({to, first, its_count, lanes});
    }
  }

  const Panel *begin() const { return all.data(); }
  const Panel *end() const { return all.data() + all.size(); }

private:
  std::vector<float> numbers;
  std::vector<Panel> all;
};

/// The products of `O` rows of the weight with `8 · V` rows of x; those that come next are fetched.
///
/// - Parameter y: `[O, 8 · V]`
template <int O, int V>
CTORCH_INLINE void panel_products(const float *w, const float *x, int64_t width, float *y) {
  Eight sums[O][V];
#pragma GCC unroll 12
  for (int o = 0; o < O; ++o)
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) sums[o][v] = Eight{};
  constexpr int64_t line = 16;
  for (int64_t first = 0; first < width; first += line) {
#pragma GCC unroll 12
    for (int o = 0; o < O; ++o) __builtin_prefetch(w + (o + O) * width + first);
    int64_t end = std::min(first + line, width);
    for (int64_t k = first; k < end; ++k) {
      Eight inputs[V];
#pragma GCC unroll 4
      for (int v = 0; v < V; ++v) load(inputs[v], x + (k * V + v) * 8);
#pragma GCC unroll 12
      for (int o = 0; o < O; ++o) {
        float f = w[o * width + k];
        Eight factors = {f, f, f, f, f, f, f, f};
#pragma GCC unroll 4
        for (int v = 0; v < V; ++v) sums[o][v] += factors * inputs[v];
      }
    }
  }
#pragma GCC unroll 12
  for (int o = 0; o < O; ++o)
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) store(y + (o * V + v) * 8, sums[o][v]);
}

/// `O` outputs of all rows of a panel, with their bias.
///
/// - Parameter y: The first of the outputs in the first row of all; rows are `output_width` apart.
template <int O, int V>
CTORCH_INLINE void panel_outputs(const float *w, const float *bias, const Panel &panel,
                                 int64_t width, float *y, int64_t output_width) {
  float found[O * V * 8];
  panel_products<O, V>(w, panel.x, width, found);
  float *first = y + panel.first_row * output_width;
  for (int64_t row = 0; row < panel.row_count; ++row)
#pragma GCC unroll 12
    for (int o = 0; o < O; ++o)
      first[row * output_width + o] = found[o * V * 8 + row] + (bias ? bias[o] : 0);
}

} // namespace ctorch
