import Generation
import Runs
import Training

/// The keys of one training command beside the common ones.
protocol AlgorithmKeys: Codable, Sendable {
  init()
  /// How the weights are moved.
  var optimization: OptimizationConfiguration { get }
  /// The folders and files that the run reads beside the model's and the rows.
  var inputs: [String] { get }
  /// Refuses values that make no sense.
  func validate() throws
}

/// The recipe of a training command: the common keys and its own, side by side in one file.
struct Recipe<Keys: AlgorithmKeys>: ValidatedConfiguration {
  var common = CommonSettings()
  var own = Keys()

  init() {}

  init(from decoder: any Decoder) throws {
    common = try CommonSettings(from: decoder)
    own = try Keys(from: decoder)
  }

  func encode(to encoder: any Encoder) throws {
    try common.encode(to: encoder)
    try own.encode(to: encoder)
  }

  func validate() throws {
    try common.validate()
    try own.validate()
  }
}

/// Runs a check of a recipe's section, and puts the section's name before the key at fault.
func inSection(_ name: String, _ validate: () throws -> Void) throws {
  do { try validate() } catch let error as ConfigurationError {
    throw ConfigurationError("\(name).\(error)")
  } catch let error as GenerationError {
    throw ConfigurationError("\(name).\(error)")
  }
}
