// Attention in texts that stand one after another in a single row, which keeps queries, keys, values and what
// comes out once, however many texts share a beginning and however many query heads share a key head.

#include <ATen/ops/_scaled_dot_product_flash_attention_for_cpu.h>
#include <ATen/ops/_scaled_dot_product_flash_attention_for_cpu_backward.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <optional>
#include <tuple>
#include <vector>

namespace ctorch {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// A text: a beginning that an earlier text has as its own, of no tokens if there is none, and its own tokens.
struct Text {
  int64_t stem, stem_length, own, own_length;

  /// The tokens of the text, out of those of a row. `[key heads, group, tokens, …]`
  at::Tensor of(const at::Tensor &row) const {
    at::Tensor tokens = row.narrow(2, own, own_length);
    return stem_length ? at::cat({row.narrow(2, stem, stem_length), tokens}, 2) : tokens;
  }

  /// Its own tokens, out of those of the text.
  at::Tensor rest_of(const at::Tensor &text) const {
    return stem_length ? text.narrow(2, stem_length, own_length) : text;
  }
};

std::vector<Text> texts_of(at::IntArrayRef numbers) {
  std::vector<Text> texts;
  for (size_t i = 0; i + 4 <= numbers.size(); i += 4)
    if (numbers[i + 3] > 0)
      texts.push_back({numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3]});
  return texts;
}

/// `[1, heads, tokens, head width]` as `[key heads, group, tokens, head width]`; heads that are fewer than
/// there are queries stand for each of a group without being copied.
at::Tensor grouped(const at::Tensor &x, int64_t key_heads, int64_t group) {
  at::Tensor whole = x.stride(-1) == 1 ? x : x.contiguous();
  at::Tensor heads = whole.select(0, 0).unflatten(0, {key_heads, x.size(1) / key_heads});
  return heads.expand({key_heads, group, -1, -1});
}

/// Room for numbers of each token, seen as `grouped` sees heads.
at::Tensor room(const at::Tensor &x, int64_t tokens, int64_t key_heads, int64_t group, int64_t width) {
  return at::empty({tokens, key_heads, group, width}, x.options()).permute({1, 2, 0, 3});
}

/// What `grouped` was given. `[1, heads, tokens, head width]`
at::Tensor ungrouped(const at::Tensor &x) { return x.flatten(0, 1).unsqueeze(0); }

/// Dao et al. 2022 (arXiv:2205.14135), by libtorch's kernel, text by text.
///
/// - Parameter sums: Gets the log-sum-exp of each token's scores, if wanted. `[key heads, group, tokens, 1]`
at::Tensor mixed(const at::Tensor &q, const at::Tensor &k, const at::Tensor &v,
                 const std::vector<Text> &texts, std::optional<double> scale, at::Tensor *sums) {
  at::Tensor out = room(q, q.size(2), q.size(0), q.size(1), q.size(3));
  for (const Text &text : texts) {
    auto [y, sum] = at::_scaled_dot_product_flash_attention_for_cpu(
        text.of(q), text.of(k), text.of(v), 0, true, {}, scale);
    out.narrow(2, text.own, text.own_length).copy_(text.rest_of(y));
    if (sums) sums->narrow(2, text.own, text.own_length).copy_(text.rest_of(sum.unsqueeze(-1)));
  }
  return out;
}

struct TextAttention : torch::autograd::Function<TextAttention> {
  static at::Tensor forward(AutogradContext *ctx, const at::Tensor &queries, const at::Tensor &keys,
                            const at::Tensor &values, std::vector<int64_t> layout,
                            std::optional<double> scale) {
    int64_t key_heads = keys.size(1), group = queries.size(1) / key_heads;
    at::Tensor q = grouped(queries, key_heads, group);
    at::Tensor sums = room(q, q.size(2), key_heads, group, 1);
    at::Tensor out = mixed(q, grouped(keys, key_heads, group), grouped(values, key_heads, group),
                           texts_of(layout), scale, &sums);
    ctx->save_for_backward({queries, keys, values, out, sums});
    ctx->saved_data["layout"] = layout;
    ctx->saved_data["scale"] = scale;
    return ungrouped(out);
  }

