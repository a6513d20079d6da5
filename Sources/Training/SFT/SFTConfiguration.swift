/// How a policy learns from demonstrations.
public struct SFTConfiguration: Codable, Sendable, Equatable {
  /// How the weights are moved.
  public var optimization = OptimizationConfiguration()
  /// Whether several documents share a row, none seeing another: less padding, the same loss.
  public var packing = false
  /// The most tokens of a row, when packing.
  public var packedLength = 1024

  /// The defaults: learning rate 2·10⁻⁵, as TRL's.
  public init() { optimization.learningRate = 2e-5 }

  /// Refuses values that make no sense.
  public func validate() throws {
    try optimization.validate()
    try require(packedLength > 1, "packed_length", packedLength, "at least 2")
  }
}
