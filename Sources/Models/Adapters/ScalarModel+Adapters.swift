public import Foundation
public import NeuralNetworks
public import Torch

extension ScalarModel {
  /// A model that shares this one's trunk, and has adapters and a copy of its head to learn with.
  ///
  /// LoRA, Hu et al. 2021 (arXiv:2106.09685). The trunk is frozen by it. At first it computes the
  /// same.
  ///
  /// - Precondition: This model has no adapters itself.
  /// - Parameters:
  ///   - generator: Draws the adapters' first weights.
  ///   - folder: Where this model is, to be written down with the adapters.
  /// - Throws: `NeuralNetworkError.noSuchMap` when the model has no map of a target's name.
  public func adapted(
    by configuration: LoRAConfiguration, using generator: Generator, baseFolder folder: URL
  ) throws -> ScalarModel {
    let model = try ScalarModel(
      Adaptation(configuration: configuration, base: self, basePath: folder.path),
      from: RandomParameters(using: generator))
    withoutGradients { model.scoreWeight.assign(scoreWeight) }
    return model
  }

  /// Whether it has adapters.
  public var hasAdapters: Bool { adaptation != nil }

  /// A model with what the adapters learned in its weights.
  public func merged() throws -> ScalarModel {
    guard adaptation != nil else { return try copy() }
    let merged = try ScalarModel(
      configuration,
      ParameterStore(from: MergedParameters(of: parameters), in: dtype, on: device))
    try merged.parameters.finish()
    return merged
  }

  /// Opens adapters and the model that they belong to, which may be a language model.
  convenience init(adapters: AdapterFolder, in dtype: DType, on device: Device) throws {
    // The adapters' folder brings the head: the base's, if it has one, is never seen.
    let base = try ScalarModel(
      folder: adapters.base, headGenerator: Generator(seed: 0, on: device), in: dtype, on: device)
    try self.init(
      Adaptation(configuration: adapters.configuration, base: base, basePath: adapters.base.path),
      from: adapters.parameters())
  }

  convenience init(
    _ adaptation: Adaptation<ScalarModel>, from source: any ParameterSource
  ) throws {
    let base = adaptation.base
    try self.init(
      base.configuration,
      ParameterStore(
        adapting: base.parameters, by: adaptation.configuration, retraining: [scoreName],
        from: source),
      adaptation)
    try parameters.finish()
  }

  /// Puts its weights back to those in a folder that it was saved to.
  ///
  /// - Throws: `ModelError`, `NeuralNetworkError` or `TorchError`; nothing has changed then.
  public func restore(from folder: URL) throws {
    guard let adaptation else {
      let saved = try ScalarModel(folder: folder)
      parameters.copyValues(from: saved.parameters)
      configuration.rewardHeads = saved.configuration.rewardHeads
      return
    }
    let saved = try AdapterFolder(folder)
    let model = try ScalarModel(adaptation, from: saved.parameters())
    parameters.copyValues(from: model.parameters)
  }
}
