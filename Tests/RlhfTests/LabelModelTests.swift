import Foundation
import Testing

@Suite("rlhf label: models")
struct LabelModelTests {
  private func candidates(
    _ store: LabelingStore, _ more: [String] = []
  ) throws -> CommandResult {
    try rlhf(
      [
        "label", "candidates", store.path, "--model", "model", "--count", "3",
        "--maximum-new-tokens", "6", "--device", "cpu",
      ] + more, in: Laboratory.shared().folder)
  }

  /// The completions of each prompt, by what was exported after a command judged.
  private func written(_ store: LabelingStore) throws -> [String: Set<String>] {
    try store.judgeByLength()
    try store.succeed(
      "export", "--include-machines", "--name-models", "--ties", "half", "--overwrite", "--output",
      store.file("out"))
    let names = ["train", "validation", "test"].map { "out/\($0).jsonl" }
    var found: [String: Set<String>] = [:]
    for row in try names.flatMap(store.rows) {
      guard let prompt = row["prompt"] as? String, let texts = row["completions"] as? [String]
      else { throw Failure(description: "\(row)") }
      #expect(Set(texts).count == texts.count)
      found[prompt] = Set(texts)
    }
    return found
  }

  @Test("a model writes different completions, in any portions the same ones")
  func portions() throws {
    let whole = try LabelingStore()
    try whole.succeed("import", "prompts.jsonl")
    let made = try candidates(whole)
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.contains("30 completions written"), "\(made.output)")
    #expect(made.output.contains("10 tasks made"))
    let again = try candidates(whole)
    #expect(again.status == 1 && again.errors.contains("rlhf label import"))

    let parts = try LabelingStore()
    try parts.succeed("import", "prompts.jsonl")
    #expect(try candidates(parts, ["--limit", "4"]).output.contains("12 completions written"))
    #expect(try candidates(parts, ["--batch-size", "5"]).output.contains("18 completions written"))
    #expect(try written(whole) == written(parts))
    let other = try LabelingStore()
    try other.succeed("import", "prompts.jsonl")
    #expect(try candidates(other, ["--seed", "7"]).status == 0)
    #expect(try written(other) != written(whole))
  }

  @Test("a completion is made again by its seed alone")
  func again() throws {
    let store = try LabelingStore()
    try store.succeed("import", "prompts.jsonl")
    #expect(try candidates(store).status == 0)
    let file = URL(fileURLWithPath: store.path).appendingPathComponent("feedback.sqlite").path
    let found = try query(
      "SELECT p.turns, c.sampling, c.text, c.modelHash FROM completion c "
        + "JOIN prompt p ON p.id = c.promptID LIMIT 1", file)
    guard let row = found else { return }
    let sampling = try JSONSerialization.jsonObject(with: Data(row[1].utf8)) as? [String: Any]
    let turns = try JSONSerialization.jsonObject(with: Data(row[0].utf8)) as? [[String: String]]
    let seed = try #require(sampling?["seed"] as? NSNumber).uint64Value
    let result = try rlhf(
      [
        "generate", "--model", "model", "--prompt", try #require(turns?.first?["content"]),
        "--seed", "\(seed)", "--maximum-new-tokens", "6", "--device", "cpu",
      ], in: Laboratory.shared().folder)
    #expect(result.output.contains(row[2]), "\(row) \(result.output)")
    #expect(row[3].utf8.count == 64)
  }

  /// The first row of a query by Python's SQLite; nothing where there is no Python.
  private func query(_ sql: String, _ file: String) throws -> [String]? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let script =
      "import sqlite3,json,sys;"
      + "print(json.dumps(list(map(str,sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()))))"
    process.arguments = ["python3", "-c", script, file, sql]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus != 127 else { return nil }
    return try JSONSerialization.jsonObject(with: data) as? [String]
  }

  @Test("reward models score what is unjudged, once, and choose what comes next")
  func choosing() throws {
    let laboratory = try Laboratory.shared()
    let other = try temporaryFolder().appendingPathComponent("other")
    try TinyModel(width: 32, isScalar: true).write(
      to: other, tokenizerFrom: laboratory.path("tokenizer"))
    let store = try LabelingStore()
    try store.succeed("import", "prompts.jsonl")
    #expect(try candidates(store, ["--no-tasks"]).output.contains("rlhf label scores"))
    let scored = try store.succeed(
      "scores", "--reward-model", "reward", "--reward-model", other.path, "--device", "cpu")
    #expect(scored.components(separatedBy: "30 scores of").count == 3, "\(scored)")
    let again = try store.succeed("scores", "--reward-model", "reward", "--device", "cpu")
    #expect(again.contains("0 scores"))
    let chosen = try store.succeed("next", "--count", "5")
    #expect(chosen.contains("5 tasks made, 4 of them chosen in any case, 1 drawn"), "\(chosen)")
    #expect(try store.succeed("next", "--count", "50").contains("5 tasks made"))
    #expect(try store.label("next").errors.contains("--no-tasks"))
    try store.succeed("verify")
  }

  @Test("a reward model judges as a labeler of its own, never as a person")
  func judging() throws {
    let store = try LabelingStore()
    try store.succeed("import", "rankings.jsonl")
    let judged = try store.succeed(
      "judge", "--reward-model", "reward", "--name", "rm", "--limit", "4", "--device", "cpu")
    #expect(judged.contains("4 tasks judged as ‘rm’"))
    #expect(try store.label("judge", "--reward-command", "false").status == 1)
  }
}
