// Linear maps whose products are made in bfloat16, and what is around them is not.
//
// libtorch's autocast rounds what a product gives as well, and all that follows until something asks for floats:
// our operators, which take floats, would have nothing to do.

#include "products.h"

#include "boundary.h"
#include "tiles.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/mm.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <optional>
#include <utility>

namespace ctorch {

bool &rounds_products() {
  static thread_local bool rounds = false;
  return rounds;
}

bool set_products_rounded(bool rounded) { return std::exchange(rounds_products(), rounded); }

at::Tensor product(const at::Tensor &a, const at::Tensor &b, bool rounds) {
  if (!rounds) return at::mm(a, b);
  if (!has_tiles(a, b)) return at::mm(a.to(at::kBFloat16), b.to(at::kBFloat16)).to(at::kFloat);
  at::Tensor sums = at::empty({a.size(0), b.size(1)}, a.options());
  tile_product(a, b, sums, false);
  return sums;
}

void add_product(const at::Tensor &sums, const at::Tensor &a, const at::Tensor &b, bool rounds) {
  if (!rounds) sums.addmm_(a, b);
  else if (has_tiles(a, b)) tile_product(a, b, sums, true);
  else sums.add_(product(a, b, true));
}

at::Tensor mapped(const at::Tensor &x, const at::Tensor &weight, const std::optional<at::Tensor> &bias,
                  bool rounds) {
  if (!rounds) return at::linear(x, weight, bias);
  auto shape = x.sizes().vec();
  shape.back() = weight.size(0);
  at::Tensor y = product(x.reshape({-1, x.size(-1)}), weight.t(), true).view(shape);
  return bias ? y.add_(*bias) : y;
}

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// A map with fewer outputs is no work, and its outputs may be rewards: it is not rounded.
constexpr int64_t least_outputs = 8;

struct RoundedLinear : torch::autograd::Function<RoundedLinear> {
  static at::Tensor forward(AutogradContext *ctx, const at::Tensor &x, const at::Tensor &weight,
                            const std::optional<at::Tensor> &bias) {
    ctx->save_for_backward({x, weight});
    ctx->saved_data["has_bias"] = bias.has_value();
    return mapped(x, weight, bias, true);
  }

  static variable_list backward(AutogradContext *ctx, variable_list given) {
    auto saved = ctx->get_saved_variables();
    const at::Tensor &x = saved[0], &weight = saved[1];
    at::Tensor of_y = given[0].reshape({-1, weight.size(0)}), rows = x.reshape({-1, weight.size(1)});
    at::Tensor of_x, of_weight, of_bias;
    if (ctx->needs_input_grad(0)) of_x = product(of_y, weight, true).view(x.sizes());
    // In the order in which the weight lies.
    if (ctx->needs_input_grad(1))
      of_weight = weight.stride(0) == 1 ? product(rows.t(), of_y, true).t() : product(of_y.t(), rows, true);
    if (ctx->saved_data["has_bias"].toBool() && ctx->needs_input_grad(2)) of_bias = of_y.sum(0);
    return {of_x, of_weight, of_bias};
  }
};

/// `x·Wᵀ + b`, in bfloat16 where this thread has products in it: weights, gradients and sums stay in float32.
///
/// Micikevicius et al. 2018 (arXiv:1710.03740).
///
/// - Parameters:
///   - x: `[…, width]`
///   - weight: `[outputs, width]`
///   - bias: `[outputs]`
/// - Returns: `[…, outputs]`
at::Tensor linear(const at::Tensor &x, const at::Tensor &weight, const std::optional<at::Tensor> &bias) {
  bool rounds = rounds_products() && x.device().is_cpu() && x.scalar_type() == at::kFloat &&
                weight.scalar_type() == at::kFloat && weight.dim() == 2 && weight.size(0) >= least_outputs;
  return rounds ? RoundedLinear::apply(x, weight, bias) : at::linear(x, weight, bias);
}

} // namespace

TORCH_LIBRARY_FRAGMENT(rlhf, library) {
  library.def("linear(Tensor x, Tensor weight, Tensor? bias) -> Tensor");
}
TORCH_LIBRARY_IMPL(rlhf, CompositeImplicitAutograd, library) { library.impl("linear", linear); }

} // namespace ctorch
