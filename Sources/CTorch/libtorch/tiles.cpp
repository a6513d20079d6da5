// Products of matrices of floats, rounded to bfloat16, in the tiles of processors with AMX.
//
// A tile holds 16 lines of 32 numbers in bfloat16; one instruction multiplies two of them and adds to 16 · 16 sums in
// float32. libtorch's own products in bfloat16 are compiled anew for each shape, and texts without padding have another
// shape in each step; they also take and give numbers in bfloat16, which are one more pass each.

#include "tiles.h"

#include "vectors.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>

// Compilers know of tiles since GCC 11.
#if defined(__x86_64__) && defined(__linux__) && (defined(__clang__) || __GNUC__ >= 11)

#include <algorithm>
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CTORCH_TILES                                                                               \
  __attribute__((                                                                                  \
      target("amx-tile,amx-bf16,avx512f,avx512vl,avx512dq,avx512bw,avx512bf16,fma")))

namespace ctorch {
namespace {

bool processor_has_tiles() {
  static const bool found = [] {
    if (widest() != Width::avx512 || !__builtin_cpu_supports("amx-tile") ||
        !__builtin_cpu_supports("amx-bf16") || !__builtin_cpu_supports("avx512bf16"))
      return false;
    // Linux gives a process room for tiles when it asks: ARCH_REQ_XCOMP_PERM, of XFEATURE_XTILEDATA.
    return syscall(SYS_arch_prctl, 0x1023, 18) == 0;
  }();
  return found;
}

/// Lines of a tile, numbers of a line, and all of them.
constexpr int64_t lines = 16, depth = 32, size = lines * depth;
/// Lines that are multiplied together, in two tiles, and their numbers for each `depth` of the inner dimension.
constexpr int64_t panel_lines = 2 * lines, step_size = 2 * size;
/// Inner numbers whose products are summed before others are taken.
constexpr int64_t most_depth = 2048;
/// Rows that are kept rounded, and numbers of the right factor, which stay in the cache.
constexpr int64_t most_rows = 1024, most_right = 1 << 18;
/// Rows, columns and inner numbers that are worth tiles, and products that are worth a thread.
constexpr int64_t least_lines = 16, least_work = 1 << 22;

int64_t whole(int64_t count, int64_t unit) { return (count + unit - 1) / unit * unit; }

/// Tiles are as large as they can be during its life.
struct TileUse {
  CTORCH_TILES TileUse() {
    struct alignas(64) {
      uint8_t palette = 1, start = 0, reserved[14] = {};
      uint16_t bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
      uint8_t lines[16] = {16, 16, 16, 16, 16, 16, 16, 16};
    } shape;
    __asm__ volatile("ldtilecfg %0" ::"m"(shape));
  }
  CTORCH_TILES ~TileUse() { _tile_release(); }
};

/// Lines of numbers to be multiplied: rows of the left factor, or columns of the right one.
struct Lines {
  const float *first;
  int64_t count, inner;
  /// Of lines and of the numbers of a line; one of them is 1.
  int64_t line_stride, stride;

  Lines(const at::Tensor &x, int line_axis)
      : first(x.const_data_ptr<float>()), count(x.size(line_axis)), inner(x.size(1 - line_axis)),
        line_stride(x.stride(line_axis)), stride(x.stride(1 - line_axis)) {}

