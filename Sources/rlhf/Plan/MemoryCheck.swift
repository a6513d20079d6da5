import Foundation
import Models
import NeuralNetworks
import Runs
import Torch
import Training

/// A run that cannot have the memory that it needs.
struct MemoryShortage: Error, CustomStringConvertible {
  /// One sentence: what is needed, what there is, and what to do.
  let description: String
}

extension Groundwork {
  /// Refuses a run that cannot fit: one whose weights, moments and gradients alone are more than the
  /// memory that there is.
  func refuseWithoutMemory<Keys: PlannedKeys>(_ recipe: Recipe<Keys>) throws {
    guard let room else { return }
    let models = try recipe.own.plannedModels(settings)
    let needed = MemoryPlan(models, processBytes: processBytes, []).leastBytes
    guard needed > room else { return }
    let remedy = try recipe.remedy(.sequences([]), within: room, processBytes: processBytes)
    let way =
      settings.memoryLimit > 0
      ? "raise memory_limit, now \(settings.memoryLimit)"
      : "start it all the same with --set memory_check=false"
    throw MemoryShortage(
      description: "weights, optimizer and gradients need \(shown(bytes: needed)) and "
        + "\(shown(bytes: room)) are there; \(advice(remedy?.settings)), or \(way)")
  }

  /// Says when a run will probably need more memory than there is.
  func noteMemory<Keys: PlannedKeys>(_ recipe: Recipe<Keys>, _ rows: PlannedRows) throws {
    guard let room else { return }
    let peak = try recipe.memoryPlan(rows, processBytes: processBytes).peak
    guard peak.total > room else { return }
    let remedy = try recipe.remedy(rows, within: room, processBytes: processBytes)
    note(
      "This run will probably need \(shown(bytes: peak.total)), in \(peak.name), and "
        + "\(shown(bytes: room)) are there; \(advice(remedy?.settings)). "
        + "rlhf plan \(Keys.command) says more.")
  }

  /// Bytes that this process may have in all; nil where nobody says or asks.
  private var room: Int? {
    guard settings.memoryCheck, device == .cpu else { return nil }
    if settings.memoryLimit > 0 { return settings.memoryRoom }
    return settings.memoryRoom.map { $0 + (MachineMemory.ofThisProcess ?? 0) }
  }
}

/// What to do about a run that does not fit.
func advice(_ settings: [String]?) -> String {
  guard let settings else { return "take a smaller model, or a machine with more memory" }
  return "it fits with " + settings.map { "--set \($0)" }.joined(separator: " ")
}

/// The bytes of a process that has opened libtorch and used it: with a model of a few thousand
/// weights a step is made, so that the pages of the engine's code are there.
func processBytesAtWork(on device: Device) throws -> Int {
  let configuration = ModelConfiguration(
    vocabularySize: 64, width: 32, layerCount: 1, headCount: 2, maximumPositions: 32)
  let model = try LanguageModel(configuration, using: Generator(seed: 1, on: device), on: device)
  let tokens = Tensor(Array(0..<32), shape: [1, 32], on: device)
  let hidden = model.decoder.hiddenStates(of: tokens, at: tokens, .causal)
  let optimizer = AdamW(model.parameters.trainable)
  model.logits(of: hidden).logSoftmax(along: -1).sum().backward()
  clipGradients(of: model.parameters.trainable.map(\.tensor), to: 1)
  optimizer.step(learningRate: 0)
  return MachineMemory.ofThisProcess ?? 0
}
