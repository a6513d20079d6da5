import Foundation
import Testing

@Suite("Contests of two models")
struct ContestTests {
  private let laboratory: Laboratory
  private let other: URL

  init() throws {
    laboratory = try Laboratory.shared()
    other = try temporaryFolder().appendingPathComponent("other")
    try TinyModel(width: 32).write(to: other, tokenizerFrom: laboratory.path("tokenizer"))
  }

  private func contest(_ more: String...) throws -> CommandResult {
    try rlhf(
      [
        "evaluate", "--model", "model", "--against", other.path, "--prompts", "prompts.jsonl",
        "--maximum-new-tokens", "8", "--device", "cpu",
      ] + more, in: laboratory.folder)
  }

  private func measures(_ result: CommandResult) throws -> [String: Any] {
    guard result.status == 0 else { throw Failure(description: result.errors) }
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return object as? [String: Any] ?? [:]
  }

  private func value(_ name: String, in measures: [String: Any]) -> Double? {
    measures[name] as? Double ?? (measures[name] as? [String: Any])?["value"] as? Double
  }

  /// A command that compares, in Python: `a` and `b` are the completions shown first and second.
  private func comparing(_ best: String) throws -> String {
    let file = try temporaryFolder().appendingPathComponent("judge.py")
    let program = """
      import json, sys
      for line in sys.stdin:
          a, b = json.loads(line)["completions"]
          print(json.dumps({"best": \(best)}), flush=True)
      """
    try Data(program.utf8).write(to: file)
    return "exec python3 '\(file.path)'"
  }

