// Threads that share the operators of a decoding step, and wait awake for the next one.

#pragma once

#include <ATen/Parallel.h>

#include <cstdint>

namespace ctorch {

using PartOfWork = void (*)(const void *body, int64_t begin, int64_t end);

/// As `in_parts`, where threads share.
void share_out(int64_t count, int64_t chunk, PartOfWork run, const void *body);

/// Calls `body(begin, end)` for parts of `0 ..< count`, each `chunk` long but the last, or for all at once
/// where there is one thread. What a body makes must not depend on where its part begins.
///
/// Each thread has parts of its own that follow
/// one another, and then takes over those of others: nobody waits for one that was woken late or that another
/// process holds up.
///
/// - Throws: What the first body that fails throws.
template <typename Body> void in_parts(int64_t count, int64_t chunk, const Body &body) {
  if (count <= chunk || at::get_num_threads() == 1) {
    if (count > 0) body(0, count);
    return;
  }
  share_out(
      count, chunk,
      [](const void *its, int64_t begin, int64_t end) {
        (*static_cast<const Body *>(its))(begin, end);
      },
      &body);
}

} // namespace ctorch
