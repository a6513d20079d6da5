import Models
public import NeuralNetworks
import Torch

/// How completions are drawn, and where they end.
///
/// The filters apply in this order: temperature, top-k, top-p, min-p.
public struct SamplingConfiguration: Codable, Sendable, Equatable {
  /// The most tokens of a completion; at least 1.
  public var maximumNewTokens: Int
  /// What logits are divided by; at least 0, where 0 takes the likeliest token each time.
  public var temperature: Double
  /// Only this many of the likeliest tokens are drawn; 0 for all.
  public var topK: Int
  /// Only the likeliest tokens that together have this probability are drawn; in `0 < topP ≤ 1`.
  public var topP: Double
  /// Only tokens at least this fraction as likely as the likeliest are drawn; in `0...1`.
  public var minP: Double
  /// Tokens that end a completion.
  public var stopTokens: [Int]
  /// Whether the tokens that the model's own configuration ends texts with end a completion, too.
  public var stopsAtEndOfText: Bool
  /// Texts that end a completion as soon as it contains one.
  public var stopStrings: [String]
  /// What weights are rounded to: for float32 on the CPU, or bfloat16 on a GPU.
  public var weightPrecision: WeightPrecision
  /// The most completions that are written side by side; 0 for all.
  ///
  /// As some end, the prompts that wait take their room.
  public var batchSize: Int

  /// Chooses how to draw; by default from the model's own distribution.
  public init(
    maximumNewTokens: Int = 64, temperature: Double = 1, topK: Int = 0, topP: Double = 1,
    minP: Double = 0, stopTokens: [Int] = [], stopsAtEndOfText: Bool = true,
    stopStrings: [String] = [], weightPrecision: WeightPrecision = .float32,
    batchSize: Int = 0
  ) {
    self.maximumNewTokens = maximumNewTokens
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.stopTokens = stopTokens
    self.stopsAtEndOfText = stopsAtEndOfText
    self.stopStrings = stopStrings
    self.weightPrecision = weightPrecision
    self.batchSize = batchSize
  }

  /// Takes the likeliest token each time.
  public static func greedy(maximumNewTokens: Int = 64) -> SamplingConfiguration {
    SamplingConfiguration(maximumNewTokens: maximumNewTokens, temperature: 0)
  }

  /// Whether the likeliest token is taken each time, so that nothing is random.
  public var isGreedy: Bool { temperature == 0 }

  /// Whether no filter leaves out tokens.
  var keepsAllTokens: Bool { isGreedy || topK == 0 && topP == 1 && minP == 0 }

  /// How many of so many completions are written side by side.
  public func rowsAtOnce(of count: Int) -> Int { batchSize == 0 ? count : min(batchSize, count) }

  /// Checks the values.
  ///
  /// - Throws: `GenerationError.invalidSampling` that names the key, its value and what is allowed.
  public func validate() throws {
    try check(maximumNewTokens >= 1, "maximum_new_tokens", "\(maximumNewTokens)", "at least 1")
    try check(
      temperature >= 0 && temperature.isFinite, "temperature", "\(temperature)",
      "at least 0 (0 takes the likeliest token)")
    try check(topK >= 0, "top_k", "\(topK)", "at least 0 (0 for all tokens)")
    try check(topP > 0 && topP <= 1, "top_p", "\(topP)", "above 0 and at most 1 (1 for all tokens)")
    try check((0...1).contains(minP), "min_p", "\(minP)", "from 0 to 1 (0 for all tokens)")
    try check(batchSize >= 0, "batch_size", "\(batchSize)", "at least 0 (0 for all at once)")
    try check(!stopStrings.contains(""), "stop_strings", "\(stopStrings)", "texts with characters")
  }

  /// Checks that a model's weights can be rounded as is asked.
  ///
  /// - Throws: `GenerationError.invalidSampling`.
  func check(_ model: LanguageModel) throws {
    try check(
      weightPrecision == .float32 || hasOwnOperators(for: model.dtype, on: model.device)
        || weightPrecision == .bfloat16 && model.device.kind != .cpu,
      "weight_precision", weightPrecision.rawValue,
      "float32 unless the model's weights are float32 and on the CPU, or bfloat16 on a GPU")
  }

  private func check(_ holds: Bool, _ key: String, _ value: String, _ allowed: String) throws {
    guard holds else {
      throw GenerationError.invalidSampling(key: key, value: value, allowed: allowed)
    }
  }
}
