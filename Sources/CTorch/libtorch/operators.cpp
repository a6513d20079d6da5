// Any ATen operator, called through the dispatcher by its schema. The dispatcher applies autograd
// and autocast just as a direct call would.

#include "boundary.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/stack.h>

namespace ctorch {

/// An operator and the defaults of its arguments, found once.
struct Operator {
  c10::OperatorHandle handle;
  std::vector<c10::IValue> defaults;
  size_t required_count = 0;
};

ct_status operator_find(const char *name, const char *overload, ct_operator *found) {
  return guarded([&] {
    auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
    TORCH_CHECK(handle, "libtorch has no operator ", name, ".", overload);
    auto *made = new Operator{*handle, {}, 0};
    for (const auto &argument : handle->schema().arguments()) {
      auto value = argument.default_value();
      if (!value) made->required_count = made->defaults.size() + 1;
      made->defaults.push_back(value ? *value : c10::IValue());
    }
    *found = reinterpret_cast<ct_operator>(made);
  });
}

static c10::IValue tensor_list(const ct_value &value) {
  c10::List<at::Tensor> list;
  list.reserve(value.count);
  auto *handles = static_cast<const ct_tensor *>(value.list);
  for (int32_t i = 0; i < value.count; ++i) list.push_back(borrowed(handles[i]));
  return list;
}

static c10::IValue integer_list(const ct_value &value) {
  auto *first = static_cast<const int64_t *>(value.list);
  return c10::IValue(at::IntArrayRef(first, value.count));
}

static c10::IValue unpacked(const ct_value &value) {
  switch (value.kind) {
  case CT_NONE: return {};
  case CT_TENSOR: return borrowed(value.tensor);
  case CT_INTEGER: return value.integer;
  case CT_NUMBER: return value.number;
  case CT_BOOLEAN: return value.integer != 0;
  case CT_INTEGERS: return integer_list(value);
  case CT_TENSORS: return tensor_list(value);
  case CT_STRING: return std::string(static_cast<const char *>(value.list));
  case CT_DEVICE:
    return c10::Device(static_cast<c10::DeviceType>(value.integer),
                       static_cast<c10::DeviceIndex>(value.count));
  case CT_NO_NUMBERS: return c10::List<std::optional<at::Scalar>>();
  case CT_GENERATOR:
    return generator(const_cast<ct_generator>(static_cast<const ct_generator_opaque *>(value.list)));
  }
  TORCH_CHECK(false, "argument of unknown kind ", static_cast<int>(value.kind));
}

/// Writes results into the caller's array; on an exception none of them leaks.
class Results {
public:
  Results(ct_value *first, int32_t capacity) : first(first), capacity(capacity) {}

  void append(c10::IValue value) {
    if (value.isTensorList()) {
      for (const at::Tensor &tensor : value.toTensorVector()) append(tensor);
      return;
    }
    TORCH_CHECK(count < capacity, "more results than the caller has room for");
    ct_value &slot = first[count];
    slot.count = 0;
    if (value.isTensor()) {
      slot.kind = value.toTensor().defined() ? CT_TENSOR : CT_NONE;
      slot.tensor = value.toTensor().defined() ? owned(std::move(value).toTensor()) : nullptr;
    } else if (value.isInt()) {
      slot.kind = CT_INTEGER;
      slot.integer = value.toInt();
    } else if (value.isDouble()) {
      slot.kind = CT_NUMBER;
      slot.number = value.toDouble();
    } else if (value.isBool()) {
      slot.kind = CT_BOOLEAN;
      slot.integer = value.toBool();
    } else if (value.isScalar()) {
      slot.kind = CT_NUMBER;
      slot.number = value.toScalar().toDouble();
    } else {
      TORCH_CHECK(value.isNone(), "a result of a kind that this boundary does not carry");
      slot.kind = CT_NONE;
    }
    ++count;
  }

  void release() {
    for (int32_t i = 0; i < count; ++i)
      if (first[i].kind == CT_TENSOR) tensor_release(first[i].tensor);
  }

  int32_t count = 0;

private:
  ct_value *first;
  int32_t capacity;
};

ct_status operator_call(ct_operator op, const ct_value *arguments, int32_t argument_count,
                        ct_value *results, int32_t result_capacity, int32_t *result_count) {
  Results out(results, result_capacity);
  ct_status status = guarded([&] {
    const auto &callee = *reinterpret_cast<const Operator *>(op);
    TORCH_CHECK(static_cast<size_t>(argument_count) >= callee.required_count &&
                    static_cast<size_t>(argument_count) <= callee.defaults.size(),
                callee.handle.operator_name(), " takes ", callee.defaults.size(),
                " arguments and was given ", argument_count);
    torch::jit::Stack stack;
    stack.reserve(callee.defaults.size());
    for (int32_t i = 0; i < argument_count; ++i) stack.push_back(unpacked(arguments[i]));
    for (size_t i = argument_count; i < callee.defaults.size(); ++i)
      stack.push_back(callee.defaults[i]);
    callee.handle.callBoxed(stack);
    for (auto &value : stack) out.append(std::move(value));
  });
  if (status != CT_OK) out.release();
  *result_count = status == CT_OK ? out.count : 0;
  return status;
}

} // namespace ctorch
