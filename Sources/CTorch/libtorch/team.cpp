// Threads that take parts of what one thread has to do.
//
// OpenMP's threads sleep at the end of each operator, or spin without end. To wake one takes 15 µs here,
// where a step has some 25 operators of 50 to 300 µs; to spin takes the core from whoever else needs it.
// These spin for as long as the next operator of a step is away, and then sleep.

#include "team.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace ctorch {
namespace {

/// How long a thread stays awake after its last part: longer than what lies between two operators.
constexpr std::chrono::microseconds awake{100};
/// Looks between two looks at the clock.
constexpr int looks = 64;

inline void pause_briefly() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Looks until `is_over`, or for so long.
template <typename Condition> bool spins_until(const Condition &is_over) {
  auto start = std::chrono::steady_clock::now();
  do {
    for (int look = 0; look < looks; ++look) {
      if (is_over()) return true;
      pause_briefly();
    }
  } while (std::chrono::steady_clock::now() - start < awake);
  return is_over();
}

/// Parts that follow one another, which one thread begins with: memory is read in one stream.
struct alignas(64) Run {
  std::atomic<int64_t> next{0};
  int64_t end = 0;
};

/// Helpers of one caller at a time.
class Team {
public:
  const int helpers;
  Team *next_idle = nullptr;

  explicit Team(int helpers) : helpers(helpers), runs(new Run[helpers + 1]) {
    try {
      for (int i = 1; i <= helpers; ++i) std::thread([this, i] { help(i); }).detach();
    } catch (const std::system_error &) {
      // The system has no more threads to give: those that there are do the parts of the missing ones.
    }
  }

  void share(int64_t all, int64_t part, PartOfWork function, const void *its) {
    count = all, chunk = part, run = function, body = its;
    failure = nullptr;
    int64_t parts = (count + chunk - 1) / chunk, threads = helpers + 1;
    for (int64_t i = 0; i < threads; ++i) {
      runs[i].next.store(parts * i / threads, std::memory_order_relaxed);
      runs[i].end = parts * (i + 1) / threads;
    }
    is_open.store(true);
    calls.fetch_add(1);
    calls.notify_all();
    take_parts(0);
    // Whoever comes now finds it closed; whoever is in has parts that must be waited for.
    is_open.store(false);
    while (!spins_until([this] { return inside.load() == 0; })) std::this_thread::yield();
    if (failure) std::rethrow_exception(failure);
  }

private:
  int64_t count = 0, chunk = 0;
  PartOfWork run = nullptr;
  const void *body = nullptr;
  std::unique_ptr<Run[]> runs;
  std::atomic<bool> is_open{false};
  std::atomic<int> inside{0};
  std::atomic<uint32_t> calls{0};
  std::mutex failing;
  std::exception_ptr failure;

  /// Takes the parts of its own run, and then what is left of the others'.
  void take_parts(int place) {
    try {
      for (int i = 0; i <= helpers; ++i) {
        Run &its = runs[(place + i) % (helpers + 1)];
        for (;;) {
          int64_t part = its.next.fetch_add(1, std::memory_order_relaxed);
          if (part >= its.end) break;
          run(body, part * chunk, std::min(count, (part + 1) * chunk));
        }
      }
    } catch (...) {
      std::lock_guard lock(failing);
      if (!failure) failure = std::current_exception();
    }
  }

  void help(int place) {
    uint32_t seen = 0;
    for (;;) {
      spins_until([&] { return calls.load() != seen; });
      calls.wait(seen);
      seen = calls.load();
      inside.fetch_add(1);
      if (is_open.load()) take_parts(place);
      inside.fetch_sub(1);
    }
  }
};

/// Teams that nobody uses. They live as long as the process, as their threads do.
class IdleTeams {
public:
  Team &take(int helpers) {
    std::lock_guard guard(lock);
    for (Team **place = &first; *place; place = &(*place)->next_idle)
      if ((*place)->helpers == helpers) return *std::exchange(*place, (*place)->next_idle);
    return *new Team(helpers);
  }

  void give_back(Team &team) {
    std::lock_guard guard(lock);
    team.next_idle = std::exchange(first, &team);
  }

private:
  std::mutex lock;
  Team *first = nullptr;
};

} // namespace

void share_out(int64_t count, int64_t chunk, PartOfWork run, const void *body) {
  static IdleTeams &idle = *new IdleTeams;
  struct Loan {
    Team &team = idle.take(at::get_num_threads() - 1);
    ~Loan() { idle.give_back(team); }
  } loan;
  loan.team.share(count, chunk, run, body);
}

} // namespace ctorch
