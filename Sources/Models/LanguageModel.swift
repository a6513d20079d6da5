public import Foundation
public import NeuralNetworks
public import Torch

/// A decoder with a head that gives the logits of the next token.
public final class LanguageModel {
  /// What it is made of.
  public var configuration: ModelConfiguration
  /// All of its weights.
  public let parameters: ParameterStore
  /// What turns tokens into hidden states.
  public let decoder: any Decoder
  /// The embedding itself when the two are tied. `[vocabulary, width]`
  public let outputWeight: Tensor
  /// The model that it shares weights with, where it has adapters.
  let adaptation: Adaptation<LanguageModel>?

  /// Opens a folder in the format of Hugging Face, or one with adapters in the format of PEFT.
  ///
  /// - Parameter quantizes: Whether linear maps are kept in four bits and frozen, as what adapters
  ///   are laid over; such a model cannot be copied or saved.
  /// - Throws: `ModelError`, `NeuralNetworkError` or `TorchError`, saying which file and tensor.
  public convenience init(
    folder: URL, in dtype: DType = .float32, on device: Device = .cpu,
    quantizingLinearMaps quantizes: Bool = false
  ) throws {
    if AdapterFolder.isThere(folder) {
      try self.init(adapters: AdapterFolder(folder), in: dtype, on: device)
      return
    }
    let configuration = try ModelConfiguration(folder: folder)
    let path = folder.appendingPathComponent("config.json").path
    try configuration.check([.language], path: path)
    let source = try CheckpointParameters(
      folder: folder, prefix: configuration.family.format.prefix)
    try self.init(
      configuration,
      ParameterStore(from: source, in: dtype, on: device, quantizingLinearMaps: quantizes))
    if configuration.tiesEmbeddings {
      try source.checkTied(configuration.family.format.outputName, decoder.embedding)
    }
    try parameters.finish { name in
      CheckpointParameters.isConstant(name)
        || configuration.tiesEmbeddings && name == configuration.family.format.outputName
    }
  }

  /// Makes a model with new weights: the same ones for the same seed.
  public convenience init(
    _ configuration: ModelConfiguration, using generator: Generator, in dtype: DType = .float32,
    on device: Device = .cpu
  ) throws {
    let source = RandomParameters(using: generator)
    try self.init(configuration, ParameterStore(from: source, in: dtype, on: device))
    try parameters.finish()
  }

  init(
    _ configuration: ModelConfiguration, _ parameters: ParameterStore,
    _ adaptation: Adaptation<LanguageModel>? = nil
  ) throws {
    self.configuration = configuration
    self.parameters = parameters
    self.adaptation = adaptation
    decoder = try makeDecoder(configuration, parameters.scope)
    outputWeight =
      configuration.tiesEmbeddings
      ? decoder.embedding
      : try parameters.scope.parameter(
        configuration.family.format.outputName,
        shape: [configuration.vocabularySize, configuration.width],
        initially: .normal(configuration.initializationDeviation))
    parameters.decoding.announce([outputWeight], [nil])
  }

  /// The type of its weights.
  public var dtype: DType { parameters.dtype }

  /// Where its weights are.
  public var device: Device { parameters.device }

  /// The bound c that logits z are pressed into as c·tanh(z / c), for who multiplies with
  /// `outputWeight` alone; none when nil.
  public var logitSoftcap: Double? { configuration.softcaps.logits }

  /// Finds the logits of the token that comes next.
  ///
  /// - Parameter hidden: What the decoder gives. `[…, width]`
  /// - Returns: `[…, vocabulary]`
  public func logits(of hidden: Tensor) -> Tensor {
    parameters.decoding.linear(hidden, outputWeight).softcapped(at: logitSoftcap)
  }

  /// Has products that suit few rows ready for as long as `body` runs; nothing may learn meanwhile.
  ///
  /// - Parameters:
  ///   - rowCount: How many rows products have, at most.
  ///   - precision: What weights are rounded to; within another call, what that one said holds.
  public func whileDecoding<Result>(
    rowCount: Int, precision: WeightPrecision = .float32, _ body: () throws -> Result
  ) rethrows -> Result {
    try parameters.decoding.during(rowCount: rowCount, precision: precision, body)
  }

  /// A model of its own with the same weights; one with adapters has adapters of its own.
  public func copy() throws -> LanguageModel {
    if let adaptation {
      let copy = try LanguageModel(
        adaptation, from: RandomParameters(using: Generator(seed: 0, on: device)))
      copy.parameters.copyValues(from: parameters)
      return copy
    }
    let source = StoredParameters(of: parameters)
    let copy = try LanguageModel(
      configuration, ParameterStore(from: source, in: dtype, on: device))
    try copy.parameters.finish()
    return copy
  }

  /// Writes a folder that this module and `transformers` can open: the whole model, or only the
  /// adapters of one that has them.
  ///
  /// - Throws: `ModelError` or `TorchError` when the folder cannot be written.
  public func save(to folder: URL, maximumShardBytes: Int = 5_000_000_000) throws {
    if let adaptation {
      return try writeAdapters(
        adaptation, .language, parameters.own, storesTransposed: configuration.family == .gpt2,
        to: folder)
    }
    try writeCheckpoint(
      configuration, .language, parameters, to: folder, maximumShardBytes: maximumShardBytes)
  }
}

extension ModelConfiguration {
  /// Refuses files that are about a model with none of these heads.
  func check(_ heads: [Head], path: String) throws {
    let supported = heads.map(family.architecture)
    let reader = ConfigurationReader(members: file, path: path)
    guard let name = try reader.strings("architectures").first, !supported.contains(name) else {
      return
    }
    throw ModelError.unknownArchitecture(name: name, supported: supported, path: path)
  }
}

extension CheckpointParameters {
  /// Refuses output weights that should be the embedding and are not.
  func checkTied(_ name: String, _ embedding: Tensor) throws {
    guard has(name) else { return }
    let stored = try tensor(named: name, shape: embedding.shape, initially: .zeros)
    let own = stored.to(embedding.dtype).to(embedding.device)
    guard (own .== embedding.detached()).all().array(Bool.self) == [true] else {
      throw ModelError.tiedWeightsDiffer(name: name, path: place)
    }
  }
}
