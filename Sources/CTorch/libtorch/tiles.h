// Products of matrices of floats, rounded to bfloat16, in the tiles of processors with AMX.

#pragma once

#include <ATen/core/Tensor.h>

namespace ctorch {

/// Whether the processor has tiles, the system lets this process use them, and they suit a product.
bool has_tiles(const at::Tensor &a, const at::Tensor &b);

/// Writes `a·b` to sums in float32, or adds it to them. `[rows, inner]`, `[inner, columns]` → `[rows, columns]`
///
/// - Parameter sums: Without gaps in its rows.
void tile_product(const at::Tensor &a, const at::Tensor &b, const at::Tensor &sums, bool adds);

} // namespace ctorch
