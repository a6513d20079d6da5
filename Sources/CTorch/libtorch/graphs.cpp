// Work of a GPU that is recorded once and done again by one call.

#include "boundary.h"

#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <memory>

// From libtorch 2.13 on.
#if __has_include(<ATen/accelerator/Graph.h>)
#include <ATen/accelerator/Graph.h>
#define CTORCH_HAS_GRAPHS 1
#else
#define CTORCH_HAS_GRAPHS 0
#endif

namespace ctorch {

bool has_graphs(int32_t kind) { return CTORCH_HAS_GRAPHS && kind == CT_CUDA; }

#if CTORCH_HAS_GRAPHS

namespace {

using at::accelerator::Graph;

Graph *graph(ct_graph handle) { return reinterpret_cast<Graph *>(handle); }

} // namespace

ct_status graph_capture(int32_t kind, int32_t index, ct_task run, void *context,
                        ct_graph *made) {
  return guarded([&] {
    c10::Device device(static_cast<c10::DeviceType>(kind), static_cast<c10::DeviceIndex>(index));
    auto graph = std::make_unique<Graph>();
    c10::impl::VirtualGuardImpl streams(device.type());
    // What the record reads must have been written, and the default stream cannot be recorded.
    streams.synchronizeDevice(device.index());
    c10::StreamGuard recorded(streams.getStreamFromGlobalPool(device));
    // Other threads may go on using the device.
    graph->capture_begin({0, 0}, at::GraphCaptureMode::ThreadLocal);
    run(context);
    graph->capture_end();
    *made = reinterpret_cast<ct_graph>(graph.release());
  });
}

ct_status graph_replay(ct_graph handle) {
  return guarded([&] { graph(handle)->replay(); });
}

void graph_release(ct_graph handle) {
  guarded([&] { delete graph(handle); });
}

#else

ct_status graph_capture(int32_t, int32_t, ct_task, void *, ct_graph *) {
  return guarded([] { TORCH_CHECK(false, "this libtorch records no graphs; 2.13 does"); });
}

ct_status graph_replay(ct_graph) { return CT_FAILED; }

void graph_release(ct_graph) {}

#endif

} // namespace ctorch
