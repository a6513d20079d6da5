// Attention of one new token of each row: turns, remembers and mixes in one pass.

#include "vectors.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace ctorch {
namespace {

/// The heads of one row that share keys and values.
struct Group {
  /// `[queries, width]`, turned.
  const float *queries;
  int64_t query_count;
  int64_t width;
  /// `[length, width]` each.
  const float *keys;
  const float *values;
  int64_t length;
  /// Whether each slot may be seen, `stride` apart; all may be when null.
  const bool *allowed;
  int64_t stride;
  float scale;
  /// Room for `query_count · length` numbers.
  float *weights;
  /// `[queries, width]`
  float *y;
};

CTORCH_INLINE float dot(const float *a, const float *b, int64_t width) {
  Eight products = {};
  int64_t k = 0;
  for (; k + 8 <= width; k += 8) {
    Eight x, y;
    load(x, a + k);
    load(y, b + k);
    products += x * y;
  }
  float found = sum(products);
  for (; k < width; ++k) found += a[k] * b[k];
  return found;
}

/// Turns scores into what is proportional to probabilities.
///
/// - Returns: Their sum.
CTORCH_INLINE float softmax(float *scores, int64_t count) {
  float greatest = *std::max_element(scores, scores + count);
  int64_t k = 0;
  Eight sums = {};
  for (; k + 8 <= count; k += 8) {
    Eight x;
    load(x, scores + k);
    x -= greatest;
    exponential(x);
    store(scores + k, x);
    sums += x;
  }
  float total = sum(sums);
  for (; k < count; ++k) total += scores[k] = std::exp(scores[k] - greatest);
  return total;
}

CTORCH_INLINE void add(float *y, const float *x, float factor, int64_t width) {
  int64_t k = 0;
  for (; k + 8 <= width; k += 8) {
    Eight sums, some;
    load(sums, y + k);
    load(some, x + k);
    store(y + k, sums + some * factor);
  }
  for (; k < width; ++k) y[k] += factor * x[k];
}

CTORCH_INLINE void mixed_body(const Group &g) {
  for (int64_t slot = 0; slot < g.length; ++slot) {
    bool is_seen = !g.allowed || g.allowed[slot * g.stride];
    for (int64_t query = 0; query < g.query_count; ++query)
      g.weights[query * g.length + slot] =
          is_seen ? g.scale * dot(g.queries + query * g.width, g.keys + slot * g.width, g.width)
                  : -std::numeric_limits<float>::max();
  }
  for (int64_t query = 0; query < g.query_count; ++query) {
    float *weights = g.weights + query * g.length, *y = g.y + query * g.width;
    float share = 1 / softmax(weights, g.length);
    std::fill(y, y + g.width, 0.0f);
    for (int64_t slot = 0; slot < g.length; ++slot)
      if (!g.allowed || g.allowed[slot * g.stride])
        add(y, g.values + slot * g.width, weights[slot] * share, g.width);
  }
}

CTORCH_BEST_OF_TWO(mixed, (const Group &group), (group))

/// Turns the first `turned` numbers of a head; pairs are half of them apart.
///
/// Su et al. 2021 (arXiv:2104.09864), §3.2.
///
/// - Parameter sines: With the sign of the first half changed.
void turn(const float *x, int64_t width, const float *cosines, const float *sines, int64_t turned,
          float *y) {
  int64_t half = turned / 2;
  for (int64_t i = 0; i < half; ++i) {
    y[i] = x[i] * cosines[i] + x[i + half] * sines[i];
    y[i + half] = x[i + half] * cosines[i + half] + x[i] * sines[i + half];
  }
  std::copy(x + turned, x + width, y + turned);
}

/// Heads of one token of each row: `[batch, 1, heads, width]`.
struct Heads {
  at::Tensor all;
  const float *first;
  int64_t row_stride;
  int64_t head_stride;

  explicit Heads(const at::Tensor &x) {
    TORCH_CHECK(x.dim() == 4 && x.size(1) == 1, "heads of shape ", x.sizes());
    all = x.stride(3) == 1 ? x : x.contiguous();
    first = all.const_data_ptr<float>();
    row_stride = all.stride(0);
    head_stride = all.stride(2);
  }

