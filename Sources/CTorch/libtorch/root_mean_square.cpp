// Division by the root of the mean square, in one pass, which keeps of itself what it is given and no more.

#include "vectors.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/zeros.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>

#include <algorithm>
#include <cmath>

namespace ctorch {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Rows that are worth a thread: waking one takes some 10 µs.
int64_t grain(int64_t width) { return std::max<int64_t>(1, 16384 / width); }

/// Rows whose gradients of the weight are summed one after the other, whatever the number of threads.
constexpr int64_t block = 64;

/// The sums of x² and, where there are three, of x·y·z.
template <typename Vector>
CTORCH_INLINE void row_sums(const float *x, const float *y, const float *z, int64_t width,
                            float &squares, float &products) {
  Vector square_sums = {}, product_sums = {};
  int64_t k = 0;
  for (; k + lanes<Vector> <= width; k += lanes<Vector>) {
    Vector some, others, weights;
    load(some, x + k);
    square_sums += some * some;
    if (!y) continue;
    load(others, y + k);
    load(weights, z + k);
    product_sums += some * others * weights;
  }
  squares = sum(square_sums), products = sum(product_sums);
  for (; k < width; ++k) {
    squares += x[k] * x[k];
    if (y) products += x[k] * y[k] * z[k];
  }
}

template <typename Vector>
CTORCH_INLINE void normalized_body(const float *x, const float *weight, int64_t width,
                                   float epsilon, float *y) {
  float squares, none;
  row_sums<Vector>(x, nullptr, nullptr, width, squares, none);
  float factor = 1 / std::sqrt(squares / width + epsilon);
  int64_t k = 0;
  for (; k + lanes<Vector> <= width; k += lanes<Vector>) {
    Vector some, weights;
    load(some, x + k);
    load(weights, weight + k);
    store(y + k, some * factor * weights);
  }
  for (; k < width; ++k) y[k] = x[k] * factor * weight[k];
}

CTORCH_BEST(normalized,
                   (const float *x, const float *weight, int64_t width, float epsilon, float *y),
                   (x, weight, width, epsilon, y))

/// With r = (x·x / n + ε)^(−1/2) and d the gradient of the output:
/// ∂x = r·(d ⊙ w) − x·r³·((d ⊙ w)·x) / n, and d ⊙ x·r is added to that of the weight.
template <typename Vector>
CTORCH_INLINE void gradients_body(const float *x, const float *weight, const float *d,
                                  int64_t width, float epsilon, float *of_x, float *of_weight) {
  float squares, products;
  row_sums<Vector>(x, d, weight, width, squares, products);
  float factor = 1 / std::sqrt(squares / width + epsilon);
  float share = factor * factor * factor * products / width;
  int64_t k = 0;
  for (; k + lanes<Vector> <= width; k += lanes<Vector>) {
    Vector some, weights, given, total;
    load(some, x + k);
    load(weights, weight + k);
    load(given, d + k);
    load(total, of_weight + k);
    store(of_x + k, factor * given * weights - share * some);
    store(of_weight + k, total + factor * given * some);
  }
  for (; k < width; ++k) {
    of_x[k] = factor * d[k] * weight[k] - share * x[k];
    of_weight[k] += factor * d[k] * x[k];
  }
}

CTORCH_BEST(gradients,
                   (const float *x, const float *weight, const float *d, int64_t width,
                    float epsilon, float *of_x, float *of_weight),
                   (x, weight, d, width, epsilon, of_x, of_weight))

at::Tensor rows_normalized(const at::Tensor &x, const at::Tensor &weight, double epsilon) {
  at::Tensor y = at::empty_like(x);
  int64_t width = x.size(-1);
  const float *from = x.const_data_ptr<float>(), *factors = weight.const_data_ptr<float>();
  float *to = y.data_ptr<float>();
  at::parallel_for(0, x.numel() / width, grain(width), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row)
      normalized(from + row * width, factors, width, epsilon, to + row * width);
  });
  return y;
}

/// What keeps the input and the weight; the root is found again in the backward pass.
struct RootMeanSquare : torch::autograd::Function<RootMeanSquare> {
  static at::Tensor forward(AutogradContext *ctx, const at::Tensor &x, const at::Tensor &weight,
                            double epsilon) {
    ctx->save_for_backward({x, weight});
    ctx->saved_data["epsilon"] = epsilon;
    return rows_normalized(x, weight, epsilon);
  }

  static variable_list backward(AutogradContext *ctx, variable_list given) {
    auto saved = ctx->get_saved_variables();
    const at::Tensor &x = saved[0], &weight = saved[1];
    float epsilon = ctx->saved_data["epsilon"].toDouble();
    int64_t width = x.size(-1), rows = x.numel() / width;
    at::Tensor of_y = given[0].contiguous(), of_x = at::empty_like(x);
    at::Tensor of_weight = at::zeros({(rows + block - 1) / block, width}, x.options());
    const float *from = x.const_data_ptr<float>(), *factors = weight.const_data_ptr<float>(),
                *d = of_y.const_data_ptr<float>();
    float *to = of_x.data_ptr<float>(), *sums = of_weight.data_ptr<float>();
    int64_t blocks_worth_it = std::max<int64_t>(1, grain(width) / block);
    at::parallel_for(0, of_weight.size(0), blocks_worth_it, [&](int64_t begin, int64_t end) {
      for (int64_t row = begin * block; row < std::min(end * block, rows); ++row)
        gradients(from + row * width, factors, d + row * width, width, epsilon, to + row * width,
                  sums + row / block * width);
    });
    return {of_x, ctx->needs_input_grad(1) ? of_weight.sum(0) : at::Tensor(), at::Tensor()};
  }
};

/// Zhang and Sennrich 2019 (arXiv:1910.07467), eq. 4.
///
/// - Parameters:
///   - x: `[…, width]`
///   - weight: `[width]`
at::Tensor root_mean_square(const at::Tensor &x, const at::Tensor &weight, double epsilon) {
  TORCH_CHECK(weight.dim() == 1 && weight.size(0) == x.size(-1) && weight.is_contiguous(),
              "a weight of shape ", weight.sizes(), " for rows of ", x.size(-1));
  at::Tensor input = x.contiguous();
  bool learns = at::GradMode::is_enabled() && (x.requires_grad() || weight.requires_grad());
  return learns ? RootMeanSquare::apply(input, weight, epsilon)
                : rows_normalized(input, weight, epsilon);
}

} // namespace

TORCH_LIBRARY_FRAGMENT(rlhf, library) {
  library.def("root_mean_square(Tensor x, Tensor weight, float epsilon) -> Tensor");
}
TORCH_LIBRARY_IMPL(rlhf, CompositeImplicitAutograd, library) {
  library.impl("root_mean_square", root_mean_square);
}

} // namespace ctorch
