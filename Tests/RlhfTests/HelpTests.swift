import Foundation
import Testing

@Suite("Help")
struct HelpTests {
  @Test("names every command, quickly and without libtorch")
  func names() throws {
    let start = ContinuousClock.now
    let result = try rlhf(["--help"], in: temporaryFolder(), shell: "LIBCTORCH=/none exec \"$@\"")
    #expect(ContinuousClock.now - start < .seconds(2))
    #expect(result.status == 0)
    for command in [
      "sft", "reward", "ppo", "grpo", "rloo", "dpo", "online-dpo", "kto", "generate", "best-of",
      "chat", "evaluate", "frontier", "average", "report", "watch", "tokenizer", "doctor",
    ] {
      #expect(result.output.contains("\n  \(command) "), "\(command)")
    }
  }

  @Test(
    "of each command says what it does and takes",
    arguments: [
      (["sft"], "--set <key=value>"), (["reward"], "--resume"), (["ppo"], "--reward-command"),
      (["grpo"], "--reward-command"), (["rloo"], "leave-one-out"), (["dpo"], "--reference"),
      (["online-dpo"], "--judge-command"), (["best-of"], "--least-score"),
      (["generate"], "--count"), (["chat"], "/reset"),
      (["evaluate"], "--judge"), (["tokenizer"], "train"), (["doctor"], "--model"),
      (["tokenizer", "train"], "--vocabulary-size"),
      (["average"], "--models"), (["frontier"], "--best-of"), (["best-of"], "--gold-command"),
      (["report"], "--output"), (["watch"], "--terminal"),
    ])
  func ofCommand(command: [String], words: String) throws {
    let result = try rlhf(command + ["--help"], in: temporaryFolder())
    #expect(result.status == 0)
    #expect(result.output.contains("OVERVIEW:") && result.output.contains(words))
  }

  @Test("has a version")
  func version() throws {
    let result = try rlhf(["--version"], in: temporaryFolder())
    #expect(result.output.split(separator: ".").count == 3)
  }

  @Test(
    "answers wrong usage with status 64",
    arguments: [
      ["train"], ["sft", "--modle", "x"], ["sft", "--resume", "--overwrite"], ["generate"],
      ["generate", "--model", "x"], ["report"], ["watch", "a", "b", "--terminal"],
      ["evaluate", "--model", "x"],
      ["evaluate", "--model", "x", "--against", "y", "--prompts", "z"], ["tokenizer", "train"],
    ])
  func wrongUsage(arguments: [String]) throws {
    let result = try rlhf(arguments, in: temporaryFolder())
    #expect(result.status == 64)
    #expect(result.complaints.count == 1)
  }
}
