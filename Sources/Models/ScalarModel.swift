public import Foundation
public import NeuralNetworks
public import Torch

/// A decoder with a head that gives one number per token: a reward model or a critic.
///
/// Its folders are those of `…ForSequenceClassification` with one label. The reward of a text is
/// the number at its last token.
///
/// Several heads on one trunk are an ensemble. Its folder has as many labels, and says with the key
/// `reward_heads` that they are rewards, and not classes of something else.
public final class ScalarModel {
  /// What it is made of.
  public var configuration: ModelConfiguration
  /// All of its weights.
  public let parameters: ParameterStore
  /// What turns tokens into hidden states.
  public let decoder: any Decoder
  /// The heads, one in each row. `[heads, width]`
  public let scoreWeight: Tensor
  /// The model that it shares a trunk with, where it has adapters.
  let adaptation: Adaptation<ScalarModel>?

  /// Opens a folder in the format of Hugging Face, or one with adapters in the format of PEFT.
  ///
  /// - Parameters:
  ///   - headGenerator: Where new heads are drawn from when the folder is a language model's; such
  ///     folders are refused when nil.
  ///   - headCount: How many heads are due; those of the folder, or one new one, when nil.
  ///   - quantizes: Whether linear maps are kept in four bits and frozen, as what adapters are laid
  ///     over; such a model cannot be copied or saved.
  /// - Throws: `ModelError`, `NeuralNetworkError` or `TorchError`, saying which file and tensor.
  public convenience init(
    folder: URL, headGenerator: Generator? = nil, headCount: Int? = nil,
    in dtype: DType = .float32, on device: Device = .cpu,
    quantizingLinearMaps quantizes: Bool = false
  ) throws {
    if AdapterFolder.isThere(folder) {
      try self.init(adapters: AdapterFolder(folder), in: dtype, on: device)
      return
    }
    var configuration = try ModelConfiguration(folder: folder)
    let path = folder.appendingPathComponent("config.json").path
    try configuration.check(headGenerator == nil ? [.scalar] : [.scalar, .language], path: path)
    let trunk = try CheckpointParameters(folder: folder, prefix: configuration.family.format.prefix)
    let isNew = !trunk.has(scoreName)
    configuration.rewardHeads = try configuration.foundRewardHeads(
      due: headCount, areNew: isNew, path: path)
    let source: any ParameterSource =
      if isNew, let headGenerator {
        TrunkParameters(trunk, headFrom: headGenerator)
      } else { trunk }
    try self.init(
      configuration,
      ParameterStore(from: source, in: dtype, on: device, quantizingLinearMaps: quantizes))
    try parameters.finish {
      CheckpointParameters.isConstant($0) || isNew && $0 == configuration.family.format.outputName
    }
  }

  /// Makes a model with new weights: the same ones for the same seed.
  public convenience init(
    _ configuration: ModelConfiguration, using generator: Generator, headCount: Int = 1,
    in dtype: DType = .float32, on device: Device = .cpu
  ) throws {
    var configuration = configuration
    configuration.rewardHeads = RewardHeads(count: headCount)
    let source = RandomParameters(using: generator)
    try self.init(configuration, ParameterStore(from: source, in: dtype, on: device))
    try parameters.finish()
  }

  /// Makes a model with a copy of a language model's weights and new heads.
  public convenience init(
    trunkOf model: LanguageModel, headGenerator: Generator, headCount: Int = 1
  ) throws {
    let source = TrunkParameters(StoredParameters(of: model.parameters), headFrom: headGenerator)
    var configuration = model.configuration
    configuration.rewardHeads = RewardHeads(count: headCount)
    try self.init(
      configuration, ParameterStore(from: source, in: model.dtype, on: model.device))
    try parameters.finish { $0 == model.configuration.family.format.outputName }
  }

