/// The Euclidean length of all of `tensors` taken together. `[]`, float32
public func globalNorm(of tensors: [Tensor]) -> Tensor {
  guard !tensors.isEmpty else { return .scalar(0) }
  let norms = Op.foreachNorm.all(.tensors(tensors), .number(2), upTo: tensors.count)
  return Tensor.stack(of: norms.map { $0.to(.float32) }).norm()
}

/// Multiplies every tensor in place by the same factor.
///
/// - Parameter factor: `[]`
public func scale(_ tensors: [Tensor], by factor: Tensor) {
  guard !tensors.isEmpty else { return }
  Op.foreachMultiply.run(.tensors(tensors), .tensor(factor))
}

/// The numbers of one step of AdamW.
public struct AdamWStep: Sendable {
  /// The step size η.
  public var learningRate: Double
  /// β₁, the memory of the mean of gradients.
  public var beta1: Double
  /// β₂, the memory of the mean of squared gradients.
  public var beta2: Double
  /// λ, the share of each weight taken away per unit of learning rate.
  public var weightDecay: Double
  /// ε, added to the root of the second moment.
  public var epsilon: Double

  /// Collects the numbers of one step.
  public init(
    learningRate: Double, beta1: Double, beta2: Double, weightDecay: Double, epsilon: Double
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.weightDecay = weightDecay
    self.epsilon = epsilon
  }
}

/// Takes one step of AdamW on many tensors at once, in place.
///
/// Loshchilov and Hutter 2019 (arXiv:1711.05101), algorithm 2.
///
/// - Parameters:
///   - steps: How often each was stepped, this step included. `[]` each, float32
public func stepAdamW(
  _ parameters: [Tensor], gradients: [Tensor], firstMoments: [Tensor], secondMoments: [Tensor],
  steps: [Tensor], _ step: AdamWStep
) {
  guard !parameters.isEmpty else { return }
  Op.fusedAdamW.run(
    .tensors(parameters), .tensors(gradients), .tensors(firstMoments), .tensors(secondMoments),
    .tensors([]), .tensors(steps), .number(step.learningRate), .number(step.beta1),
    .number(step.beta2), .number(step.weightDecay), .number(step.epsilon), .boolean(false),
    .boolean(false))
}
