// Two computations at once, each by half of the threads.

#include "boundary.h"
#include "products.h"

#include <ATen/Parallel.h>
#include <ATen/ThreadLocalState.h>

#include <algorithm>
#include <thread>

namespace ctorch {

void run_both(ct_task run, void *first, void *second) {
  int threads = at::get_num_threads();
  // The count belongs to the thread that sets it, and new threads begin with the one that was set last.
  at::set_num_threads(std::max(1, threads / 2));
  at::ThreadLocalState modes;
  bool rounds = rounds_products();
  std::thread other([&] {
    at::ThreadLocalStateGuard guard(modes);
    rounds_products() = rounds;
    run(second);
  });
  run(first);
  other.join();
  at::set_num_threads(threads);
}

} // namespace ctorch