  @Test("show length beside every win rate, and what length alone explains is seen")
  func lengths() throws {
    let longer = try comparing("None if len(a) == len(b) else 0 if len(a) > len(b) else 1")
    let found = try measures(contest("--pair-command", longer, "--count", "3", "--json"))
    #expect(value("longer_wins", in: found) == 1)
    #expect(value("win_rate", in: found) == value("win_rate_if_longer_won", in: found))
    #expect(value("same_in_both_orders", in: found) == 1)
    #expect((value("length_effect", in: found) ?? 0) > 1)
    #expect(value("prompts", in: found) == 10 && value("pairs", in: found) == 30)
    for name in ["distinct_1", "distinct_2", "self_bleu", "entropy", "median_length", "cut_off"] {
      for side in [name, name + "_against"] { #expect(value(side, in: found) != nil, "\(side)") }
    }
    // A model that knows nothing of 300 tokens.
    #expect(abs((value("entropy", in: found) ?? 0) - log(300)) < 1)
  }

  @Test("call what flips with the order a tie, and say which place the judge loves")
  func positions() throws {
    let result = try contest("--pair-command", try comparing("0"), "--json")
    let found = try measures(result)
    #expect(value("win_rate", in: found) == 0.5 && value("ties", in: found) == 10)
    #expect(value("same_in_both_orders", in: found) == 0)
    #expect(value("first_place_bias", in: found) == 1)
    #expect(result.errors.contains("changed its verdict with the order in 10 of 10 pairs"))
  }

  @Test("keep every pair with its verdicts")
  func rows() throws {
    let file = try temporaryFolder().appendingPathComponent("rows.jsonl")
    let found = try measures(
      contest("--judge-command", judgeOfLength, "--count", "2", "--output", file.path, "--json"))
    let rows = try text(of: file).split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
    #expect(rows.count == 20)
    let wins = rows.count { $0["outcome"] as? String == "win" }
    let ties = rows.count { $0["outcome"] as? String == "tie" }
    #expect(value("win_rate", in: found) == (Double(wins) + Double(ties) / 2) / 20)
    #expect(rows.allSatisfy { $0["score"] is Double && $0["completion_against"] is String })
    #expect(Set(rows.compactMap { $0["prompt_index"] as? Int }) == Set(0..<10))
  }

  @Test("write the same completions whatever is written beside them")
  func batches() throws {
    func judged(_ more: String...) throws -> String {
      let file = try temporaryFolder().appendingPathComponent("rows.jsonl")
      let result = try rlhf(
        [
          "evaluate", "--model", "model", "--against", other.path, "--prompts", "prompts.jsonl",
          "--maximum-new-tokens", "6", "--judge-command", judgeOfLength, "--output", file.path,
        ] + more, in: laboratory.folder)
      #expect(result.status == 0, "\(result.errors)")
      return text(of: file)
    }
    #expect(try judged("--batch-size", "3") == judged("--batch-size", "16"))
  }

  @Test("end early when enough is known, in an order drawn at random")
  func untilSure() throws {
    // Scores come in tens, the first model's and then the other's.
    let prompts = (0..<60).map { #"{"prompt": "Tell me of number \#($0):"}"# }
    let folder = try temporaryFolder()
    let file = folder.appendingPathComponent("prompts.jsonl")
    try Data(prompts.joined(separator: "\n").utf8).write(to: file)
    let output = folder.appendingPathComponent("rows.jsonl")
    let result = try rlhf(
      [
        "evaluate", "--model", "model", "--against", other.path, "--prompts", file.path,
        "--maximum-new-tokens", "4", "--batch-size", "10", "--until-sure", "--json",
        "--judge-command",
        "n=0; while IFS= read -r line; do n=$((n+1)); "
          + "echo \"{\\\"reward\\\": $(( (n - 1) / 10 % 2 == 0 ))}\"; done",
        "--output", output.path,
      ], in: laboratory.folder)
    let found = try measures(result)
    #expect(value("win_rate", in: found) == 1)
    #expect((value("prompts", in: found) ?? 99) < 60)
    #expect(result.errors.contains("is preferred to"), "\(result.errors)")
    #expect(found["win_rate_whenever_stopped"] is [String: Any])
    let numbers = try text(of: output).split(separator: "\n").compactMap {
      (try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])?["prompt_index"]
        as? Int
    }
    #expect(numbers != numbers.sorted())
  }

  @Test("ask the demo's rubric, axis by axis")
  func rubric() throws {
    let found = try measures(contest("--judge-demo", "--json"))
    for name in ["win_rate", "win_rate_helpful", "win_rate_harmless", "win_rate_honest"] {
      #expect(value(name, in: found) == 0.5, "\(name): the prompts are not of the demo world")
    }
  }

  @Test("say what a row costs one model more than the other, and nothing more for itself")
  func forgetting() throws {
    func measured(_ first: String, _ second: String) throws -> [String: Any] {
      try measures(
        rlhf(
          [
            "evaluate", "--model", first, "--against", second, "--data", "demonstrations.jsonl",
            "--json",
          ], in: laboratory.folder))
    }
    let same = try measured("model", "model")
    #expect(value("loss_difference", in: same) == 0 && value("perplexity_ratio", in: same) == 1)
    let found = try measured("model", other.path)
    let turned = try measured(other.path, "model")
    let difference = try #require(value("loss_difference", in: found))
    #expect(abs(difference + (value("loss_difference", in: turned) ?? 0)) < 1e-9)
    let losses = (value("loss", in: found) ?? 0) - (value("loss_against", in: found) ?? 0)
    #expect(difference != 0 && abs(difference - losses) < 1e-9)
    #expect(value("rows", in: found) == 10)
  }

  @Test(
    "are refused without one judge",
    arguments: [
      ["--judge-command", "x", "--pair-command", "y"], ["--judge-url", "http://127.0.0.1:1/v1"],
      ["--judge-demo", "--ask-people", "store"], ["--until-sure"],
      ["--judge-demo", "--batch", "name"], ["--judge-demo", "--data", "rows.jsonl"],
    ])
  func refused(arguments: [String]) throws {
    let result = try rlhf(
      ["evaluate", "--model", "a", "--against", "b", "--prompts", "p.jsonl"] + arguments,
      in: laboratory.folder)
    #expect(result.status == 64 && result.complaints.count == 1, "\(result.errors)")
  }
}
