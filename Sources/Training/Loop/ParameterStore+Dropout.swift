import NeuralNetworks
import Runs

extension ParameterStore {
  /// Leaves out inputs of adapters until `endDropout()`: the same in the same step of a run, so
  /// that a resumed run equals the uninterrupted one.
  func beginDropout(_ seed: UInt64, step: Int) {
    dropout.begin(seed: derivedSeed(seed, "dropout \(step)"), on: device)
  }

  /// Lets all inputs of adapters through again.
  func endDropout() { dropout.end() }
}
