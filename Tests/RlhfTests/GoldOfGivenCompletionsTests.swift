import Foundation
import Testing

@Suite("A gold judge of a policy that learns from given completions")
struct GoldOfGivenCompletionsTests {
  private func train(
    _ command: String, _ output: URL, steps: Int = 4, _ more: [String]
  ) throws -> CommandResult {
    let laboratory = try Laboratory.shared()
    return try rlhf(
      laboratory.training(command, output, steps: steps, more), in: laboratory.folder)
  }

  /// Four prompts, two completions of each, every second step; the judge likes each completion less
  /// than the one before.
  private let watching = [
    "--gold-prompts", "prompts.jsonl", "--gold-command",
    #"while read -r line; do n=$((n-1)); echo "{\"reward\": $n}"; done"#, "--set", "gold.every=2",
    "--set", "gold.size=4", "--set", "sampling.maximum_new_tokens=6",
  ]

  @Test("is asked on the way, and the best model is kept", arguments: ["dpo", "kto"])
  func rounds(command: String) throws {
    let output = try temporaryFolder().appendingPathComponent("run")
    let result = try train(command, output, steps: 5, watching)
    #expect(result.status == 0, "\(result.errors)")
    let rounds = try Laboratory.shared().metrics(in: output).filter { $0["gold/score"] != nil }
    #expect(rounds.map { $0["step"] } == [0, 2, 4, 5])
    #expect(rounds.map { $0["gold/score"] } == [-4.5, -12.5, -20.5, -28.5])
    #expect(abs(rounds[0]["gold/kl"] ?? .nan) < 1e-5, "the policy has not moved yet")
    #expect(abs(rounds[3]["gold/kl"] ?? 0) > 1e-5)
    #expect(rounds.allSatisfy { $0["gold/length"] != nil && $0["gold/reward"] == nil })
    #expect(result.output.contains("after step 0, is in"))
    let best = try Data(contentsOf: output.appendingPathComponent("best/model.safetensors"))
    #expect(try best != Laboratory.shared().weights(in: output))
    #expect(text(of: output.appendingPathComponent("verdicts.jsonl")).contains("overoptimization"))
    let samples = text(of: output.appendingPathComponent("samples.jsonl")).split(separator: "\n")
    #expect(samples.count == 4 * rounds.count)
  }

  @Test("is not felt by what it watches", arguments: ["dpo", "kto"])
  func isNotFelt(command: String) throws {
    let folder = try temporaryFolder()
    let (with, without) = (
      folder.appendingPathComponent("with"), folder.appendingPathComponent("without")
    )
    #expect(try train(command, with, watching).status == 0)
    #expect(try train(command, without, []).status == 0)
    #expect(
      try Laboratory.shared().weights(in: with) == Laboratory.shared().weights(in: without))
  }

  @Test("KTO's point of reference is not taken for a KL per token")
  func referencePoint() throws {
    let output = try temporaryFolder().appendingPathComponent("run")
    let fast = ["--set", "kto.optimization.learning_rate=0.1"]
    #expect(try train("kto", output, steps: 12, fast).status == 0)
    let found = try Laboratory.shared().metrics(in: output).compactMap { $0["kl"] }
    let means = (5...found.count).map { found[($0 - 5)..<$0].reduce(0, +) / 5 }
    #expect(try #require(means.max()) > 2, "beyond the limit of a KL per token: \(found)")
    let verdicts = text(of: output.appendingPathComponent("verdicts.jsonl"))
    #expect(!verdicts.contains("kl_blow_up"), "\(verdicts)")
  }

  @Test("says nothing of pairs of words where completions have none")
  func noWords() throws {
    let output = try temporaryFolder().appendingPathComponent("run")
    let short = watching + ["--set", "sampling.maximum_new_tokens=1"]
    #expect(try train("dpo", output, steps: 1, short).status == 0)
    let rounds = try Laboratory.shared().metrics(in: output).filter { $0["gold/score"] != nil }
    #expect(rounds.count == 2 && rounds.allSatisfy { $0["gold/distinct_2"] == nil })
  }

  @Test("ends a run that gets no better")
  func patience() throws {
    let output = try temporaryFolder().appendingPathComponent("run")
    let result = try train("dpo", output, steps: 40, watching + ["--set", "gold.patience=3"])
    #expect(result.status == 0)
    #expect(result.errors.contains("Stopped after step 4 of 40"), "\(result.errors)")
    #expect(result.output.contains("The model, the best by gold score"))
  }

  @Test(
    "is refused where it makes no sense",
    arguments: [
      (["--gold-command", "b"], "gold.prompts no file"),
      (["--set", "sampling.temperature=0.5"], "sampling has settings and no effect"),
      (["--gold-prompts", "p", "--set", "sampling.top_p=2"], "sampling.top_p"),
    ])
  func nonsense(arguments: [String], words: String) throws {
    let output = try temporaryFolder().appendingPathComponent("run")
    for command in ["dpo", "kto"] {
      let result = try train(command, output, arguments)
      #expect(result.status == 64 && result.errors.contains(words), "\(result.errors)")
    }
  }
}
