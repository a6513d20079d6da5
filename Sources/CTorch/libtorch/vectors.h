// Floats side by side, and functions that are compiled for each width that processors have: sixteen with AVX-512,
// eight with AVX2 and FMA, and eight for all others, of whatever registers there are.

#pragma once

#include <ATen/Version.h>

#include <cstdint>
#include <cstring>
#include <string>

namespace ctorch {

typedef float Eight __attribute__((vector_size(32)));
typedef float Sixteen __attribute__((vector_size(64)));

/// Integers and bits of as many numbers as a vector has.
template <typename Vector> struct Kin;
template <> struct Kin<Eight> {
  typedef int32_t Integers __attribute__((vector_size(32)));
  typedef uint16_t Shorts __attribute__((vector_size(16)));
};
template <> struct Kin<Sixteen> {
  typedef int32_t Integers __attribute__((vector_size(64)));
  typedef uint16_t Shorts __attribute__((vector_size(32)));
};

/// How many numbers a vector has.
template <typename Vector> constexpr int64_t lanes = sizeof(Vector) / sizeof(float);

#define CTORCH_INLINE inline __attribute__((always_inline))

/// What a processor can do at once.
enum class Width { plain, avx2, avx512 };

/// What libtorch uses as well, so that its ATEN_CPU_CAPABILITY chooses for both.
inline Width widest() {
  static const Width found = [] {
    std::string name = at::get_cpu_capability();
#if defined(__x86_64__)
    // Asked for as well: that of libtorch does not name all that the compilers may use.
    bool is_wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    bool is_widest = is_wide && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                     __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
    if (is_widest && name == "AVX512") return Width::avx512;
    if (is_wide && (name == "AVX512" || name == "AVX2")) return Width::avx2;
#endif
    return Width::plain;
  }();
  return found;
}

/// Numbers of the widest vector.
inline int64_t most_lanes() { return widest() == Width::avx512 ? lanes<Sixteen> : lanes<Eight>; }

/// Defines `name` as the best of the compilations of `name##_body`, whose vector is given.
#if defined(__x86_64__)
#define CTORCH_BEST(name, parameters, arguments)                                                   \
  __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,fma"))) static void                    \
      name##_widest parameters {                                                                   \
    name##_body<Sixteen> arguments;                                                                \
  }                                                                                                \
  __attribute__((target("avx2,fma"))) static void name##_wide parameters {                         \
    name##_body<Eight> arguments;                                                                  \
  }                                                                                                \
  static void name##_plain parameters { name##_body<Eight> arguments; }                            \
  static void name parameters {                                                                    \
    switch (widest()) {                                                                            \
    case Width::avx512: return name##_widest arguments;                                            \
    case Width::avx2: return name##_wide arguments;                                                \
    case Width::plain: return name##_plain arguments;                                              \
    }                                                                                              \
  }
#else
#define CTORCH_BEST(name, parameters, arguments)                                                   \
  static void name parameters { name##_body<Eight> arguments; }
#endif

template <typename Vector> CTORCH_INLINE void load(Vector &into, const float *from) {
  memcpy(&into, from, sizeof into);
}
CTORCH_INLINE float value(float x) { return x; }
CTORCH_INLINE float value(int8_t x) { return x; }

/// Numbers in bfloat16: the upper halves of floats.
struct Half {
  uint16_t bits;
};

CTORCH_INLINE float value(Half x) {
  uint32_t bits = static_cast<uint32_t>(x.bits) << 16;
  float found;
  memcpy(&found, &bits, sizeof found);
  return found;
}

/// Four vectors of numbers as floats.
template <typename Vector> CTORCH_INLINE void load(Vector (&into)[4], const float *from) {
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i) load(into[i], from + lanes<Vector> * i);
}

template <typename Vector> CTORCH_INLINE void load(Vector (&into)[4], const Half *from) {
  using Integers = typename Kin<Vector>::Integers;
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i) {
    typename Kin<Vector>::Shorts bits;
    memcpy(&bits, from + lanes<Vector> * i, sizeof bits);
    Integers wide = __builtin_convertvector(bits, Integers) << 16;
    memcpy(&into[i], &wide, sizeof wide);
  }
}

/// Of bytes, those a vector apart stand side by side: four make an integer, from which shifts take them.
template <typename Vector> CTORCH_INLINE void load(Vector (&into)[4], const int8_t *from) {
  typename Kin<Vector>::Integers fours;
  memcpy(&fours, from, sizeof fours);
  into[0] = __builtin_convertvector((fours << 24) >> 24, Vector);
  into[1] = __builtin_convertvector((fours << 16) >> 24, Vector);
  into[2] = __builtin_convertvector((fours << 8) >> 24, Vector);
  into[3] = __builtin_convertvector(fours >> 24, Vector);
}

template <typename Vector> CTORCH_INLINE void store(float *into, const Vector &from) {
  memcpy(into, &from, sizeof from);
}

CTORCH_INLINE float sum(const Eight &x) {
  return ((x[0] + x[4]) + (x[1] + x[5])) + ((x[2] + x[6]) + (x[3] + x[7]));
}

