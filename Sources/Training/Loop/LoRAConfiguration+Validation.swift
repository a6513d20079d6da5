public import NeuralNetworks
import Runs

extension LoRAConfiguration {
  /// Refuses values that make no sense, and settings that would have no effect.
  ///
  /// - Throws: `ConfigurationError` naming the key after `lora`.
  public func validate() throws {
    try require(rank >= 0, "lora.rank", rank, "at least 0")
    try require(alpha > 0, "lora.alpha", alpha, "more than 0")
    try require((0..<1).contains(dropout), "lora.dropout", dropout, "at least 0, below 1")
    try require(!targets.isEmpty, "lora.targets", "empty", "a list of names, or [all-linear]")
    guard rank == 0, self != LoRAConfiguration() else { return }
    throw ConfigurationError(
      "lora is set and lora.rank is 0, which trains all weights; set lora.rank, as to 16")
  }
}
