import Foundation
import Testing

@Suite("Training without a critic")
struct GroupTrainingTests {
  @Test(
    "by GRPO and RLOO writes a model, metrics, samples and a record", arguments: ["grpo", "rloo"])
  func run(command: String) throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let result = try rlhf(
      laboratory.training(
        command, output, steps: 4,
        ["--set", "\(command).completions_per_prompt=3", "--set", "\(command).kl_coefficient=0.1"]),
      in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("The model is in \(output.path)/model\nNext: rlhf evaluate"))
    let metrics = try laboratory.metrics(in: output)
    #expect(metrics.count == 5)
    for name in ["reward", "reward_std", "kl", "objective/kl", "eval_objective/kl", "grad_norm"] {
      #expect(metrics[4][name] != nil, "\(name)")
    }
    #expect(metrics[0]["eval_objective/kl"] == 0)
    #expect(text(of: output.appendingPathComponent("notes.log")).contains("rollout 4, score"))
    #expect(try laboratory.status(in: output) == "finished")
    #expect(try laboratory.weights(in: output).count > 0)
  }

  @Test("takes a command for a reward, and needs no reference where KL costs nothing")
  func byCommand() throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let command = "while read -r line; do echo '{\"reward\": 0.25}'; done"
    let result = try rlhf(
      laboratory.training("grpo", output, ["--reward-command", command]), in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    let last = try laboratory.metrics(in: output).last ?? [:]
    #expect(last["reward"] == 0.25 && last["frac_reward_zero_std"] == 1)
    #expect(last["objective/kl"] == nil && last["eval_objective/kl"] == nil)
    let notes = text(of: output.appendingPathComponent("notes.log"))
    #expect(notes.components(separatedBy: "all rewards are equal").count == 2, "said once")
  }

  @Test(
    "refuses a recipe that makes no sense",
    arguments: [
      ("grpo.completions_per_prompt=1", "completions_per_prompt is 1"),
      ("grpo.advantages=groupscaled", "groupScaled, batchScaled"),
      ("grpo.sampling.top_p=0.5", "grpo.sampling is filtered"),
      ("grpo.sampling.maximum_new_tokens=48", "grpo.sampling.maximum_new_tokens is 48"),
    ])
  func nonsense(setting: String, words: String) throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let result = try rlhf(
      laboratory.training("grpo", output, ["--set", setting]), in: laboratory.folder)
    #expect(result.status == 64)
    #expect(result.complaints.count == 1 && result.errors.contains(words), "\(result.errors)")
  }

  @Test(
    "refuses rewards that make no sense",
    arguments: [
      ("[]", "all empty"), ("[{name: a, pattern: b, kind: model}]", "must have a model"),
      ("[{name: a, kind: last_number, pattern: b}]", "pattern has no effect"),
      ("[{name: a b, pattern: b}]", "must be a word"), ("[{pattern: b}]", "must be a word"),
      ("[{name: a, pattern: b}, {name: a, pattern: c}]", "that of an earlier one"),
      ("[{name: a, pattern: b, weight: 0}]", "weight is 0"),
      ("[{name: a, patern: b}]", "patern"), ("[{name: a, kind: number}]", "none of model, command"),
      ("[{name: a, pattern: '('}]", "regular expression"),
    ])
  func badRewards(list: String, words: String) throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let result = try rlhf(
      laboratory.training("grpo", output, ["--set", "rewards=\(list)"]), in: laboratory.folder)
    #expect([1, 64].contains(result.status))
    #expect(result.complaints.count == 1 && result.errors.contains(words), "\(result.errors)")
  }

  @Test("adds up several rewards, and reports each", arguments: ["grpo", "rloo", "ppo"])
  func severalRewards(command: String) throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let list = "[{name: any, pattern: '(?s).*', weight: 0.5}, {name: model, model: reward}]"
    let result = try rlhf(
      laboratory.training(command, output, ["--set", "rewards=\(list)"]), in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    let last = try laboratory.metrics(in: output).last ?? [:]
    #expect(last["eval_rewards/any/mean"] == 1 && last["eval_rewards/model/mean"] != nil)
    let due = 0.5 + (last["eval_rewards/model/mean"] ?? .nan)
    #expect(abs((last["eval_objective/scores"] ?? 0) - due) < 1e-6)
    // PPO's loop records the sum alone.
    #expect(command == "ppo" || last["rewards/any/mean"] == 1)
  }

  @Test(
    "by REINFORCE++, ReMax and GDPO runs from settings alone",
    arguments: [
      ["advantages=rolloutScaled", "completions_per_prompt=1", "kl_placement=token"],
      ["advantages=greedyBaseline", "completions_per_prompt=1", "aggregation=sequenceSum"],
      ["advantages=groupScaledEach"],
    ])
  func relatives(settings: [String]) throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let list = "rewards=[{name: any, pattern: e}, {name: model, model: reward}]"
    let result = try rlhf(
      laboratory.training(
        "grpo", output, ["--set", list] + settings.flatMap { ["--set", "grpo.\($0)"] }),
      in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
  }
}