  init(
    _ configuration: ModelConfiguration, _ parameters: ParameterStore,
    _ adaptation: Adaptation<ScalarModel>? = nil
  ) throws {
    self.configuration = configuration
    self.parameters = parameters
    self.adaptation = adaptation
    decoder = try makeDecoder(configuration, parameters.scope)
    // Scores of about 1 from hidden states of about 1; Stiennon et al. 2020 (arXiv:2009.01325).
    scoreWeight = try parameters.scope.parameter(
      scoreName, shape: [configuration.rewardHeads.count, configuration.width],
      initially: .normal(1 / Double(configuration.width + 1).squareRoot()))
  }

  /// The type of its weights.
  public var dtype: DType { parameters.dtype }

  /// Where its weights are.
  public var device: Device { parameters.device }

  /// The number of heads: 1, or more for an ensemble.
  public var headCount: Int { configuration.rewardHeads.count }

  /// Finds a number for each token, from it and what came before it: with several heads, their mean.
  ///
  /// - Parameters:
  ///   - tokens: `[batch, time]`, int64
  ///   - positions: `[batch, time]`, int64
  ///   - attention: Which tokens each one sees.
  /// - Returns: float32, or float64 when the weights are. `[batch, time]`
  public func scores(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern
  ) -> Tensor {
    let scores = headScores(of: tokens, at: positions, attention)
    return headCount == 1 ? scores.squeezed(-1) : scores.mean(along: -1)
  }

  /// Finds the number that each head has for each token, or for some.
  ///
  /// - Parameters:
  ///   - tokens: `[batch, time]`, int64
  ///   - positions: `[batch, time]`, int64
  ///   - attention: Which tokens each one sees.
  ///   - wanted: The places in time that are asked for; all when nil. `[wanted]`, int64
  /// - Returns: float32, or float64 when the weights are. `[batch, wanted or time, heads]`
  public func headScores(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern, wanted: Tensor? = nil
  ) -> Tensor {
    let hidden = decoder.hiddenStates(of: tokens, at: positions, attention, wanted: wanted)
    let found = hidden.linear(scoreWeight)
    let scores = dtype == .float64 ? found : found.to(.float32)
    let shifts = configuration.rewardHeads.shifts
    guard shifts.contains(where: { $0 != 0 }) else { return scores }
    return scores + Tensor(shifts, on: device).to(scores.dtype)
  }

  /// A model of its own with the same weights; one with adapters has adapters of its own.
  public func copy() throws -> ScalarModel {
    if let adaptation {
      let copy = try ScalarModel(
        adaptation, from: RandomParameters(using: Generator(seed: 0, on: device)))
      copy.parameters.copyValues(from: parameters)
      return copy
    }
    let source = StoredParameters(of: parameters)
    let copy = try ScalarModel(
      configuration, ParameterStore(from: source, in: dtype, on: device))
    try copy.parameters.finish()
    return copy
  }

  /// Writes a folder that this module and `transformers` can open: the whole model, or only the
  /// adapters and the head of one that has them.
  ///
  /// - Throws: `ModelError` or `TorchError` when the folder cannot be written.
  public func save(to folder: URL, maximumShardBytes: Int = 5_000_000_000) throws {
    if let adaptation {
      return try writeAdapters(
        adaptation, .scalar, parameters.own, storesTransposed: configuration.family == .gpt2,
        to: folder)
    }
    try writeCheckpoint(
      configuration, .scalar, parameters, to: folder, maximumShardBytes: maximumShardBytes)
  }
}

/// What the weights of the heads are called.
let scoreName = "score.weight"

/// The weights of a trunk, with a new head.
private final class TrunkParameters: ParameterSource {
  private let trunk: any ParameterSource
  private let head: RandomParameters

  init(_ trunk: any ParameterSource, headFrom generator: Generator) {
    self.trunk = trunk
    head = RandomParameters(using: generator)
  }

  func tensor(named name: String, shape: [Int], initially: Initialization) throws -> Tensor {
    let source: any ParameterSource = name == scoreName ? head : trunk
    return try source.tensor(named: name, shape: shape, initially: initially)
  }

  var unused: [String] { trunk.unused }
  var place: String { trunk.place }
}
