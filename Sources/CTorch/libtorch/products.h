// Products of matrices of floats on the CPU, of which a thread may have the factors rounded to bfloat16.

#pragma once

#include <ATen/core/Tensor.h>

#include <optional>

namespace ctorch {

/// Whether this thread has products of floats in bfloat16.
bool &rounds_products();

/// The product of two matrices in float32, of their factors as they are or rounded. `[rows, inner]`, `[inner, columns]` → `[rows, columns]`
at::Tensor product(const at::Tensor &a, const at::Tensor &b, bool rounds);

/// Adds a product to sums, whose rows have no gaps. `[rows, columns]`
void add_product(const at::Tensor &sums, const at::Tensor &a, const at::Tensor &b, bool rounds);

/// `x·Wᵀ + b`. `[…, width]`, `[outputs, width]`, `[outputs]` → `[…, outputs]`
at::Tensor mapped(const at::Tensor &x, const at::Tensor &weight, const std::optional<at::Tensor> &bias,
                  bool rounds);

} // namespace ctorch
