// Gates that learn, alone and with the map behind them, and keep of themselves what they are given and no more.

#include "gate.h"
#include "products.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty_like.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <cmath>

namespace ctorch {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Numbers that are worth a thread.
constexpr int64_t grain = 1 << 14;

/// With σ(g) = 1 / (1 + e⁻ᵍ): ∂(g·σ)/∂g = σ·(1 + g·(1 − σ)). `h` is made anew, and `of_gate` comes
/// with the gradient of `h` in it.
template <typename Vector>
CTORCH_INLINE void gradients_body(const float *gate, const float *up, int64_t count, float *h,
                                  float *of_gate, float *of_up) {
  int64_t k = 0;
  for (; k + lanes<Vector> <= count; k += lanes<Vector>) {
    Vector g, u, d;
    load(g, gate + k);
    load(u, up + k);
    load(d, of_gate + k);
    Vector decay = -g;
    exponential(decay);
    Vector sigma = 1.0f / (1.0f + decay), silu = g * sigma;
    store(h + k, silu * u);
    store(of_up + k, d * silu);
    store(of_gate + k, d * u * (sigma * (1.0f + g - silu)));
  }
  for (; k < count; ++k) {
    float sigma = 1 / (1 + std::exp(-gate[k])), silu = gate[k] * sigma, d = of_gate[k];
    h[k] = silu * up[k];
    of_up[k] = d * silu;
    of_gate[k] = d * up[k] * (sigma * (1 + gate[k] - silu));
  }
}

CTORCH_BEST(gradients,
                   (const float *gate, const float *up, int64_t count, float *h, float *of_gate,
                    float *of_up),
                   (gate, up, count, h, of_gate, of_up))

/// SiLU(g) ⊙ u, of tensors without gaps.
at::Tensor units_of(const at::Tensor &g, const at::Tensor &u) {
  at::Tensor h = at::empty_like(g);
  const float *gates = g.const_data_ptr<float>(), *ups = u.const_data_ptr<float>();
  float *to = h.data_ptr<float>();
  at::parallel_for(0, g.numel(), grain, [&](int64_t begin, int64_t end) {
    gated(gates + begin, ups + begin, end - begin, to + begin);
  });
  return h;
}

/// Makes SiLU(g) ⊙ u again, and turns its gradient, in place, into that of g.
///
/// - Returns: The units, and the gradient of u.
std::pair<at::Tensor, at::Tensor> units_and_gradient(const at::Tensor &g, const at::Tensor &u,
                                                     at::Tensor &of_units) {
  at::Tensor h = at::empty_like(g), of_up = at::empty_like(g);
  const float *gates = g.const_data_ptr<float>(), *ups = u.const_data_ptr<float>();
  float *to = h.data_ptr<float>(), *to_gate = of_units.data_ptr<float>(),
        *to_up = of_up.data_ptr<float>();
  at::parallel_for(0, g.numel(), grain, [&](int64_t begin, int64_t end) {
    gradients(gates + begin, ups + begin, end - begin, to + begin, to_gate + begin,
              to_up + begin);
  });
  return {h, of_up};
}

/// SiLU(g) ⊙ u, which keeps g and u.
struct GatedUnits : torch::autograd::Function<GatedUnits> {
  static at::Tensor forward(AutogradContext *ctx, const at::Tensor &gate, const at::Tensor &up) {
    at::Tensor g = gate.contiguous(), u = up.contiguous();
    ctx->save_for_backward({g, u});
    return units_of(g, u);
  }

  static variable_list backward(AutogradContext *ctx, variable_list given) {
    auto saved = ctx->get_saved_variables();
    at::Tensor of_gate = given[0].clone(at::MemoryFormat::Contiguous);
    at::Tensor of_up = units_and_gradient(saved[0], saved[1], of_gate).second;
    return {of_gate, of_up};
  }
};

/// `(SiLU(g) ⊙ u)·Dᵀ + b`. What D reads is made again in the backward pass.
struct GatedMap : torch::autograd::Function<GatedMap> {
  static at::Tensor forward(AutogradContext *ctx, const at::Tensor &gate, const at::Tensor &up,
                            const at::Tensor &weight, const std::optional<at::Tensor> &bias) {
    at::Tensor g = gate.contiguous(), u = up.contiguous();
    ctx->save_for_backward({g, u, weight});
    ctx->saved_data["has_bias"] = bias.has_value();
    bool rounds = rounds_products();
    ctx->saved_data["rounds"] = rounds;
    return mapped(units_of(g, u), weight, bias, rounds);
  }

  static variable_list backward(AutogradContext *ctx, variable_list given) {
    auto saved = ctx->get_saved_variables();
    const at::Tensor &g = saved[0], &weight = saved[2];
    bool rounds = ctx->saved_data["rounds"].toBool();
    int64_t hidden = weight.size(1);
    at::Tensor of_y = given[0].reshape({-1, weight.size(0)});
    at::Tensor of_gate = product(of_y, weight, rounds);
    auto [h, of_up] = units_and_gradient(g, saved[1], of_gate);
    at::Tensor of_weight, of_bias;
    if (ctx->needs_input_grad(2)) of_weight = product(of_y.t(), h.view({-1, hidden}), rounds);
    if (ctx->saved_data["has_bias"].toBool() && ctx->needs_input_grad(3)) of_bias = of_y.sum(0);
    return {of_gate.view(g.sizes()), of_up, of_weight, of_bias};
  }
};

/// `[…, hidden]` each
at::Tensor gated_units(const at::Tensor &gate, const at::Tensor &up) {
  TORCH_CHECK(gate.sizes() == up.sizes(), "gates of shape ", gate.sizes(), " for ", up.sizes());
  return GatedUnits::apply(gate, up);
}

/// - Parameters:
///   - gate: `[…, hidden]`
///   - up: `[…, hidden]`
///   - weight: `[width, hidden]`
///   - bias: `[width]`
/// - Returns: `[…, width]`
at::Tensor gated_map(const at::Tensor &gate, const at::Tensor &up, const at::Tensor &weight,
                     const std::optional<at::Tensor> &bias) {
  TORCH_CHECK(gate.sizes() == up.sizes() && weight.dim() == 2 &&
                  gate.size(-1) == weight.size(1),
              "gates of shape ", gate.sizes(), " and ", up.sizes(), " for a weight of shape ",
              weight.sizes());
  return GatedMap::apply(gate, up, weight, bias);
}

} // namespace

TORCH_LIBRARY_FRAGMENT(rlhf, library) {
  library.def("gated_units(Tensor gate, Tensor up) -> Tensor");
  library.def("gated_map(Tensor gate, Tensor up, Tensor weight, Tensor? bias) -> Tensor");
}
TORCH_LIBRARY_IMPL(rlhf, CompositeImplicitAutograd, library) {
  library.impl("gated_units", gated_units);
  library.impl("gated_map", gated_map);
}

} // namespace ctorch
