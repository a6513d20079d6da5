import Foundation
import Models
import Torch

/// By how much merging changed what a model computes.
struct MergeDifference {
  /// What was compared, as `logits`.
  let what: String
  /// The largest of all absolute differences.
  let value: Double
}

/// Merges adapters, and compares before and after on rows of random tokens.
///
/// - Returns: The difference, and what writes the whole model into a folder.
func merged(
  in folder: URL, on device: Device
) throws -> (difference: MergeDifference, save: (URL) throws -> Void) {
  if let model = try languageModel(in: folder, on: device) {
    let whole = try model.merged()
    let difference = largestDifference(model.configuration, on: device) { tokens, positions in
      [model, whole].map {
        $0.logits(of: $0.decoder.hiddenStates(of: tokens, at: positions, .causal))
      }
    }
    return (MergeDifference(what: "logits", value: difference), { try whole.save(to: $0) })
  }
  let model = try ScalarModel(folder: folder, on: device)
  let whole = try model.merged()
  let difference = largestDifference(model.configuration, on: device) { tokens, positions in
    [model, whole].map { $0.scores(of: tokens, at: positions, .causal) }
  }
  return (MergeDifference(what: "scores", value: difference), { try whole.save(to: $0) })
}

/// The language model in a folder; nil for a reward model.
private func languageModel(in folder: URL, on device: Device) throws -> LanguageModel? {
  do { return try LanguageModel(folder: folder, on: device) } catch {
    guard (try? ScalarModel(folder: folder, on: device)) == nil else { return nil }
    throw error
  }
}

private func largestDifference(
  _ configuration: ModelConfiguration, on device: Device,
  of outputs: (_ tokens: Tensor, _ positions: Tensor) -> [Tensor]
) -> Double {
  let (rows, time) = (4, min(64, configuration.contextLength))
  let drawn = Tensor.uniform([rows, time], using: Generator(seed: 0))
  let tokens = (drawn * Double(configuration.vocabularySize)).to(.int64).to(device)
  let positions = Tensor.range(0..<time, on: device).unsqueezed(0).expanded([rows, time])
  return withoutGradients {
    let found = outputs(tokens, positions)
    return (found[0] - found[1]).absolute().max().value
  }
}
