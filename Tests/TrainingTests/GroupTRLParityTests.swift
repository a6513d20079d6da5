import Batches
import Datasets
import Foundation
import Models
import NeuralNetworks
import Objectives
import Scoring
import Testing
import Torch

@testable import Training

/// What TRL itself computed: beside the repository on the project's own machines only.
private let shared = fixtures.appendingPathComponent("../../../shared/fixtures").standardizedFileURL

private let hasShared = FileManager.default.fileExists(
  atPath: shared.appendingPathComponent("parity/grpo-llama-nano-sft").path)

@Suite(
  "A rollout of TRL's GRPO and RLOO",
  .enabled(if: hasShared, "TRL's traces (../shared/fixtures/parity) are not on this machine"))
struct GroupTRLParityTests {
  init() { threadCount = 1 }

  /// TRL's third rollout: two prompts with four completions each.
  private struct Trace {
    let file: SafetensorsFile
    let episodes: [Episode]
    let rewards: [Double]

    init(_ method: String) throws {
      let file = try SafetensorsFile(
        shared.appendingPathComponent("parity/\(method)-llama-nano-sft/arrays.safetensors"))
      func rows(_ name: String) throws -> [[Int]] {
        let all = try file.tensor(named: "rollout.\(name)")
        let (count, width) = all.shape2
        let isReal = try file.tensor(
          named: "rollout.\(name.replacing("_ids", with: "_mask"))"
        ).integers
        let ids = all.integers
        return (0..<count).map { row in
          (row * width..<(row + 1) * width).filter { isReal[$0] == 1 }.map { ids[$0] }
        }
      }
      self.file = file
      rewards = try file.tensor(named: "rollout.rewards").floats.map(Double.init)
      episodes = zip(try rows("prompt_ids"), try rows("completion_ids")).map { prompt, completion in
        Episode(
          prompt: Prompt(.text("")), completion: "",
          sequence: TokenizedSequence(
            tokens: prompt + completion, completionStart: prompt.count),
          isFinished: completion.last == 0)
      }
    }

    /// TRL's numbers of each completion's tokens, without the padding.
    func completionRows(_ name: String) throws -> [[Float]] {
      let all = try file.tensor(named: "rollout.\(name)")
      let width = all.shape2.1
      let values = all.floats
      return episodes.enumerated().map { row, episode in
        Array(values[(row * width)..<(row * width + episode.sequence.completion.count)])
      }
    }
  }

  private func evaluate(
    _ trace: Trace, _ configuration: GroupConfiguration
  ) throws -> GroupRollout {
    let model = shared.appendingPathComponent("models/llama-nano-sft")
    let reference = try LanguageModel(folder: model)
    reference.parameters.freeze()
    return evaluated(
      SampledGroups(trace.episodes, trace.rewards),
      sampled: try trace.completionRows("nograd_token_logps_0"),
      by: try LanguageModel(folder: model), reference, configuration)
  }

  private func expect(
    _ found: Tensor, _ due: [[Float]], _ trace: Trace, within tolerance: Double, _ name: String
  ) {
    let time = found.shape2.1
    let values = found.floats
    var largest = 0.0
    for (row, episode) in trace.episodes.enumerated() {
      for (index, value) in due[row].enumerated() {
        let place = row * time + episode.sequence.completionStart + index
        largest = max(largest, Double(abs(values[place] - value)))
      }
    }
    #expect(largest < tolerance, "\(name): \(largest) from TRL")
  }

  @Test("has TRL's log probabilities of the reference and advantages", arguments: ["grpo", "rloo"])
  func arrays(method: String) throws {
    let trace = try Trace(method)
    var configuration = method == "grpo" ? GroupConfiguration.grpo : .rloo
    configuration.completionsPerPrompt = 4
    if method == "grpo" { configuration.klCoefficient = 0.04 }
    let rollout = try evaluate(trace, configuration)
    let reference = try #require(rollout.referenceLogProbabilities)
    expect(
      reference, try trace.completionRows("nograd_token_logps_1"), trace, within: 2e-5,
      "\(method): log π₀")
    let advantages = try trace.file.tensor(named: "rollout.advantages").floats
    let due = zip(trace.episodes, advantages).map {
      Array(repeating: $1, count: $0.sequence.completion.count)
    }
    expect(rollout.advantages, due, trace, within: 1e-5, "\(method): A")
  }

  @Test("has the metrics that TRL logged", arguments: ["grpo", "rloo"])
  func metrics(method: String) throws {
    let trace = try Trace(method)
    var configuration = method == "grpo" ? GroupConfiguration.grpo : .rloo
    configuration.completionsPerPrompt = 4
    let found = try evaluate(trace, configuration).metrics(configuration)
    let log = shared.appendingPathComponent("parity/\(method)-llama-nano-sft/steps.jsonl")
    let line = try String(contentsOf: log, encoding: .utf8).split(separator: "\n")[4]
    let logged = try JSONDecoder().decode([String: Double].self, from: Data(line.utf8))
    var compared = 0
    for name in found.keys where logged[name] != nil && (name != "kl" || method == "rloo") {
      #expect(relativeError(found[name] ?? .nan, logged[name] ?? 0) < 1e-5, "\(name)")
      compared += 1
    }
    #expect(compared >= 10)
  }
}
