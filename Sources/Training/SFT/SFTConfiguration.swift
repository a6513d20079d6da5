/// How a policy learns from demonstrations.
public struct SFTConfiguration: Codable, Sendable, Equatable {
  /// How the weights are moved.
  public var optimization = OptimizationConfiguration()

  /// The defaults: learning rate 2·10⁻⁵, as TRL's.
  public init() { optimization.learningRate = 2e-5 }

  /// Refuses values that make no sense.
  public func validate() throws { try optimization.validate() }
}
