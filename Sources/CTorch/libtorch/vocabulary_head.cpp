// The log probabilities that a head gives its targets, by parts of the vocabulary.

#include "products.h"
#include "vocabulary_kernels.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace ctorch {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Tokens and words whose logits are made at once; 8 MB in float32.
constexpr int64_t tokens_at_once = 1024;
constexpr int64_t words_at_once = 2048;
/// The most logits that are kept for the backward pass, which makes more than these again; 128 MB in float32.
constexpr int64_t most_kept = 1 << 25;

/// How logits are made of what a product gives: `z = softcapped(W·h) / T`.
struct Shape {
  double scale;
  /// None when 0.
  double softcap;
  /// Whether the factors of the product are rounded to bfloat16.
  bool rounds;
};

/// The products of some tokens with some words, before the scale. `[tokens, words]`
at::Tensor logits(const at::Tensor &hidden, const at::Tensor &weight, const Shape &shape) {
  at::Tensor z = product(hidden, weight.t(), shape.rounds);
  return shape.softcap > 0 ? z.div_(shape.softcap).tanh_().mul_(shape.softcap) : z;
}

/// Calls `body` with the first token, the first word and the counts of each part.
template <typename Body> void for_parts(int64_t tokens, int64_t words, const Body &body) {
  for (int64_t word = 0; word < words; word += words_at_once)
    for (int64_t token = 0; token < tokens; token += tokens_at_once)
      body(token, std::min(tokens_at_once, tokens - token), word,
           std::min(words_at_once, words - word));
}

/// Takes logits `[tokens, words]` into account.
void learn_all(const at::Tensor &z, const int64_t *targets, int64_t word, const Shape &shape,
               Known *known) {
  int64_t words = z.size(1), stride = z.stride(0);
  const float *first = z.const_data_ptr<float>();
  float scale = static_cast<float>(shape.scale);
  at::parallel_for(0, z.size(0), std::max<int64_t>(1, 16384 / words), [&](int64_t begin,
                                                                          int64_t end) {
    for (int64_t token = begin; token < end; ++token) {
      const float *row = first + token * stride;
      // In parts, so that sums of floats stay short.
      for (int64_t some = 0; some < words; some += words_at_once)
        learn(row + some, std::min(words_at_once, words - some), word + some, scale,
              known + token);
      int64_t target = targets[token] - word;
      if (target >= 0 && target < words) known[token].target = row[target] * scale;
    }
  });
}

/// Makes the gradient of logits `[tokens, words]`.
at::Tensor gradient_of(const at::Tensor &z, const int64_t *targets, int64_t word,
                       const Shape &shape, const TokenGradient *given) {
  at::Tensor made = at::empty(z.sizes(), z.options());
  int64_t words = z.size(1), stride = z.stride(0);
  const float *from = z.const_data_ptr<float>();
  float *to = made.data_ptr<float>();
  float scale = static_cast<float>(shape.scale);
  at::parallel_for(0, z.size(0), std::max<int64_t>(1, 16384 / words), [&](int64_t begin,
                                                                          int64_t end) {
    for (int64_t token = begin; token < end; ++token) {
      gradient(from + token * stride, words, scale, given[token], to + token * words);
      int64_t target = targets[token] - word;
      if (target >= 0 && target < words)
        to[token * words + target] += given[token].of_target * scale;
    }
  });
  // tanh′ = 1 − tanh²
  if (shape.softcap > 0) made.mul_(z.div(shape.softcap).square_().neg_().add_(1));
  return made;
}

/// Finds `log p(y) = z_y − log Σ exp z`, the entropy, whether y is the likeliest word, and
/// `log Σ p²` of each token.
struct Head : torch::autograd::Function<Head> {
  static variable_list forward(AutogradContext *ctx, const at::Tensor &hidden,
                               const at::Tensor &weight, const at::Tensor &targets, Shape shape,
                               bool differentiates_entropies, bool is_recorded) {
    at::Tensor states = hidden.contiguous(), words = weight.contiguous();
    at::Tensor labels = targets.contiguous();
    int64_t count = states.size(0), vocabulary = words.size(0);
    const int64_t *label = labels.const_data_ptr<int64_t>();
    std::vector<Known> known(count);
    at::Tensor kept;
    if (is_recorded && count * vocabulary <= most_kept) {
      kept = logits(states, words, shape);
      learn_all(kept, label, 0, shape, known.data());
    } else {
      for_parts(count, vocabulary, [&](int64_t token, int64_t tokens, int64_t word, int64_t some) {
        learn_all(logits(states.narrow(0, token, tokens), words.narrow(0, word, some), shape),
                  label + token, word, shape, known.data() + token);
      });
    }
    at::Tensor found = at::empty({4, count}, states.options());
    at::Tensor is_best = at::empty({count}, states.options().dtype(at::kBool));
    float *numbers = found.data_ptr<float>();
    for (int64_t token = 0; token < count; ++token) {
      const Known &all = known[token];
      numbers[token] = static_cast<float>(all.target - all.log_sum());
      numbers[count + token] = static_cast<float>(all.entropy());
      numbers[2 * count + token] = static_cast<float>(all.log_collision());
      numbers[3 * count + token] = static_cast<float>(all.log_sum());
      is_best.data_ptr<bool>()[token] = all.best == label[token];
    }
    auto each = found.unbind(0);
    ctx->save_for_backward({hidden, weight, labels, kept, each[1].clone(), each[3].clone()});
    ctx->saved_data["scale"] = shape.scale;
    ctx->saved_data["softcap"] = shape.softcap;
    ctx->saved_data["rounds"] = shape.rounds;
    variable_list constants{is_best, each[2].clone()};
    at::Tensor entropies = each[1].clone();
    if (!differentiates_entropies) constants.push_back(entropies);
    ctx->mark_non_differentiable(constants);
    return {each[0].clone(), entropies, is_best, constants[1]};
  }

