import Foundation
import Testing

@Suite("The demo of broken rewards")
struct DemoHacksTests {
  @Test("trains each trial once, as a run like any other, and sums up what the diagnosis said")
  func quick() throws {
    let folder = try temporaryFolder()
    let arguments = [
      "demo", "--hacks", "--quick", "--seeds", "1", "--output", "hacks", "--trial", "clean",
      "--trial", "undertrained",
    ]
    let result = try rlhf(arguments, in: folder)
    #expect(result.status == 0, "\(result.errors)")
    for words in ["clean, PPO", "The true score rises and falls", "points of the best"] {
      #expect(result.output.replacing("\n", with: " ").contains(words), "\(words)")
    }
    let trial = folder.appendingPathComponent("hacks/seed-1/undertrained")
    let metrics = text(of: trial.appendingPathComponent("metrics.jsonl"))
    let names = [
      "true/score", "gold/score_lower", "gold/agreement", "gold/lookahead", "gold/fall",
      "text/template", "reward/length_slope", "policy/first_ratio_error",
    ]
    for name in names { #expect(metrics.contains("\"\(name)\": "), "\(name)") }
    #expect(text(of: trial.appendingPathComponent("run.json")).contains("\"finished\""))
    #expect(
      FileManager.default.fileExists(
        atPath: trial.appendingPathComponent("verdicts.jsonl").path))
    let numbers = text(of: folder.appendingPathComponent("hacks/hacks.json"))
    #expect(numbers.contains("\"undertrained\"") && numbers.contains("\"trueFall\""))
    let page = text(of: folder.appendingPathComponent("hacks/report.html"))
    #expect(page.contains("<svg") && !page.contains("://"))

    let again = try rlhf(arguments, in: folder)
    #expect(again.output == result.output)
    #expect(!again.errors.contains("steps"), "\(again.errors)")
    #expect(text(of: trial.appendingPathComponent("metrics.jsonl")) == metrics)
    let summary = try rlhf(
      ["demo", "--summarize", "hacks", "--output", "summary"], in: folder)
    #expect(summary.output.contains("clean, PPO"), "\(summary.errors)")
    #expect(text(of: folder.appendingPathComponent("summary/hacks.json")) == numbers)
  }

  @Test("refuses trials that there are not, folders without any, and two demos at once")
  func mistakes() throws {
    let folder = try temporaryFolder()
    let trial = try rlhf(["demo", "--hacks", "--trial", "nonsense"], in: folder)
    #expect(trial.status == 64 && trial.errors.contains("--trial nonsense is none of clean"))
    let both = try rlhf(["demo", "--hacks", "--compare"], in: folder)
    #expect(both.status == 64 && both.errors.contains("pass one of them"))
    let empty = try rlhf(["demo", "--summarize", "nothing"], in: folder)
    #expect(empty.status == 1 && empty.errors.contains("holds no finished trial"))
  }
}
