// Random numbers whose state can be saved.

#include "boundary.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>

#include <mutex>

namespace ctorch {

static at::Generator fresh(int32_t kind, int32_t index) {
  if (kind == CT_CPU) return at::detail::createCPUGenerator();
  c10::Device device(static_cast<c10::DeviceType>(kind), static_cast<c10::DeviceIndex>(index));
  return at::globalContext().getAcceleratorHooksInterface(device.type()).getNewGenerator(index);
}

ct_status generator_make(int32_t kind, int32_t index, uint64_t seed, ct_generator *made) {
  return guarded([&] {
    auto generator = fresh(kind, index);
    generator.set_current_seed(seed);
    *made = reinterpret_cast<ct_generator>(new at::Generator(std::move(generator)));
  });
}

void generator_release(ct_generator handle) { delete &generator(handle); }

ct_status generator_state(ct_generator handle, ct_tensor *state) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(generator(handle).mutex());
    *state = owned(generator(handle).get_state());
  });
}

ct_status generator_set_state(ct_generator handle, ct_tensor state) {
  return guarded([&] {
    std::lock_guard<std::mutex> lock(generator(handle).mutex());
    generator(handle).set_state(borrowed(state));
  });
}

} // namespace ctorch
