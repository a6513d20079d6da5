import Foundation
import Models
import NeuralNetworks
import Objectives
import Runs

/// What a checkpoint holds beside weights and moments: where the loop was.
struct LoopState: Codable, Equatable {
  /// Optimizer steps (in PPO: rollouts) that were made.
  var step = 0
  /// Tokens that went through the policy.
  var seenTokenCount = 0
  /// The state of the sampler's generator; empty where nothing is sampled.
  var generatorState = Data()
  /// The price of KL, where it changes.
  var klCoefficient = 0.0
  /// The mean of all rewards so far, for BCO.
  var rewards: RunningMoments?
  /// The moments of the scores so far, where they have a say in those to come.
  var scoreMoments: RunningMoments?
  /// How many prompts were drawn, where that does not follow from the step.
  var drawnPromptCount: Int?
  /// The price of a completion's cost, where a cost model judges.
  var costMultiplier: CostMultiplier?

  static func read(from folder: URL) throws -> LoopState {
    let file = folder.appendingPathComponent("state.json")
    do {
      return try JSONDecoder().decode(LoopState.self, from: Data(contentsOf: file))
    } catch {
      throw TrainingError.badCheckpoint(
        path: file.path, reason: "cannot be read as the state of a training loop")
    }
  }

  func write(to folder: URL) throws {
    let data = try JSONEncoder().encode(self)
    try writeAtomically(data, to: folder.appendingPathComponent("state.json"))
  }
}

/// The file of an optimizer's moments in a checkpoint.
private let optimizerFile = "optimizer.safetensors"

extension LoopState {
  /// Writes a checkpoint of a language model: an HF folder with the loop's state beside it.
  func save(with policy: LanguageModel, _ optimizer: ScheduledOptimizer, to folder: URL) throws {
    try policy.save(to: folder)
    try optimizer.save(to: folder.appendingPathComponent(optimizerFile))
    try write(to: folder)
  }

  /// Writes a checkpoint of a reward model or critic.
  func save(with model: ScalarModel, _ optimizer: ScheduledOptimizer, to folder: URL) throws {
    try model.save(to: folder)
    try optimizer.save(to: folder.appendingPathComponent(optimizerFile))
    try write(to: folder)
  }
}

extension Journal {
  /// Puts a policy and its optimizer back to where the checkpoint had them.
  ///
  /// - Returns: Where the loop was; the beginning for a run that starts.
  func resume(_ policy: LanguageModel, _ optimizer: ScheduledOptimizer) throws -> LoopState {
    guard let checkpoint else { return LoopState() }
    try policy.restore(from: checkpoint)
    try optimizer.load(from: checkpoint.appendingPathComponent(optimizerFile))
    return try LoopState.read(from: checkpoint)
  }

  /// Puts a reward model and its optimizer back to where the checkpoint had them.
  func resume(_ model: ScalarModel, _ optimizer: ScheduledOptimizer) throws -> LoopState {
    guard let checkpoint else { return LoopState() }
    try model.restore(from: checkpoint)
    try optimizer.load(from: checkpoint.appendingPathComponent(optimizerFile))
    return try LoopState.read(from: checkpoint)
  }
}
