// Where the CPU's tensors get their memory from.

#include "boundary.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace ctorch {
namespace {

/// Aligned memory that can be used again for the same size.
///
/// libtorch asks the C library for aligned memory. There, glibc 2.36 looks for room for the size and
/// the alignment, and gives back what it does not need: the hole that a freed tensor leaves is too small for
/// another of the same size. A forward pass leaves as many holes as it makes temporary results, and a process
/// grows by a tenth to a quarter more than it ever uses at once. Here the room for the alignment stays with the
/// tensor, so that a hole fits what left it.
///
/// What is handed out is its own context, with the block's beginning kept right before it, for kernels of oneDNN
/// allocate and free by the bare pointer.
class Allocator final : public c10::Allocator {
  static constexpr uintptr_t alignment = 64;

  c10::DataPtr allocate(size_t count) override {
    c10::Device device(c10::DeviceType::CPU);
    if (count == 0) return {nullptr, nullptr, &release, device};
    char *block = count < SIZE_MAX - alignment ? static_cast<char *>(std::malloc(count + alignment)) : nullptr;
    TORCH_CHECK(block, "can't allocate memory: ", count, " bytes were asked for");
    // malloc aligns to 16, so that between 16 and 64 bytes lie before the data.
    void *data = block + alignment - reinterpret_cast<uintptr_t>(block) % alignment;
    static_cast<void **>(data)[-1] = block;
    return {data, data, &release, device};
  }

  static void release(void *data) {
    if (data) std::free(static_cast<void **>(data)[-1]);
  }

  c10::DeleterFnPtr raw_deleter() const override { return &release; }

  void copy_data(void *destination, const void *source, size_t count) const override {
    std::memcpy(destination, source, count);
  }
};

/// Takes the place of libtorch's allocator when this library is opened.
struct Installation {
  Allocator allocator;
  Installation() { c10::SetCPUAllocator(&allocator, 1); }
};

// Never destroyed: tensors may outlive this library's other statics.
[[maybe_unused]] Installation &installation = *new Installation;

} // namespace
} // namespace ctorch
