// Parts of a computation that are not kept for the backward pass, but made again.

#include "boundary.h"
#include "products.h"

#include <ATen/autocast_mode.h>
#include <ATen/core/ivalue.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/custom_class.h>

#include <vector>

namespace ctorch {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// The caller's function with what it has captured.
struct Body : torch::CustomClassHolder {
  ct_body run;
  void *context;
  void (*release)(void *);

  Body(ct_body run, void *context, void (*release)(void *))
      : run(run), context(context), release(release) {}
  ~Body() override { release(context); }

  at::Tensor operator()(at::TensorList inputs) const {
    std::vector<ct_tensor> handles;
    for (const at::Tensor &input : inputs)
      handles.push_back(reinterpret_cast<const ct_tensor &>(input));
    return adopted(run(context, handles.data(), static_cast<int32_t>(handles.size())));
  }
};

struct Recomputation : torch::autograd::Function<Recomputation> {
  static at::Tensor forward(AutogradContext *ctx, at::TensorList inputs,
                            const c10::intrusive_ptr<Body> &body) {
    // Function runs this without recording.
    at::Tensor output = (*body)(inputs).detach();
    auto device = output.device().type();
    ctx->save_for_backward(inputs.vec());
    ctx->saved_data["body"] = c10::IValue::make_capsule(body);
    ctx->saved_data["device"] = static_cast<int64_t>(device);
    ctx->saved_data["rounds"] = rounds_products();
    if (at::autocast::is_autocast_enabled(device))
      ctx->saved_data["autocast"] =
          static_cast<int64_t>(at::autocast::get_autocast_dtype(device));
    return output;
  }

  static variable_list backward(AutogradContext *ctx, variable_list output_gradients) {
    variable_list leaves, wanted;
    for (const at::Tensor &input : ctx->get_saved_variables()) {
      // A leaf is a weight, which the body may hold itself and not take from its inputs.
      bool is_weight = input.requires_grad() && input.is_leaf();
      leaves.push_back(is_weight ? input
                                 : input.detach().set_requires_grad(input.requires_grad()));
      if (input.requires_grad()) wanted.push_back(leaves.back());
    }
    auto body = c10::static_intrusive_pointer_cast<Body>(ctx->saved_data["body"].toCapsule());
    auto device = static_cast<int32_t>(ctx->saved_data["device"].toInt());
    auto autocast = ctx->saved_data.find("autocast");
    bool is_autocast = autocast != ctx->saved_data.end();
    at::Tensor output;
    {
      c10::AutoGradMode recorded(true);
      if (is_autocast)
        set_autocast(device, true, static_cast<int32_t>(autocast->second.toInt()));
      bool before = set_products_rounded(ctx->saved_data["rounds"].toBool());
      output = (*body)(leaves);
      set_products_rounded(before);
      if (is_autocast)
        set_autocast(device, false, static_cast<int32_t>(autocast->second.toInt()));
    }
    auto found = torch::autograd::grad({output}, wanted, {output_gradients[0]}, std::nullopt,
                                       false, true);
    variable_list gradients;
    size_t next = 0;
    for (const at::Tensor &leaf : leaves)
      gradients.push_back(leaf.requires_grad() ? found[next++] : at::Tensor());
    gradients.emplace_back();  // for the body, which is no tensor
    return gradients;
  }
};

} // namespace

ct_status recompute(const ct_tensor *inputs, int32_t count, ct_body run, void *context,
                    void (*release)(void *), ct_tensor *made) {
  auto body = c10::make_intrusive<Body>(run, context, release);
  return guarded([&] {
    variable_list variables;
    for (int32_t i = 0; i < count; ++i) variables.push_back(borrowed(inputs[i]));
    *made = owned(Recomputation::apply(at::TensorList(variables), body));
  });
}

} // namespace ctorch
