import Foundation
import Models
import NeuralNetworks
import Runs
import Torch

extension Groundwork {
  /// The model that is trained: the one to start from, with new adapters where the recipe asks for
  /// them.
  ///
  /// - Parameter drops: Whether the loop can leave out inputs of adapters.
  func policy(dropsOut drops: Bool = true) throws -> LanguageModel {
    try refuseAdapters(droppingOut: drops)
    let found = try languageModel(quantizing: settings.lora.quantizesBase)
    try checkQuantized(found.parameters)
    guard settings.lora.rank > 0 else { return found.hasAdapters ? try found.merged() : found }
    return try found.adapted(
      by: settings.lora, using: adapterGenerator("policy"), baseFolder: model)
  }

  /// The frozen model beside a policy: the one in a folder, or what the policy was before it
  /// learned, which needs no memory of its own where there are adapters.
  ///
  /// - Parameter moves: Whether it will follow the policy, and so has adapters if the policy has.
  func reference(
    _ path: String, for policy: LanguageModel, moves: Bool = false
  ) throws -> LanguageModel {
    guard path.isEmpty else { return try languageModel(path, called: "the reference") }
    return moves ? try policy.copy() : try policy.reference()
  }

  /// A reward model or critic that is trained, with new adapters where the recipe asks for them.
  ///
  /// - Parameters:
  ///   - folder: Where the model is.
  ///   - role: Its part in the run: each has adapters of its own.
  func trainable(_ model: ScalarModel, from folder: String, _ role: String) throws -> ScalarModel {
    let whole = model.hasAdapters ? try model.merged() : model
    guard settings.lora.rank > 0 else { return whole }
    return try whole.adapted(
      by: settings.lora, using: adapterGenerator(role), baseFolder: URL(fileURLWithPath: folder))
  }

  /// Refuses to keep in four bits what has no linear maps that could be.
  func checkQuantized(_ parameters: ParameterStore) throws {
    guard settings.lora.quantizesBase, parameters.quantizedCount == 0 else { return }
    throw ConfigurationError(
      "lora.quantizes_base is true and has no effect: the weights of \(displayed(model)) are "
        + "stored the other way round, as GPT-2's are, or are too small; set it to false")
  }

  /// Refuses adapters that would not do what the recipe says.
  func refuseAdapters(droppingOut drops: Bool = true) throws {
    guard settings.lora.rank > 0 else { return }
    guard drops || settings.lora.dropout == 0 else {
      throw ConfigurationError(
        "lora.dropout is \(settings.lora.dropout) and must be 0 here: what is sampled and what is "
          + "learned would come from different models")
    }
    guard !hasAdapters(model) else {
      throw RefusedInput(
        "\(displayed(model)) has adapters itself, and new ones need a whole model under them; "
          + "make one with rlhf merge --model \(displayed(model)) --output FOLDER")
    }
  }

  private func adapterGenerator(_ role: String) -> Generator {
    Generator(seed: derivedSeed(settings.seed, "adapters of the \(role)"), on: device)
  }
}