  static variable_list backward(AutogradContext *ctx, variable_list given) {
    auto saved = ctx->get_saved_variables();
    int64_t key_heads = saved[1].size(1), group = saved[0].size(1) / key_heads;
    at::Tensor q = grouped(saved[0], key_heads, group), k = grouped(saved[1], key_heads, group),
               v = grouped(saved[2], key_heads, group), d = grouped(given[0], key_heads, group);
    int64_t tokens = q.size(2), width = q.size(3);
    at::Tensor of_q = room(q, tokens, key_heads, group, width),
               of_k = room(q, tokens, key_heads, 1, width),
               of_v = room(q, tokens, key_heads, 1, width);
    for (const Text &text : texts_of(ctx->saved_data["layout"].toIntVector())) {
      // What the beginning gives counts with the text that has it as its own.
      at::Tensor of_y = text.of(d);
      if (text.stem_length) of_y.narrow(2, 0, text.stem_length).zero_();
      auto [a, b, c] = at::_scaled_dot_product_flash_attention_for_cpu_backward(
          of_y, text.of(q), text.of(k), text.of(v), text.of(saved[3]),
          text.of(saved[4]).squeeze(-1), 0, true, {}, ctx->saved_data["scale"].toOptional<double>());
      of_q.narrow(2, text.own, text.own_length).copy_(text.rest_of(a));
      for (auto [to, from] : {std::pair{of_k, b.sum(1, true)}, std::pair{of_v, c.sum(1, true)}}) {
        to.narrow(2, text.own, text.own_length).copy_(text.rest_of(from));
        if (text.stem_length)
          to.narrow(2, text.stem, text.stem_length).add_(from.narrow(2, 0, text.stem_length));
      }
    }
    return {ungrouped(of_q), ungrouped(of_k), ungrouped(of_v), at::Tensor(), at::Tensor()};
  }
};

/// Whether each token is of exactly one text, and a shared beginning belongs to one before.
bool covers(const std::vector<Text> &texts, int64_t tokens) {
  int64_t place = 0;
  for (const Text &text : texts) {
    bool is_known = text.stem >= 0 && text.stem_length >= 0 && text.stem + text.stem_length <= place;
    if (text.own != place || !is_known) return false;
    place += text.own_length;
  }
  return place == tokens;
}

/// Causal attention in each text.
///
/// - Parameters:
///   - queries: `[1, heads, tokens, head width]`
///   - keys: `[1, key heads, tokens, head width]`
///   - values: `[1, key heads, tokens, head width]`
///   - layout: Of each text in turn where its beginning stands, how long that is, and the same of its own
///     tokens.
/// - Returns: `[1, heads, tokens, head width]`
at::Tensor text_attention(const at::Tensor &queries, const at::Tensor &keys, const at::Tensor &values,
                          at::IntArrayRef layout, std::optional<double> scale) {
  TORCH_CHECK(queries.dim() == 4 && queries.size(0) == 1 && keys.sizes() == values.sizes() &&
                  keys.dim() == 4 && keys.size(2) == queries.size(2) &&
                  queries.size(1) % keys.size(1) == 0,
              "queries of shape ", queries.sizes(), " for keys of ", keys.sizes(), " and values of ",
              values.sizes());
  std::vector<Text> texts = texts_of(layout);
  TORCH_CHECK(covers(texts, queries.size(2)), "a layout that is not of ", queries.size(2), " tokens");
  bool learns = at::GradMode::is_enabled() &&
                (queries.requires_grad() || keys.requires_grad() || values.requires_grad());
  if (learns) return TextAttention::apply(queries, keys, values, layout.vec(), scale);
  int64_t key_heads = keys.size(1), group = queries.size(1) / key_heads;
  return ungrouped(mixed(grouped(queries, key_heads, group), grouped(keys, key_heads, group),
                         grouped(values, key_heads, group), texts, scale, nullptr));
}

} // namespace

TORCH_LIBRARY_FRAGMENT(rlhf, library) {
  library.def("text_attention(Tensor queries, Tensor keys, Tensor values, int[] layout, "
              "float? scale) -> Tensor");
}
TORCH_LIBRARY_IMPL(rlhf, CompositeImplicitAutograd, library) {
  library.impl("text_attention", text_attention);
}

} // namespace ctorch
