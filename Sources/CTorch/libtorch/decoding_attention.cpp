// Attention of one new token of each row: turns, remembers and mixes in one pass.

#include "team.h"
#include "vectors.h"

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
  /// The keys that are read after these values.
  const float *next;
  int64_t length;
  /// Whether each slot may be seen, `stride` apart; all may be when null.
  const bool *allowed;
  int64_t stride;
  float scale;
  /// Room for `query_count · length` numbers.
  float *weights;
  /// Room for `query_count` numbers: what each query's weights are multiplied by.
  float *shares;
  /// `[queries, width]`
  float *y;
};

template <typename Vector>
CTORCH_INLINE float dot(const float *a, const float *b, int64_t width) {
  Vector products = {};
  int64_t k = 0;
  for (; k + lanes<Vector> <= width; k += lanes<Vector>) {
    Vector x, y;
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
template <typename Vector>
CTORCH_INLINE float softmax(float *scores, int64_t count) {
  float greatest = *std::max_element(scores, scores + count);
  int64_t k = 0;
  Vector sums = {};
  for (; k + lanes<Vector> <= count; k += lanes<Vector>) {
    Vector x;
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

/// The products of a query with `[8, width]` keys.
template <typename Vector>
CTORCH_INLINE Eight dots(const float *query, const float *keys, int64_t width) {
  Vector products[8] = {};
  int64_t k = 0;
  for (; k + lanes<Vector> <= width; k += lanes<Vector>) {
    Vector q;
    load(q, query + k);
#pragma GCC unroll 8
    for (int i = 0; i < 8; ++i) {
      Vector key;
      load(key, keys + i * width + k);
      products[i] += q * key;
    }
  }
  Eight found = sums(products);
  for (; k < width; ++k)
    for (int i = 0; i < 8; ++i) found[i] += query[k] * keys[i * width + k];
  return found;
}

/// Slots that are read together: memory brings the next ones meanwhile, which it would not of itself, for
/// its own looking ahead ends with each page.
constexpr int64_t slots_at_once = 16;

CTORCH_INLINE void fetch(const float *from, int64_t count) {
  for (int64_t i = 0; i < count; i += 16) __builtin_prefetch(from + i);
}

/// Products of all queries with the keys of some slots; the least number where one may not be seen.
template <typename Vector>
CTORCH_INLINE void score(const Group &g, int64_t first, int64_t end) {
  for (int64_t query = 0; query < g.query_count; ++query) {
    const float *its = g.queries + query * g.width;
    float *scores = g.weights + query * g.length;
    int64_t slot = first;
    for (; slot + 8 <= end; slot += 8)
      store(scores + slot, dots<Vector>(its, g.keys + slot * g.width, g.width) * g.scale);
    for (; slot < end; ++slot)
      scores[slot] = dot<Vector>(its, g.keys + slot * g.width, g.width) * g.scale;
    if (g.allowed)
      for (slot = first; slot < end; ++slot)
        if (!g.allowed[slot * g.stride]) scores[slot] = -std::numeric_limits<float>::max();
  }
}

/// Adds what `Q` queries take of `V` vectors of numbers, beginning at `k`, of the values of some slots.
template <typename Vector, int Q, int V>
CTORCH_INLINE void mix(const Group &g, int64_t query, int64_t k, int64_t first, int64_t end) {
  const float *weights = g.weights + query * g.length;
  float *y = g.y + query * g.width + k;
  Vector taken[Q][V];
#pragma GCC unroll 3
  for (int q = 0; q < Q; ++q)
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) load(taken[q][v], y + q * g.width + lanes<Vector> * v);
  for (int64_t slot = first; slot < end; ++slot) {
    if (g.allowed && !g.allowed[slot * g.stride]) continue;
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) {
      Vector values;
      load(values, g.values + slot * g.width + k + lanes<Vector> * v);
#pragma GCC unroll 3
      for (int q = 0; q < Q; ++q) taken[q][v] += values * weights[q * g.length + slot];
    }
  }
#pragma GCC unroll 3
  for (int q = 0; q < Q; ++q)
#pragma GCC unroll 4
    for (int v = 0; v < V; ++v) store(y + q * g.width + lanes<Vector> * v, taken[q][v]);
}

/// Adds what `Q` queries take of the values of some slots.
template <typename Vector, int Q>
CTORCH_INLINE void mix(const Group &g, int64_t query, int64_t first, int64_t end) {
  int64_t k = 0;
  for (; k + 4 * lanes<Vector> <= g.width; k += 4 * lanes<Vector>) mix<Vector, Q, 4>(g, query, k, first, end);
  for (; k + lanes<Vector> <= g.width; k += lanes<Vector>) mix<Vector, Q, 1>(g, query, k, first, end);
  for (; k < g.width; ++k)
    for (int64_t q = query; q < query + Q; ++q)
      for (int64_t slot = first; slot < end; ++slot)
        if (!g.allowed || g.allowed[slot * g.stride])
          g.y[q * g.width + k] += g.weights[q * g.length + slot] * g.values[slot * g.width + k];
}

template <typename Vector>
CTORCH_INLINE void mixed_body(const Group &g) {
  int64_t count = slots_at_once * g.width;
  for (int64_t first = 0; first < g.length; first += slots_at_once) {
    int64_t end = std::min(first + slots_at_once, g.length);
    fetch(end < g.length ? g.keys + end * g.width : g.values, count);
    score<Vector>(g, first, end);
  }
  for (int64_t query = 0; query < g.query_count; ++query)
    g.shares[query] = 1 / softmax<Vector>(g.weights + query * g.length, g.length);
  std::fill_n(g.y, g.query_count * g.width, 0.0f);
  for (int64_t first = 0; first < g.length; first += slots_at_once) {
    int64_t end = std::min(first + slots_at_once, g.length);
    fetch(end < g.length ? g.values + end * g.width : g.next, count);
    int64_t query = 0;
    for (; query + 3 <= g.query_count; query += 3) mix<Vector, 3>(g, query, first, end);
    for (; query < g.query_count; ++query) mix<Vector, 1>(g, query, first, end);
  }
  for (int64_t query = 0; query < g.query_count; ++query)
    for (int64_t k = 0; k < g.width; ++k) g.y[query * g.width + k] *= g.shares[query];
}

CTORCH_BEST(mixed, (const Group &group), (group))

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
  int64_t chunk = std::max<int64_t>(1, (1 << 14) / cost);
  in_parts(batch * key_heads, chunk, [&](int64_t begin, int64_t end) {
    std::vector<float> room(shared * (width + length + 2));
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
      mixed({room.data(), shared, width, its_keys, its_values, its_keys + capacity * width, length + 1,
             is_seen ? is_seen + row * may.stride(0) : nullptr, is_seen ? may.stride(3) : 0,
             static_cast<float>(scale), room.data() + shared * width,
             room.data() + shared * (width + length + 1),
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
