import Foundation
import Testing

@Suite("Kinds of reward models in a run")
struct RewardKindTests {
  /// Runs a training command in the laboratory, into a folder of its own.
  private func run(
    _ command: String, _ settings: [String], _ more: [String] = []
  ) throws -> (output: URL, result: CommandResult) {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let result = try rlhf(
      laboratory.training(
        command, output, steps: 2, more + settings.flatMap { ["--set", $0] }),
      in: laboratory.folder)
    return (output, result)
  }

  @Test("trains an ensemble, normalizes it, and rewards a policy by its least head")
  func ensemble() throws {
    let laboratory = try Laboratory.shared()
    let reward = try run(
      "reward",
      ["reward.heads=3", "reward.head_rows=bootstrap", "reward.normalization=after"],
      ["--model", "model"])
    #expect(reward.result.status == 0, "\(reward.result.errors)")
    let metrics = try #require(try laboratory.metrics(in: reward.output).last)
    #expect(metrics["ensemble/disagreement"] != nil)
    let model = reward.output.appendingPathComponent("model")
    let policy = try run(
      "ppo", ["reward_ensemble.rule=worst_case"], ["--reward-model", model.path])
    #expect(policy.result.status == 0, "\(policy.result.errors)")
    let mean = laboratory.folder.appendingPathComponent("mean of rewards")
    let average = try rlhf(
      ["average", "--models", model.path, model.path, "--output", mean.path],
      in: laboratory.folder)
    #expect(average.status == 0, "\(average.errors)")
    #expect(
      FileManager.default.fileExists(atPath: mean.appendingPathComponent("tokenizer.json").path))
  }

  @Test("keeps one head of ODIN's two")
  func lengthDebiasing() throws {
    let (output, result) = try run(
      "reward", ["reward.length_debiasing=odin", "reward.optimization.micro_batch_size=0"],
      ["--model", "model"])
    #expect(result.status == 0, "\(result.errors)")
    let config = try String(
      contentsOf: output.appendingPathComponent("model/config.json"), encoding: .utf8)
    #expect(!config.contains("reward_heads"))
  }

  @Test("judges steps, and rewards a policy by the worst of them")
  func steps() throws {
    let laboratory = try Laboratory.shared()
    let rows = ["sun", "rain", "wind", "snow"].map {
      #"{"prompt": "Tell me of \#($0):", "completions": ["it is", "kind"], "labels": [true, false]}"#
    }
    try laboratory.write(rows, to: "steps.jsonl")
    let reward = try run(
      "reward", ["reward.objective=stepwise"], ["--model", "model", "--data", "steps.jsonl"])
    #expect(reward.result.status == 0, "\(reward.result.errors)")
    let model = reward.output.appendingPathComponent("model")
    let policy = try run(
      "ppo", ["reward_ensemble.step_rule=product"], ["--reward-model", model.path])
    #expect(policy.result.status == 0, "\(policy.result.errors)")
  }

  @Test("keeps what the reference says, and finds it again", arguments: ["dpo", "kto"])
  func referenceCache(command: String) throws {
    let cache = try temporaryFolder().appendingPathComponent("cache")
    let first = try run(command, ["reference_cache=\(cache.path)"])
    #expect(first.result.status == 0 && first.result.errors.contains("is kept in"))
    let second = try run(command, ["reference_cache=\(cache.path)"])
    #expect(second.result.status == 0 && second.result.errors.contains("was found in"))
  }

  @Test(
    "refuses what has no effect",
    arguments: [
      ("ppo", "reward_ensemble.rule=worst_case", "one reward model with one head"),
      ("ppo", "reward_ensemble.uncertainty_weight=1", "does not heed it"),
      ("ppo", "reward_ensemble.step_rule=last", "does not judge steps"),
      ("reward", "reward.head_rows=bootstrap", "there is one head"),
      ("reward", "normalization_data=demonstrations.jsonl", "reward.normalization is none"),
      ("dpo", "dpo.reference_free=true", "reference_cache"),
    ])
  func nonsense(command: String, setting: String, words: String) throws {
    let cache = command == "dpo" ? ["reference_cache=cache"] : []
    let (_, result) = try run(command, [setting] + cache)
    #expect(result.status != 0)
    #expect(result.complaints.count == 1 && result.errors.contains(words), "\(result.errors)")
  }
}
