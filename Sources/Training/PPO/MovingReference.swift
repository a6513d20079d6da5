import Foundation
import Models
import NeuralNetworks
import Torch

extension PPOConfiguration {
  /// Whether the reference is another one at the end than at the start.
  var movesReference: Bool { referenceUpdateEvery > 0 }

  /// Moves the reference to the policy when it is time.
  ///
  ///     θ₀ ← d·θ₀ + (1 − d)·θ
  ///
  /// With d = 0 the reference is set anew; with d near 1 after every rollout it is an exponential
  /// moving average of the policies. Of adapters A and B are averaged, each by itself.
  ///
  /// - Parameter rollout: The number of the rollout that was learned from, from 1.
  func moveReference(_ reference: LanguageModel, to policy: LanguageModel, after rollout: Int) {
    guard movesReference, rollout % referenceUpdateEvery == 0 else { return }
    guard referenceDecay > 0 else {
      return reference.parameters.copyValues(from: policy.parameters)
    }
    withoutGradients {
      for (name, tensor) in reference.parameters.own {
        guard let source = policy.parameters[name] else { continue }
        tensor.scale(by: referenceDecay)
        tensor.add(source, times: 1 - referenceDecay)
      }
    }
  }

  /// Refuses a reference that cannot become the policy.
  func checkReference(_ reference: LanguageModel, fits policy: LanguageModel) throws {
    func shapes(_ model: LanguageModel) -> [String: [Int]] {
      model.parameters.own.reduce(into: [:]) { $0[$1.name] = $1.tensor.shape }
    }
    guard movesReference, shapes(reference) != shapes(policy) else { return }
    throw TrainingError.unlikeReference
  }
}

/// The folder of a reference that moves in a checkpoint of PPO.
private let referenceFolder = "reference"

extension LanguageModel {
  /// Writes a reference into a checkpoint.
  func saveAsReference(in folder: URL) throws {
    let inner = folder.appendingPathComponent(referenceFolder)
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    try save(to: inner)
  }

  /// Puts a reference back to where a checkpoint had it.
  func restoreAsReference(from folder: URL) throws {
    try restore(from: folder.appendingPathComponent(referenceFolder))
  }
}
