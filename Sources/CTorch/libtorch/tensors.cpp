// Making, reading and releasing tensors.

#include "boundary.h"

#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>

#include <cstring>

namespace ctorch {

void tensor_release(ct_tensor tensor) {
  c10::raw::intrusive_ptr::decref(reinterpret_cast<c10::TensorImpl *>(tensor));
}

ct_tensor tensor_retain(ct_tensor tensor) {
  c10::raw::intrusive_ptr::incref(reinterpret_cast<c10::TensorImpl *>(tensor));
  return tensor;
}

static at::TensorOptions options(int32_t dtype) {
  return at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype));
}

ct_status tensor_copy_in(const void *data, int64_t byte_count, const int64_t *shape, int32_t rank,
                         int32_t dtype, ct_tensor *made) {
  return guarded([&] {
    auto tensor = at::empty(at::IntArrayRef(shape, rank), options(dtype));
    TORCH_CHECK(static_cast<int64_t>(tensor.nbytes()) == byte_count, "the shape needs ",
                tensor.nbytes(), " bytes and ", byte_count, " were given");
    if (byte_count > 0) std::memcpy(tensor.mutable_data_ptr(), data, byte_count);
    *made = owned(std::move(tensor));
  });
}

ct_status tensor_wrap(void *data, const int64_t *shape, int32_t rank, int32_t dtype, void *context,
                      void (*release)(void *), ct_tensor *made) {
  return guarded([&] {
    auto tensor = at::from_blob(
        data, at::IntArrayRef(shape, rank), [=](void *) { release(context); }, options(dtype));
    *made = owned(std::move(tensor));
  });
}

int32_t tensor_rank(ct_tensor tensor) { return static_cast<int32_t>(borrowed(tensor).dim()); }

const int64_t *tensor_shape(ct_tensor tensor) { return borrowed(tensor).sizes().data(); }

int32_t tensor_dtype(ct_tensor tensor) {
  return static_cast<int32_t>(borrowed(tensor).scalar_type());
}

void tensor_device(ct_tensor tensor, int32_t *kind, int32_t *index) {
  auto device = borrowed(tensor).device();
  *kind = static_cast<int32_t>(device.type());
  *index = device.has_index() ? device.index() : 0;
}

bool tensor_is_contiguous(ct_tensor tensor) { return borrowed(tensor).is_contiguous(); }

const void *tensor_data(ct_tensor tensor) {
  const void *data = nullptr;
  guarded([&] { data = borrowed(tensor).const_data_ptr(); });
  return data;
}

} // namespace ctorch