/// One half of the numbers added to the other.
CTORCH_INLINE Eight halves_added(const Eight &x) { return x; }
CTORCH_INLINE Eight halves_added(const Sixteen &x) {
  Eight halves[2];
  memcpy(halves, &x, sizeof x);
  return halves[0] + halves[1];
}

CTORCH_INLINE float sum(const Sixteen &x) { return sum(halves_added(x)); }

/// Eight of the numbers of two vectors, those of `y` counted on from 8.
#if defined(__has_builtin) && __has_builtin(__builtin_shufflevector)
#define CTORCH_SHUFFLED(x, y, ...) __builtin_shufflevector(x, y, __VA_ARGS__)
#else
#define CTORCH_SHUFFLED(x, y, ...) __builtin_shuffle(x, y, Kin<Eight>::Integers{__VA_ARGS__})
#endif

/// Numbers of two vectors in turn: of each half of them the lower two, and the upper two.
CTORCH_INLINE Eight low_pairs(const Eight &x, const Eight &y) {
  return CTORCH_SHUFFLED(x, y, 0, 8, 1, 9, 4, 12, 5, 13);
}
CTORCH_INLINE Eight high_pairs(const Eight &x, const Eight &y) {
  return CTORCH_SHUFFLED(x, y, 2, 10, 3, 11, 6, 14, 7, 15);
}
/// The same of pairs.
CTORCH_INLINE Eight low_fours(const Eight &x, const Eight &y) {
  return CTORCH_SHUFFLED(x, y, 0, 1, 8, 9, 4, 5, 12, 13);
}
CTORCH_INLINE Eight high_fours(const Eight &x, const Eight &y) {
  return CTORCH_SHUFFLED(x, y, 2, 3, 10, 11, 6, 7, 14, 15);
}
/// The same of halves.
CTORCH_INLINE Eight low_halves(const Eight &x, const Eight &y) {
  return CTORCH_SHUFFLED(x, y, 0, 1, 2, 3, 8, 9, 10, 11);
}
CTORCH_INLINE Eight high_halves(const Eight &x, const Eight &y) {
  return CTORCH_SHUFFLED(x, y, 4, 5, 6, 7, 12, 13, 14, 15);
}

/// Exchanges rows and columns.
CTORCH_INLINE void transpose(Eight (&x)[8]) {
  Eight pairs[8], fours[8];
#pragma GCC unroll 4
  for (int i = 0; i < 8; i += 2) {
    pairs[i] = low_pairs(x[i], x[i + 1]);
    pairs[i + 1] = high_pairs(x[i], x[i + 1]);
  }
#pragma GCC unroll 2
  for (int i = 0; i < 8; i += 4) {
    fours[i] = low_fours(pairs[i], pairs[i + 2]);
    fours[i + 1] = high_fours(pairs[i], pairs[i + 2]);
    fours[i + 2] = low_fours(pairs[i + 1], pairs[i + 3]);
    fours[i + 3] = high_fours(pairs[i + 1], pairs[i + 3]);
  }
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i) {
    x[i] = low_halves(fours[i], fours[i + 4]);
    x[i + 4] = high_halves(fours[i], fours[i + 4]);
  }
}

/// The sum of each of eight vectors.
CTORCH_INLINE Eight sums(const Eight (&x)[8]) {
  Eight twos[4], fours[2];
#pragma GCC unroll 4
  for (int i = 0; i < 4; ++i)
    twos[i] = low_pairs(x[2 * i], x[2 * i + 1]) + high_pairs(x[2 * i], x[2 * i + 1]);
#pragma GCC unroll 2
  for (int i = 0; i < 2; ++i)
    fours[i] = low_fours(twos[2 * i], twos[2 * i + 1]) + high_fours(twos[2 * i], twos[2 * i + 1]);
  return low_halves(fours[0], fours[1]) + high_halves(fours[0], fours[1]);
}

CTORCH_INLINE Eight sums(const Sixteen (&x)[8]) {
  Eight halves[8];
#pragma GCC unroll 8
  for (int i = 0; i < 8; ++i) halves[i] = halves_added(x[i]);
  return sums(halves);
}

/// e to the power of each, to about the last digit; 0 below −87, what 88 gives above it, and NaN of NaN.
template <typename Vector> CTORCH_INLINE void exponential(Vector &x) {
  using Integers = typename Kin<Vector>::Integers;
  const Vector zero = {};
  const Integers is_little = x < zero - 87.0f;
  x = x > zero + 88.0f ? zero + 88.0f : x;
  x = is_little ? zero - 87.0f : x;
  // 2ⁿ · eʳ with |r| ≤ ln 2 / 2; adding 1.5 · 2²³ rounds to an integer, which stands in the bits.
  const Vector magic = zero + 12582912.0f;
  Vector shifted = x * 1.44269504f + magic;
  Vector n = shifted - magic;
  Vector r = x - n * 0.693359375f + n * 2.12194440e-4f;
  Vector p = zero + 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  Integers bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits - 0x4B400000 + 127) << 23;
  Vector power;
  memcpy(&power, &bits, sizeof power);
  x = is_little ? zero : p * power;
}

} // namespace ctorch
