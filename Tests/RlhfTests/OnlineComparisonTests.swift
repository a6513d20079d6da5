import Foundation
import Testing

@Suite("Learning from comparisons of a model's own completions")
struct OnlineComparisonTests {
  private func arguments(_ output: URL, _ more: [String]) -> [String] {
    [
      "online-dpo", "--model", "model", "--data", "prompts.jsonl", "--output", output.path,
    ]
      + [
        "threads=1", "maximum_length=48", "held_out_fraction=0.2",
        "online_dpo.dpo.optimization.maximum_steps=3", "online_dpo.dpo.optimization.batch_size=2",
        "online_dpo.sampling.maximum_new_tokens=6",
      ].flatMap { ["--set", $0] } + more
  }

  @Test("writes a model and metrics, judged by a model")
  func byModel() throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let result = try rlhf(
      arguments(output, ["--reward-model", "reward"]), in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    let metrics = try laboratory.metrics(in: output)
    #expect(metrics.count == 4)
    for name in ["objective/scores", "ties", "completions/mean_length", "eval_objective/kl"] {
      #expect(metrics[3][name] != nil, "\(name)")
    }
    #expect(try laboratory.status(in: output) == "finished")
  }

  @Test("takes a command that compares two at once")
  func byCommand() throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let command = "while read -r line; do echo '{\"best\": null}'; done"
    let result = try rlhf(
      arguments(output, ["--judge-command", command]), in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try laboratory.metrics(in: output).last?["ties"] == 1)
    let both = try rlhf(
      arguments(output, ["--judge-command", command, "--reward-model", "reward"]),
      in: laboratory.folder)
    #expect(both.status == 64 && both.errors.contains("leave one of them out"))
  }

  @Test(
    "best-of writes rows that the next command takes",
    arguments: ["demonstrations", "comparisons", "rankings"])
  func bestOf(format: String) throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    let file = folder.appendingPathComponent("best.jsonl")
    func write(_ more: [String] = []) throws -> CommandResult {
      try rlhf(
        [
          "best-of", "--model", "model", "--reward-model", "reward", "--data", "prompts.jsonl",
          "-n", "5", "--limit", "3", "--maximum-new-tokens", "6", "--format", format, "--output",
          file.path,
        ] + more, in: laboratory.folder)
    }
    let result = try write()
    #expect(result.status == 0, "\(result.errors)")
    for words in ["best of", "mean score", "KL at most", "Next: rlhf"] {
      #expect(result.output.contains(words), "\(words)")
    }
    let first = text(of: file)
    #expect(!first.isEmpty)
    #expect(try write().status == 1, "nothing is overwritten unasked")
    #expect(try write(["--overwrite", "--batch-size", "2"]).status == 0)
    #expect(text(of: file) == first, "no result depends on what is written together")
  }
}
