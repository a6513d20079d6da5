import Foundation
import Testing

@Suite("PPO's settings in a run")
struct PPOSettingsTests {
  @Test("holds a cost down, learns texts beside, shapes scores and moves the reference")
  func everything() throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let cost = "while read -r line; do echo '{\"reward\": 2}'; done"
    let result = try rlhf(
      laboratory.training(
        "ppo", output, steps: 4,
        [
          "--cost-command", cost, "--ptx-data", "demonstrations.jsonl", "--set",
          "ppo.ptx_coefficient=0.5", "--set", "ppo.cost_constraint.limit=1", "--set",
          "ppo.critic_warmup=1", "--set", "ppo.reward_shaping.normalization=running", "--set",
          "ppo.reference_update_every=2", "--set", "checkpoint_every=2",
        ]), in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    let metrics = try laboratory.metrics(in: output)
    #expect(metrics[1]["policy/update_count"] == 0 && metrics[1]["loss/ptx_avg"] == nil)
    let last = try #require(metrics.last)
    #expect(last["loss/ptx_avg"] != nil)
    #expect(last["objective/costs"] == 2 && last["eval_objective/costs"] == 2)
    #expect((last["objective/cost_multiplier"] ?? 0) > 1)
    let reference = output.appendingPathComponent("checkpoints/step-000002/reference/config.json")
    #expect(FileManager.default.fileExists(atPath: reference.path))
  }

  @Test(
    "refuses what has no effect, or lacks what it works on",
    arguments: [
      (["ppo.ptx_coefficient=1"], "ptx_data names no file"),
      (["ptx_data=demonstrations.jsonl"], "the texts would have no weight"),
      (["ppo.cost_constraint.limit=1"], "nothing judges cost"),
      (["cost_model=reward", "cost_command=cat"], "leave one out"),
      (["ppo.reference_decay=0.9"], "the reference never moves"),
      (["ppo.reward_shaping.free_length=3"], "ppo.reward_shaping.free_length is 3"),
      (["ppo.ratio_cap=1.1"], "ppo.ratio_cap is 1.1"),
    ])
  func nonsense(settings: [String], words: String) throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let result = try rlhf(
      laboratory.training("ppo", output, settings.flatMap { ["--set", $0] }),
      in: laboratory.folder)
    #expect(result.status == 64)
    #expect(result.complaints.count == 1 && result.errors.contains(words), "\(result.errors)")
  }
}