  Lines part(int64_t from, int64_t to, int64_t inner_from, int64_t inner_to) const {
    Lines some = *this;
    some.first += from * line_stride + inner_from * stride;
    some.count = to - from, some.inner = inner_to - inner_from;
    return some;
  }
};

/// 32 numbers in bfloat16, those of `x` first.
CTORCH_TILES inline __m512i rounded(const float *x, const float *y) {
  __m512bh found = _mm512_cvtne2ps_pbh(_mm512_loadu_ps(y), _mm512_loadu_ps(x));
  __m512i bits;
  memcpy(&bits, &found, sizeof bits);
  return bits;
}

/// A tile of a left factor: 16 lines, whose numbers follow one another.
CTORCH_TILES inline void round_lines(const float *from, int64_t stride, uint16_t *to) {
  for (int64_t line = 0; line < lines; ++line)
    _mm512_store_si512(to + line * depth, rounded(from + line * stride, from + line * stride + 16));
}

/// A tile of a right factor: pairs of numbers of 16 lines, which follow one another.
CTORCH_TILES inline void round_pairs(const float *from, int64_t stride, uint16_t *to) {
  typedef uint16_t Shorts __attribute__((vector_size(64)));
  constexpr Shorts in_turn = {0,  16, 1,  17, 2,  18, 3,  19, 4,  20, 5,  21, 6,  22, 7,  23,
                              8,  24, 9,  25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31};
  __m512i order;
  memcpy(&order, &in_turn, sizeof order);
  for (int64_t k = 0; k < depth; k += 2) {
    __m512i numbers = rounded(from + k * stride, from + (k + 1) * stride);
    _mm512_store_si512(to + k * lines, _mm512_permutexvar_epi16(order, numbers));
  }
}

/// Exchanges rows and columns of `[16, 16]`.
CTORCH_TILES inline void exchange(const float *from, int64_t stride, float *to, int64_t to_stride) {
  for (int64_t i = 0; i < 16; i += 8)
    for (int64_t k = 0; k < 16; k += 8) {
      Eight some[8];
#pragma GCC unroll 8
      for (int r = 0; r < 8; ++r) load(some[r], from + (i + r) * stride + k);
      transpose(some);
#pragma GCC unroll 8
      for (int r = 0; r < 8; ++r) store(to + (k + r) * to_stride + i, some[r]);
    }
}

/// A tile of lines that may end before it does, or that do not lie in the order of the tile.
///
/// - Parameter room: For the numbers of a tile.
CTORCH_TILES void round_tile(const Lines &x, bool is_left, float *room, uint16_t *to) {
  const float *from = x.first;
  bool in_lines = x.stride == 1;
  int64_t stride = in_lines ? x.line_stride : x.stride, its = is_left ? depth : lines;
  if (x.count < lines || x.inner < depth) {
    // With zeros for what is not there.
    std::fill_n(room, size, 0.0f);
    for (int64_t i = 0; i < std::min(x.count, lines); ++i)
      for (int64_t k = 0; k < std::min(x.inner, depth); ++k)
        room[is_left ? i * its + k : k * its + i] = from[i * x.line_stride + k * x.stride];
    from = room, stride = its;
  } else if (in_lines != is_left) {
    for (int64_t half = 0; half < 2; ++half)
      if (is_left) exchange(from + 16 * half * stride, stride, room + 16 * half, its);
      else exchange(from + 16 * half, stride, room + 16 * half * its, its);
    from = room, stride = its;
  }
  if (is_left) round_lines(from, stride, to);
  else round_pairs(from, stride, to);
}

/// Lines as tiles, panel after panel: `[panels, steps, 2, size]`.
CTORCH_TILES void round_all(const Lines &x, bool is_left, uint16_t *to) {
  alignas(64) float room[size];
  int64_t steps = whole(x.inner, depth) / depth;
  for (int64_t line = 0; line < whole(x.count, panel_lines); line += lines)
    for (int64_t step = 0; step < steps; ++step) {
      int64_t first = std::min(line, x.count);
      round_tile(x.part(first, x.count, step * depth, x.inner), is_left, room,
                 to + (line / panel_lines * steps + step) * step_size + line % panel_lines / lines * size);
    }
}

/// Sums of products, without gaps between the numbers of a row.
struct Sums {
  float *first;
  int64_t rows, columns, stride;
  /// Whether what is there is added to.
  bool adds;
};

/// Products of up to 32 rows with as many columns.
CTORCH_TILES void panel_product(const uint16_t *a, const uint16_t *b, int64_t steps, const Sums &sums) {
  alignas(64) float room[panel_lines * panel_lines];
  // What is written before is read by instructions that some compilers believe read nothing.
  __asm__ volatile("" ::: "memory");
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
  for (int64_t i = 0; i < steps; ++i, a += step_size, b += step_size) {
    _tile_loadd(4, a, 64);
    _tile_loadd(6, b, 64);
    _tile_loadd(7, b + size, 64);
    _tile_loadd(5, a + size, 64);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
  constexpr int64_t bytes = panel_lines * sizeof(float);
  _tile_stored(0, room, bytes);
  _tile_stored(1, room + lines, bytes);
  _tile_stored(2, room + lines * panel_lines, bytes);
  _tile_stored(3, room + lines * panel_lines + lines, bytes);
  int64_t rows = std::min(sums.rows, panel_lines), columns = std::min(sums.columns, panel_lines);
  for (int64_t i = 0; i < rows; ++i) {
    float *to = sums.first + i * sums.stride;
    const float *its = room + i * panel_lines;
    for (int64_t k = 0; k < columns; k += 16) {
      __mmask16 there = columns - k >= 16 ? 0xFFFF : (1 << (columns - k)) - 1;
      __m512 found = _mm512_load_ps(its + k);
      if (sums.adds) found = _mm512_add_ps(found, _mm512_maskz_loadu_ps(there, to + k));
      _mm512_mask_storeu_ps(to + k, there, found);
    }
  }
}

/// Room for tiles, from a whole line of the cache on, as memory for tensors begins.
struct Room {
  at::Tensor numbers;
  explicit Room(int64_t count) : numbers(at::empty({count}, at::kShort)) {}
  uint16_t *get() const { return static_cast<uint16_t *>(numbers.mutable_data_ptr()); }
};

/// The product by one thread: a block of the right factor stays in the cache while all rows meet it.
CTORCH_TILES void blocked_product(const Lines &a, const Lines &b, const Sums &sums) {
  int64_t inner = std::min(whole(a.inner, depth), most_depth);
  int64_t rows = std::min(whole(a.count, panel_lines), most_rows);
  int64_t columns = std::max(panel_lines, most_right / inner / panel_lines * panel_lines);
  columns = std::min(columns, whole(b.count, panel_lines));
  Room left(rows * inner), right(columns * inner);
  TileUse use;
  for (int64_t k = 0; k < a.inner; k += inner)
    for (int64_t row = 0; row < a.count; row += rows) {
      int64_t k_end = std::min(k + inner, a.inner), row_end = std::min(row + rows, a.count);
      int64_t steps = whole(k_end - k, depth) / depth;
      round_all(a.part(row, row_end, k, k_end), true, left.get());
      for (int64_t column = 0; column < b.count; column += columns) {
        int64_t column_end = std::min(column + columns, b.count);
        round_all(b.part(column, column_end, k, k_end), false, right.get());
        for (int64_t i = row; i < row_end; i += panel_lines)
          for (int64_t j = column; j < column_end; j += panel_lines)
            panel_product(left.get() + (i - row) / panel_lines * steps * step_size,
                          right.get() + (j - column) / panel_lines * steps * step_size, steps,
                          {sums.first + i * sums.stride + j, row_end - i, column_end - j, sums.stride,
                           sums.adds || k > 0});
      }
    }
}

} // namespace

bool has_tiles(const at::Tensor &a, const at::Tensor &b) {
  auto fits = [](const at::Tensor &x) {
    return x.scalar_type() == at::kFloat && x.device().is_cpu() && (x.stride(0) == 1 || x.stride(1) == 1);
  };
  return fits(a) && fits(b) && std::min({a.size(0), a.size(1), b.size(1)}) >= least_lines &&
         processor_has_tiles();
}

void tile_product(const at::Tensor &a, const at::Tensor &b, const at::Tensor &sums, bool adds) {
  Lines left(a, 0), right(b, 1);
  float *to = sums.data_ptr<float>();
  int64_t stride = sums.stride(0);
  // Threads share rows or columns, whichever are more.
  bool by_rows = left.count >= right.count;
  int64_t count = std::max(left.count, right.count), panels = whole(count, panel_lines) / panel_lines;
  int64_t cost = std::min(left.count, right.count) * left.inner * panel_lines;
  int64_t grain = std::max<int64_t>(1, least_work / cost);
  at::parallel_for(0, panels, grain, [&](int64_t begin, int64_t end) {
    int64_t from = begin * panel_lines, its_end = std::min(end * panel_lines, count);
    if (by_rows)
      blocked_product(left.part(from, its_end, 0, left.inner), right,
                      {to + from * stride, its_end - from, right.count, stride, adds});
    else
      blocked_product(left, right.part(from, its_end, 0, left.inner),
                      {to + from, left.count, its_end - from, stride, adds});
  });
}

} // namespace ctorch

#else

namespace ctorch {

bool has_tiles(const at::Tensor &, const at::Tensor &) { return false; }

void tile_product(const at::Tensor &, const at::Tensor &, const at::Tensor &, bool) {}

} // namespace ctorch

#endif