  const float *of(int64_t row, int64_t head) const {
    return first + row * row_stride + head * head_stride;
  }
};

/// Turns queries and keys, writes keys and values into slot `length` of the caches, and mixes the
/// values of the slots up to it.
///
/// Queries are `[batch, 1, heads, width]`, keys and values `[batch, 1, key heads, width]`, caches
/// `[batch, key heads, capacity, width]`, cosines and sines `[batch, 1, 1, turned]`, `allowed`
/// `[batch or 1, 1, 1, length + 1]`. Gives `[batch, 1, heads · width]`.
at::Tensor decoding_attention(const at::Tensor &queries, const at::Tensor &keys,
                              const at::Tensor &values, const at::Tensor &key_cache,
                              const at::Tensor &value_cache, int64_t length,
                              const std::optional<at::Tensor> &cosines,
                              const std::optional<at::Tensor> &sines,
                              const std::optional<at::Tensor> &allowed, double scale) {
  int64_t batch = queries.size(0), heads = queries.size(2), width = queries.size(3);
  int64_t key_heads = keys.size(2), capacity = key_cache.size(2), shared = heads / key_heads;
  TORCH_CHECK(key_cache.is_contiguous() && value_cache.is_contiguous(), "a cache with gaps");
  TORCH_CHECK(key_cache.size(0) == batch && key_cache.size(1) == key_heads &&
                  key_cache.size(3) == width && length < capacity && heads % key_heads == 0,
              "heads of shape ", queries.sizes(), " and ", keys.sizes(), " after ", length,
              " slots of a cache of shape ", key_cache.sizes());
  TORCH_CHECK(keys.size(0) == batch && keys.size(3) == width && values.sizes() == keys.sizes() &&
                  value_cache.sizes() == key_cache.sizes(),
              "keys of shape ", keys.sizes(), ", values of shape ", values.sizes(),
              " and caches of shapes ", key_cache.sizes(), " and ", value_cache.sizes());
  TORCH_CHECK(!cosines || sines && cosines->sizes() == sines->sizes() &&
                              cosines->numel() == batch * cosines->size(-1) &&
                              cosines->size(-1) <= width && cosines->size(-1) % 2 == 0,
              "turns of ", batch, " rows whose shapes do not fit");
  Heads query(queries), key(keys), value(values);
  int64_t turned = cosines ? cosines->size(-1) : 0;
  at::Tensor turns = cosines ? cosines->contiguous() : at::Tensor();
  at::Tensor signs = sines ? sines->contiguous() : at::Tensor();
  const float *cosine = turned ? turns.const_data_ptr<float>() : nullptr;
  const float *sine = turned ? signs.const_data_ptr<float>() : nullptr;
  at::Tensor may = allowed ? allowed->expand({batch, 1, 1, length + 1}) : at::Tensor();
  const bool *is_seen = allowed ? may.const_data_ptr<bool>() : nullptr;
  at::Tensor y = at::empty({batch, 1, heads * width}, queries.options());
  float *to = y.data_ptr<float>();
  float *all_keys = key_cache.data_ptr<float>(), *all_values = value_cache.data_ptr<float>();

  int64_t cost = shared * (length + 1) * width * 2;
  int64_t grain = std::max<int64_t>(1, (1 << 17) / cost);
  at::parallel_for(0, batch * key_heads, grain, [&](int64_t begin, int64_t end) {
    std::vector<float> room(shared * (width + length + 1));
    for (int64_t task = begin; task < end; ++task) {
      int64_t row = task / key_heads, head = task % key_heads;
      const float *row_cosines = cosine + row * turned, *row_sines = sine + row * turned;
      float *its_keys = all_keys + task * capacity * width;
      float *its_values = all_values + task * capacity * width;
      turn(key.of(row, head), width, row_cosines, row_sines, turned, its_keys + length * width);
      std::copy_n(value.of(row, head), width, its_values + length * width);
      for (int64_t i = 0; i < shared; ++i)
        turn(query.of(row, head * shared + i), width, row_cosines, row_sines, turned,
             room.data() + i * width);
      mixed({room.data(), shared, width, its_keys, its_values, length + 1,
             is_seen ? is_seen + row * may.stride(0) : nullptr, is_seen ? may.stride(3) : 0,
             static_cast<float>(scale), room.data() + shared * width,
             to + (row * heads + head * shared) * width});
    }
  });
  return y;
}

} // namespace

TORCH_LIBRARY_FRAGMENT(rlhf, library) {
  library.def("decoding_attention(Tensor queries, Tensor keys, Tensor values, "
              "Tensor(a!) key_cache, Tensor(b!) value_cache, int length, Tensor? cosines, "
              "Tensor? sines, Tensor? allowed, float scale) -> Tensor");
}
TORCH_LIBRARY_IMPL(rlhf, CPU, library) {
  library.impl("decoding_attention", decoding_attention);
}

} // namespace ctorch