  static variable_list backward(AutogradContext *ctx, variable_list given) {
    auto saved = ctx->get_saved_variables();
    at::Tensor states = saved[0].contiguous(), words = saved[1].contiguous(), kept = saved[3];
    Shape shape{ctx->saved_data["scale"].toDouble(), ctx->saved_data["softcap"].toDouble(),
                ctx->saved_data["rounds"].toBool()};
    const int64_t *label = saved[2].const_data_ptr<int64_t>();
    int64_t count = states.size(0), vocabulary = words.size(0);
    auto numbers = [&](const at::Tensor &x) {
      std::vector<float> all(count, 0.0f);
      if (x.defined()) {
        at::Tensor row = x.contiguous();
        std::copy_n(row.const_data_ptr<float>(), count, all.data());
      }
      return all;
    };
    auto of_targets = numbers(given[0]), of_entropies = numbers(given[1]);
    auto entropies = numbers(saved[4]), log_sums = numbers(saved[5]);
    std::vector<TokenGradient> tokens(count);
    for (int64_t i = 0; i < count; ++i)
      tokens[i] = {log_sums[i], entropies[i], of_targets[i], of_entropies[i]};

    bool to_states = ctx->needs_input_grad(0), to_words = ctx->needs_input_grad(1);
    at::Tensor of_states = to_states ? at::zeros(states.sizes(), states.options()) : at::Tensor();
    at::Tensor of_words = to_words ? at::zeros(words.sizes(), words.options()) : at::Tensor();
    for_parts(count, vocabulary, [&](int64_t token, int64_t some, int64_t word, int64_t part) {
      at::Tensor rows = states.narrow(0, token, some), columns = words.narrow(0, word, part);
      at::Tensor z = kept.defined()
                         ? kept.narrow(0, token, some).narrow(1, word, part)
                         : logits(rows, columns, shape);
      at::Tensor made = gradient_of(z, label + token, word, shape, tokens.data() + token);
      if (to_states) add_product(of_states.narrow(0, token, some), made, columns, shape.rounds);
      if (to_words) add_product(of_words.narrow(0, word, part), made.t(), rows, shape.rounds);
    });
    return {of_states, of_words, at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

/// - Parameters:
///   - hidden: `[tokens, width]`
///   - weight: `[vocabulary, width]`
///   - targets: `[tokens]`, int64
///   - softcap: The bound of `W·h`, none when 0.
/// - Returns: The log probabilities, entropies, whether targets are the likeliest, and the logs of the
///   probabilities that two draws agree. `[tokens]` each
std::tuple<at::Tensor, at::Tensor, at::Tensor, at::Tensor>
vocabulary_head(const at::Tensor &hidden, const at::Tensor &weight, const at::Tensor &targets,
                double temperature, double softcap, bool differentiates_entropies) {
  TORCH_CHECK(hidden.dim() == 2 && weight.dim() == 2 && hidden.size(1) == weight.size(1) &&
                  targets.dim() == 1 && targets.size(0) == hidden.size(0),
              "states of shape ", hidden.sizes(), " and ", targets.sizes(),
              " targets for a head of shape ", weight.sizes());
  TORCH_CHECK(targets.numel() == 0 || targets.min().item<int64_t>() >= 0 &&
                                          targets.max().item<int64_t>() < weight.size(0),
              "a target is none of ", weight.size(0), " words");
  bool is_recorded =
      c10::GradMode::is_enabled() && (hidden.requires_grad() || weight.requires_grad());
  auto found = Head::apply(hidden, weight, targets, Shape{1 / temperature, softcap, rounds_products()},
                           differentiates_entropies, is_recorded);
  return {found[0], found[1], found[2], found[3]};
}

} // namespace

TORCH_LIBRARY_FRAGMENT(rlhf, library) {
  library.def("vocabulary_head(Tensor hidden, Tensor weight, Tensor targets, float temperature, "
              "float softcap, bool differentiates_entropies) -> (Tensor, Tensor, Tensor, Tensor)");
}
TORCH_LIBRARY_IMPL(rlhf, CompositeImplicitAutograd, library) {
  library.impl("vocabulary_head", vocabulary_head);
}

} // namespace ctorch
