// Gradients and the modes that belong to a thread.

#include "boundary.h"

#include <ATen/autocast_mode.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

namespace ctorch {

bool requires_gradient(ct_tensor tensor) { return borrowed(tensor).requires_grad(); }

ct_status set_requires_gradient(ct_tensor tensor, bool required) {
  return guarded([&] { borrowed(tensor).set_requires_grad(required); });
}

ct_tensor gradient(ct_tensor tensor) {
  ct_tensor found = nullptr;
  guarded([&] {
    const at::Tensor &gradient = borrowed(tensor).grad();
    if (gradient.defined()) found = owned(gradient);
  });
  return found;
}

ct_status set_gradient(ct_tensor tensor, ct_tensor gradient) {
  return guarded([&] {
    const_cast<at::Tensor &>(borrowed(tensor)).mutable_grad() =
        gradient ? borrowed(gradient) : at::Tensor();
  });
}

ct_status backward(ct_tensor root) {
  return guarded([&] { torch::autograd::backward({borrowed(root)}, {}); });
}

ct_status gradients(ct_tensor root, const ct_tensor *inputs, int32_t count, ct_tensor *results) {
  return guarded([&] {
    torch::autograd::variable_list wanted;
    for (int32_t i = 0; i < count; ++i) wanted.push_back(borrowed(inputs[i]));
    auto found = torch::autograd::grad({borrowed(root)}, wanted, {}, std::nullopt, false, true);
    for (int32_t i = 0; i < count; ++i)
      results[i] = found[i].defined() ? owned(std::move(found[i])) : nullptr;
  });
}

bool set_gradients_recorded(bool recorded) {
  bool before = c10::GradMode::is_enabled();
  c10::GradMode::set_enabled(recorded);
  return before;
}

ct_status set_autocast(int32_t device_kind, bool enabled, int32_t dtype) {
  return guarded([&] {
    auto kind = static_cast<c10::DeviceType>(device_kind);
    if (enabled) {
      at::autocast::set_autocast_dtype(kind, static_cast<c10::ScalarType>(dtype));
      at::autocast::increment_nesting();
    } else if (at::autocast::decrement_nesting() == 0) {
      at::autocast::clear_cache();
    }
    at::autocast::set_autocast_enabled(kind, enabled);
  });
}

} // namespace ctorch
