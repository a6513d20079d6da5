import NeuralNetworks
import Runs

extension ParameterStore {
  /// Leaves out inputs of adapters until `dropout.end()`: the same in the same step of a run, so
  /// that a resumed run equals the uninterrupted one.
  func beginDropout(_ seed: UInt64, step: Int) {
    dropout.begin(seed: derivedSeed(seed, "dropout \(step)"), on: device)
  }
}
