// The next token of each row, and how likely it was, in two passes over the logits.

#include "team.h"
#include "vectors.h"

#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <vector>

namespace ctorch {
namespace {

/// The logits of one row, and what is found of them.
struct Choice {
  const float *logits;
  int64_t count;
  float temperature;
  /// In 0..<1; the likeliest token is chosen when it is below 0.
  double uniform;
  /// Room for `count` numbers.
  float *weights;
  int64_t token;
  float log_probability;
};

/// Numbers that are summed up before the search begins.
constexpr int64_t block_size = 64;

/// The greatest logit, whatever is not a number beside it; NaN where it is infinite.
template <typename Vector>
CTORCH_INLINE float greatest(const float *logits, int64_t count) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  Vector most = Vector{} - infinity;
  int64_t k = 0;
  for (; k + lanes<Vector> <= count; k += lanes<Vector>) {
    Vector some;
    load(some, logits + k);
    most = some > most ? some : most;
  }
  float found = -infinity;
  for (int i = 0; i < lanes<Vector>; ++i) found = std::max(found, most[i]);
  for (; k < count; ++k) found = std::max(found, logits[k]);
  return std::abs(found) < infinity ? found : std::numeric_limits<float>::quiet_NaN();
}

/// The sum of e to the power of what a block's logits, over the temperature, are below the greatest.
template <typename Vector>
CTORCH_INLINE double block_weights(const Choice &choice, float most, int64_t from, int64_t to) {
  Vector sums = {};
  int64_t k = from;
  for (; k + lanes<Vector> <= to; k += lanes<Vector>) {
    Vector some;
    load(some, choice.logits + k);
    some = (some - most) / choice.temperature;
    exponential(some);
    store(choice.weights + k, some);
    sums += some;
  }
  double total = sum(sums);
  for (; k < to; ++k)
    total += choice.weights[k] = std::exp((choice.logits[k] - most) / choice.temperature);
  return total;
}

/// The first token of a block at which the sum exceeds `point`, or its last with any weight.
CTORCH_INLINE int64_t token_in_block(const Choice &choice, double point, int64_t from,
                                     int64_t to) {
  int64_t last = from;
  double sum = 0;
  for (int64_t k = from; k < to; ++k) {
    sum += choice.weights[k];
    if (choice.weights[k] > 0) last = k;
    if (sum > point) return k;
  }
  return last;
}

template <typename Vector>
CTORCH_INLINE void choose_body(Choice &choice) {
  float most = greatest<Vector>(choice.logits, choice.count);
  int64_t block_count = (choice.count + block_size - 1) / block_size;
  std::vector<double> blocks(block_count);
  double total = 0;
  for (int64_t block = 0; block < block_count; ++block) {
    int64_t from = block * block_size, to = std::min(from + block_size, choice.count);
    total += blocks[block] = block_weights<Vector>(choice, most, from, to);
  }
  choice.token = 0;
  if (choice.uniform < 0) {
    const float *end = choice.logits + choice.count;
    const float *found = std::find(choice.logits, end, most);
    if (found != end) choice.token = found - choice.logits;
  } else {
    double point = std::min(choice.uniform, 1 - 0x1p-50) * total;
    int64_t block = 0;
    for (; block + 1 < block_count && blocks[block] <= point; ++block) point -= blocks[block];
    int64_t from = block * block_size;
    choice.token =
        token_in_block(choice, point, from, std::min(from + block_size, choice.count));
  }
  float above = (choice.logits[choice.token] - most) / choice.temperature;
  choice.log_probability = static_cast<float>(above - std::log(total));
}

CTORCH_BEST(choose, (Choice & choice), (choice))

/// Chooses from logits `[batch, vocabulary]` the likeliest token of each row, or the one that the
/// row's uniform number points at: the first at which the summed probabilities exceed it.
///
/// Gives tokens `[batch]`, int64, and their log-probabilities at the temperature `[batch]`; a
/// log-probability is not a number where the logits are not finite.
std::tuple<at::Tensor, at::Tensor> token_choice(const at::Tensor &logits, double temperature,
                                                const std::optional<at::Tensor> &uniforms) {
  at::Tensor all = logits.contiguous();
  int64_t batch = all.size(0), count = all.size(1);
  at::Tensor numbers = uniforms ? uniforms->contiguous() : at::Tensor();
  TORCH_CHECK(!uniforms || numbers.numel() == batch, numbers.numel(), " numbers for ", batch,
              " rows");
  at::Tensor tokens = at::empty({batch}, all.options().dtype(at::kLong));
  at::Tensor log_probabilities = at::empty({batch}, all.options());
  const float *first = all.const_data_ptr<float>();
  const double *number = uniforms ? numbers.const_data_ptr<double>() : nullptr;
  int64_t *token = tokens.data_ptr<int64_t>();
  float *log_probability = log_probabilities.data_ptr<float>();
  in_parts(batch, std::max<int64_t>(1, 8192 / count), [&](int64_t begin, int64_t end) {
    std::vector<float> room(count);
    for (int64_t row = begin; row < end; ++row) {
      Choice choice{first + row * count, count, static_cast<float>(temperature),
                    number ? number[row] : -1, room.data(), 0, 0};
      choose(choice);
      token[row] = choice.token;
      log_probability[row] = choice.log_probability;
    }
  });
  return {tokens, log_probabilities};
}

} // namespace

TORCH_LIBRARY_FRAGMENT(rlhf, library) {
  library.def("token_choice(Tensor logits, float temperature, Tensor? uniforms) "
              "-> (Tensor, Tensor)");
}
TORCH_LIBRARY_IMPL(rlhf, CPU, library) { library.impl("token_choice", token_choice); }

} // namespace ctorch
