import ArgumentParser
import Generation
import NeuralNetworks

/// How completions are drawn.
struct SamplingOptions: ParsableArguments {
  @Option(help: "The most tokens of a completion.")
  var maximumNewTokens = 256

  @Option(help: "What logits are divided by; 0 takes the likeliest token.")
  var temperature = 1.0

  @Option(help: "Draws only from this many likeliest tokens; 0 for all.")
  var topK = 0

  @Option(help: "Draws only from the likeliest tokens that together have this probability.")
  var topP = 1.0

  @Option(help: "Draws only tokens at least this fraction as likely as the likeliest.")
  var minP = 0.0

  @Option(help: ArgumentHelp("Ends a completion; may be repeated.", valueName: "text"))
  var stop: [String] = []

  @Option(
    help: "What weights are rounded to: float32 (not at all), or on the CPU bfloat16 or int8.")
  var weightPrecision = WeightPrecision.float32

  @Option(help: "What all random numbers follow from.")
  var seed: UInt64 = 42

  @Option(help: "cpu, cuda, cuda:1, mps, or auto.")
  var device = "auto"

  /// The configuration that they make.
  ///
  /// - Throws: `GenerationError.invalidSampling`.
  func configuration() throws -> SamplingConfiguration {
    let sampling = SamplingConfiguration(
      maximumNewTokens: maximumNewTokens, temperature: temperature, topK: topK, topP: topP,
      minP: minP, stopStrings: stop, weightPrecision: weightPrecision)
    try sampling.validate()
    return sampling
  }
}
