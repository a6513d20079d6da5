public import Foundation
public import NeuralNetworks
public import Torch

extension LanguageModel {
  /// A model that shares all of this one's weights, and has adapters to learn with.
  ///
  /// LoRA, Hu et al. 2021 (arXiv:2106.09685). The weights are frozen by it. At first it computes
  /// the same.
  ///
  /// - Precondition: This model has no adapters itself.
  /// - Parameters:
  ///   - generator: Draws the adapters' first weights.
  ///   - folder: Where this model is, to be written down with the adapters.
  /// - Throws: `NeuralNetworkError.noSuchMap` when the model has no map of a target's name.
  public func adapted(
    by configuration: LoRAConfiguration, using generator: Generator, baseFolder folder: URL
  ) throws -> LanguageModel {
    try LanguageModel(
      Adaptation(configuration: configuration, base: self, basePath: folder.path),
      from: RandomParameters(using: generator))
  }

  /// Whether it has adapters.
  public var hasAdapters: Bool { adaptation != nil }

  /// The model that it adapts, where it has adapters.
  public var base: LanguageModel? { adaptation?.base }

  /// What it computed before it learned: the model that it adapts, without a copy, or a copy of a
  /// model that has no adapters and has yet to learn.
  public func reference() throws -> LanguageModel { try adaptation?.base ?? copy() }

  /// A model with what the adapters learned in its weights.
  public func merged() throws -> LanguageModel {
    guard hasAdapters else { return try copy() }
    let merged = try LanguageModel(
      configuration,
      ParameterStore(from: MergedParameters(of: parameters), in: dtype, on: device))
    try merged.parameters.finish()
    return merged
  }

  /// Opens adapters and the model that they belong to.
  convenience init(adapters: AdapterFolder, in dtype: DType, on device: Device) throws {
    let base = try LanguageModel(folder: adapters.base, in: dtype, on: device)
    try self.init(
      Adaptation(configuration: adapters.configuration, base: base, basePath: adapters.base.path),
      from: adapters.parameters())
  }

  convenience init(
    _ adaptation: Adaptation<LanguageModel>, from source: any ParameterSource
  ) throws {
    let base = adaptation.base
    try self.init(
      base.configuration,
      ParameterStore(adapting: base.parameters, by: adaptation.configuration, from: source),
      adaptation)
    try parameters.finish()
  }

  /// Puts its weights back to those in a folder that it was saved to.
  ///
  /// - Throws: `ModelError`, `NeuralNetworkError` or `TorchError`; nothing has changed then.
  public func restore(from folder: URL) throws {
    guard let adaptation else {
      return parameters.copyValues(from: try LanguageModel(folder: folder).parameters)
    }
    let saved = try AdapterFolder(folder)
    let model = try LanguageModel(adaptation, from: saved.parameters())
    parameters.copyValues(from: model.parameters)
  }
}
