// What vocabulary_head.cpp does with the logits of one token.

#pragma once

#include "vectors.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ctorch {

/// What is known of a distribution after some of its words: sums are of `exp(z − greatest)`.
///
/// Milakov and Gimelshein 2018 (arXiv:1805.02867), algorithm 3, with two more sums.
struct Known {
  double greatest = -std::numeric_limits<double>::infinity();
  double sum = 0;
  /// Of the same, times `z − greatest`.
  double weighted = 0;
  /// Of their squares.
  double squares = 0;
  int64_t best = 0;
  double target = 0;

  double log_sum() const { return greatest + std::log(sum); }
  double entropy() const { return std::log(sum) - weighted / sum; }
  double log_collision() const { return std::log(squares) - 2 * std::log(sum); }
};

/// Takes the logits of more words into account; `first` is the place of the first of them.
template <typename Vector>
CTORCH_INLINE void learn_body(const float *z, int64_t count, int64_t first, float scale,
                              Known *known) {
  Vector greatest = Vector{} - std::numeric_limits<float>::infinity();
  int64_t k = 0;
  for (; k + lanes<Vector> <= count; k += lanes<Vector>) {
    Vector x;
    load(x, z + k);
    x *= scale;
    greatest = x > greatest ? x : greatest;
  }
  float most = -std::numeric_limits<float>::infinity();
  for (int i = 0; i < lanes<Vector>; ++i) most = std::max(most, greatest[i]);
  for (int64_t i = k; i < count; ++i) most = std::max(most, z[i] * scale);
  if (most > known->greatest) {
    int64_t place = 0;
    while (z[place] * scale != most) ++place;
    known->best = first + place;
    if (known->sum > 0) {
      double shift = known->greatest - most, factor = std::exp(shift);
      known->weighted = factor * (known->weighted + shift * known->sum);
      known->squares *= factor * factor;
      known->sum *= factor;
    }
    known->greatest = most;
  }
  float base = static_cast<float>(known->greatest);
  Vector sums = {}, weighted = {}, squares = {};
  for (k = 0; k + lanes<Vector> <= count; k += lanes<Vector>) {
    Vector x;
    load(x, z + k);
    x = x * scale - base;
    Vector power = x;
    exponential(power);
    sums += power;
    weighted += power * x;
    squares += power * power;
  }
  double sum_of_rest = 0, weighted_rest = 0, squares_rest = 0;
  for (; k < count; ++k) {
    float x = z[k] * scale - base, power = std::exp(x);
    sum_of_rest += power;
    weighted_rest += power * x;
    squares_rest += power * power;
  }
  known->sum += sum(sums) + sum_of_rest;
  known->weighted += sum(weighted) + weighted_rest;
  known->squares += sum(squares) + squares_rest;
}

CTORCH_BEST(learn,
                   (const float *z, int64_t count, int64_t first, float scale, Known *known),
                   (z, count, first, scale, known))

/// What the gradient of a token's logits is made of.
struct TokenGradient {
  float log_sum;
  float entropy;
  /// Of the target's log probability, and of the entropy.
  float of_target;
  float of_entropy;
};

/// `∂/∂z` of words other than the target: `−p·(g + g_H·(log p + H))`, times the scale.
template <typename Vector>
CTORCH_INLINE void gradient_body(const float *z, int64_t count, float scale,
                                 const TokenGradient &given, float *made) {
  float of_target = -given.of_target * scale, of_entropy = -given.of_entropy * scale;
  int64_t k = 0;
  for (; k + lanes<Vector> <= count; k += lanes<Vector>) {
    Vector x;
    load(x, z + k);
    x = x * scale - given.log_sum;
    Vector power = x;
    exponential(power);
    store(made + k, power * (of_target + of_entropy * (x + given.entropy)));
  }
  for (; k < count; ++k) {
    float x = z[k] * scale - given.log_sum;
    made[k] = std::exp(x) * (of_target + of_entropy * (x + given.entropy));
  }
}

CTORCH_BEST(gradient,
                   (const float *z, int64_t count, float scale, const TokenGradient &given,
                    float *made),
                   (z, count, scale, given, made))

} // namespace ctorch
