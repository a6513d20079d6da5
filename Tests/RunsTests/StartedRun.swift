import Foundation

@testable import Runs

/// Starts a run, or goes on with one.
func start(
  _ folder: URL, seed: UInt64 = 7, configuration: String = #"{"ppo": {"beta": 0.1}}"#,
  inputs: [URL] = [], resuming: Bool = false, overwriting: Bool = false
) throws -> Run {
  try Run(
    folder: folder, command: "ppo", arguments: ["--config", "\(NSHomeDirectory())/a.yaml"],
    configuration: Data(configuration.utf8), seed: seed, inputs: InputHashes(of: inputs),
    versions: ["package": "0.1.0"], resuming: resuming, overwriting: overwriting)
}

/// Writes a file of weights.
func write(_ text: String, into folder: URL) throws {
  try Data(text.utf8).write(to: folder.appendingPathComponent("weights"))
}
