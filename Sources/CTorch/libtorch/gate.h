// SiLU of a gate, times what it opens.

#pragma once

#include "vectors.h"

#include <cmath>

namespace ctorch {

template <typename Vector>
CTORCH_INLINE void gated_body(const float *gate, const float *up, int64_t count, float *y) {
  int64_t k = 0;
  for (; k + lanes<Vector> <= count; k += lanes<Vector>) {
    Vector gates, ups;
    load(gates, gate + k);
    load(ups, up + k);
    Vector decay = -gates;
    exponential(decay);
    store(y + k, gates / (1.0f + decay) * ups);
  }
  for (; k < count; ++k) y[k] = gate[k] / (1 + std::exp(-gate[k])) * up[k];
}

CTORCH_BEST(gated, (const float *gate, const float *up, int64_t count, float *y),
                   (gate, up, count, y))

} // namespace ctorch
