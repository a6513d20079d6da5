import Foundation
import Testing

@Suite("A gold judge")
struct GoldTests {
  /// A shell command that scores by the number of the request, so that each round has its own mean.
  private func judge(_ program: String) -> String {
    "while read -r line; do \(program); done"
  }

  private func train(
    _ command: String, _ output: URL, steps: Int = 6, _ more: [String]
  ) throws -> CommandResult {
    let laboratory = try Laboratory.shared()
    return try rlhf(
      laboratory.training(
        command, output, steps: steps,
        ["--set", "gold.every=2", "--set", "gold.prompts=prompts.jsonl", "--set", "gold.size=4"]
          + more), in: laboratory.folder)
  }

  @Test(
    "is asked at the start, every few steps and at the end, and the best model is kept",
    arguments: ["ppo", "grpo", "rloo"])
  func rounds(command: String) throws {
    let output = try temporaryFolder().appendingPathComponent("run")
    // The judge likes each completion less than the one before.
    let falling = judge(#"n=$((n-1)); echo "{\"reward\": $n}""#)
    let result = try train(command, output, steps: 5, ["--gold-command", falling])
    #expect(result.status == 0, "\(result.errors)")
    let rows = try Laboratory.shared().metrics(in: output)
    let rounds = rows.filter { $0["gold/score"] != nil }
    #expect(rounds.map { $0["step"] } == [0, 2, 4, 5])
    // Four prompts and two completions of each: −1 … −8, then −9 … −16, and so on.
    #expect(rounds.map { $0["gold/score"] } == [-4.5, -12.5, -20.5, -28.5])
    #expect(rounds.map { $0["gold/win_rate"] } == [0.5, 0, 0, 0])
    for row in rounds {
      let (lower, upper) = (row["gold/score_lower"] ?? .nan, row["gold/score_upper"] ?? .nan)
      #expect(lower <= row["gold/score"] ?? .nan && upper >= row["gold/score"] ?? .nan)
      #expect(row["gold/reward"] != nil && row["gold/length"] != nil)
    }
    #expect(abs(rounds[0]["gold/kl"] ?? 0) < 1e-5, "the policy has not moved yet")
    // Every step has what its texts tell.
    #expect(rows.dropFirst().allSatisfy { $0["text/empty"] != nil })

    let standing =
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: output.appendingPathComponent("best/gold.json"))) as? [String: Any]
    #expect(standing?["step"] as? Int == 0 && standing?["score"] as? Double == -4.5)
    let best = try Data(contentsOf: output.appendingPathComponent("best/model.safetensors"))
    #expect(try best != Laboratory.shared().weights(in: output))
    #expect(result.output.contains("after step 0, is in"))

    let samples = text(of: output.appendingPathComponent("samples.jsonl")).split(separator: "\n")
    #expect(samples.count == 4 * rounds.count && samples[0].contains(#""gold":-1,"#))
  }

  @Test("stops a run that gets no better, with the best model as its model")
  func patience() throws {
    let output = try temporaryFolder().appendingPathComponent("run")
    let falling = judge(#"n=$((n-1)); echo "{\"reward\": $n}""#)
    let result = try train(
      "ppo", output, steps: 40, ["--gold-command", falling, "--set", "gold.patience=3"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("Stopped after step"))
    #expect(result.output.contains("The model, the best by gold score"))
    #expect(try Laboratory.shared().status(in: output) == "finished")
    let best = try Data(contentsOf: output.appendingPathComponent("best/model.safetensors"))
    #expect(try Laboratory.shared().weights(in: output) == best)
  }

  @Test("draws nothing from what training draws")
  func isNotFelt() throws {
    let (with, without) = (
      try temporaryFolder().appendingPathComponent("run"),
      try temporaryFolder().appendingPathComponent("run")
    )
    let laboratory = try Laboratory.shared()
    let watched = try train("ppo", with, ["--gold-model", "model-gold"])
    #expect(watched.status == 1 && watched.errors.contains("model-gold"), "\(watched.errors)")
    let constant = judge(#"echo '{"reward": 1}'"#)
    #expect(try train("ppo", with, ["--gold-command", constant, "--overwrite"]).status == 0)
    let plain = try rlhf(laboratory.training("ppo", without, steps: 6), in: laboratory.folder)
    #expect(plain.status == 0)
    #expect(try laboratory.weights(in: with) == laboratory.weights(in: without))
  }

  @Test("has the same rounds in a run that was stopped and goes on")
  func resuming() throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    let (whole, parted) = (
      folder.appendingPathComponent("whole"), folder.appendingPathComponent("parted")
    )
    let byLength = judge(#"echo "{\"reward\": ${#line}}""#)
    let more = ["--gold-command", byLength, "--set", "checkpoint_every=3"]
    #expect(try train("ppo", whole, steps: 12, more).status == 0)
    let running = try RunningCommand(
      laboratory.training(
        "ppo", parted, steps: 12,
        ["--set", "gold.every=2", "--set", "gold.prompts=prompts.jsonl", "--set", "gold.size=4"]
          + more), in: laboratory.folder)
    let checkpoints = parted.appendingPathComponent("checkpoints").path
    while running.isRunning,
      (try? FileManager.default.contentsOfDirectory(atPath: checkpoints))?
        .contains(where: { $0.hasPrefix("step-") }) != true
    { usleep(500) }
    running.send(SIGKILL)
    _ = running.finish()
    let resumed = try train("ppo", parted, steps: 12, more + ["--resume"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try laboratory.metrics(in: parted) == laboratory.metrics(in: whole))
    for file in ["samples.jsonl", "gold.jsonl", "best/gold.json"] {
      #expect(
        text(of: parted.appendingPathComponent(file))
          == text(of: whole.appendingPathComponent(file)))
    }
  }

  @Test(
    "is refused where it makes no sense",
    arguments: [
      (["--gold-model", "reward"], "which is learned from as well"),
      (["--gold-model", "a", "--gold-command", "b"], "both given"),
      (["--set", "gold.patience=2"], "nobody judges"),
      (["--gold-command", "b", "--set", "gold.every=0"], "gold.every"),
    ])
  func nonsense(arguments: [String], words: String) throws {
    let output = try temporaryFolder().appendingPathComponent("run")
    let laboratory = try Laboratory.shared()
    let result = try rlhf(laboratory.training("ppo", output, arguments), in: laboratory.folder)
    #expect(result.status == 64 && result.errors.contains(words), "\(result.errors)")
  }
}
