import Datasets
import Evaluation
import Foundation
import Statistics
import Testing

@Suite("Model cards")
struct ModelCardTests {
  /// A run's folder as a command leaves it.
  private func run(_ more: [String: String] = [:], command: String = "reward") throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("card-\(UUID().uuidString)")
    let record = """
      {"command": "\(command)", "status": "finished", "seed": 7, "versions": {"rlhf": "0.1.0"},
       "inputs": [{"path": "data/train.jsonl", "bytes": 12, "sha256": "abc123"}],
       "summary": {"eval_accuracy": 0.75, "eval_pairs": 40, "eval_loss": 0.5},
       "configuration": {"model": "runs/sft/model", "data": "data/train.jsonl", "seed": 7}}
      """
    for (name, text) in ["run.json": record].merging(more, uniquingKeysWith: { $1 }) {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return folder
  }

  @Test("begin with what Hugging Face reads, and name the base")
  func frontMatter() throws {
    let text = try ModelCard(run: run(), .final).text
    #expect(text.hasPrefix("---\nlibrary_name: transformers\nbase_model: \"runs/sft/model\"\n"))
    #expect(text.contains("pipeline_tag: text-classification"))
    #expect(!text.contains("license:"))
    #expect(text.split(separator: "\n").filter { $0 == "---" }.count == 2)
  }

  @Test("give a reward model's accuracy with Wilson's interval")
  func accuracy() throws {
    // 30 of 40: (0.75 + 0.048 ± 1.96·√(0.75·0.25/40 + 0.0006)) / 1.096
    #expect(try ModelCard(run: run(), .final).text.contains("0.750 (0.598–0.858)"))
    #expect(try ModelCard(run: run(), .final).text.contains("abc123"))
  }

  @Test("say plainly what was not measured")
  func unknown() throws {
    let text = try ModelCard(run: run(command: "ppo"), .final).text
    for words in [
      "Not measured. `rlhf evaluate`", "nobody wrote down", "No diagnosis was written",
      "No judge other than the reward watched the run",
    ] { #expect(text.contains(words), "\(words)") }
  }

  @Test("name each verdict once, with where it first came, and pass over a line that is cut off")
  func verdicts() throws {
    let lines = """
      {"step": 40, "verdict": "length_hacking", "evidence": ["r = 0.9"], "advice": "x", "action": "warn"}
      {"step": 60, "verdict": "length_hacking", "evidence": [], "advice": "x", "action": "warn"}
      {"step": 80, "verd
      """
    let text = try ModelCard(run: run(["verdicts.jsonl": lines]), .final).text
    #expect(text.contains("| length hacking | 40 | 2 | r = 0.9 | warn |"))
    let quiet = try ModelCard(run: run(["verdicts.jsonl": ""]), .final).text
    #expect(quiet.contains("no alarm was given"))
  }

  @Test("tell of the gold judge's best checkpoint")
  func gold() throws {
    let json = #"{"step": 120, "score": 0.8, "lower": 0.7, "upper": 0.9, "reward": 1.5, "kl": 3}"#
    let folder = try run(["best/gold.json": json], command: "ppo")
    #expect(try ModelCard(run: folder, .best).text.contains("This is that checkpoint"))
    #expect(try ModelCard(run: folder, .final).text.contains("| gold score | 0.800 |"))
  }

  @Test("find the win rate of judged pairs, with an interval over prompts")
  func winRate() throws {
    let rows = (0..<40).map { index in
      let outcome = index % 4 == 0 ? "loss" : "win"
      let (own, other) = index % 2 == 0 ? ("long one", "x") : ("x", "long one")
      return #"{"prompt_index": \#(index), "outcome": "\#(outcome)", "completion": "\#(own)", "#
        + #""completion_against": "\#(other)"}"#
    }
    let folder = try run(["pairs.jsonl": rows.joined(separator: "\n")])
    let evaluation = try CardEvaluation(file: folder.appendingPathComponent("pairs.jsonl"))
    let found = Dictionary(uniqueKeysWithValues: evaluation.findings.map { ($0.name, $0.words) })
    #expect(found["win rate, ties half"]?.hasPrefix("0.750 (0.6") == true)
    #expect(found["win rate if the longer one always won"]?.hasPrefix("0.500") == true)
    #expect(found["prompts"] == "40")
    #expect(throws: EvaluationError.self) {
      try CardEvaluation(file: folder.appendingPathComponent("none.jsonl"))
    }
  }

  @Test("take over what rlhf evaluate printed as JSON")
  func findings() throws {
    let json = #"{"win_rate": {"value": 0.6, "lower": 0.5, "upper": 0.7}, "pairs": 100}"#
    let folder = try run(["found.json": json])
    var card = try ModelCard(run: folder, .final)
    card.evaluations = [try CardEvaluation(file: folder.appendingPathComponent("found.json"))]
    #expect(card.text.contains("| win\\_rate | 0.600 (0.500–0.700) |"))
  }

  @Test("let no text act: neither Markdown nor HTML, in a name, a path or evidence")
  func hostile() throws {
    let line =
      #"{"step": 1, "verdict": "<img src=x>", "evidence": ["[a](javascript:b) | `c`"], "action": "log"}"#
    let folder = try run(["verdicts.jsonl": line])
    let other = folder.deletingLastPathComponent()
      .appendingPathComponent("<script>x \(UUID().uuidString)")
    try FileManager.default.moveItem(at: folder, to: other)
    let text = try ModelCard(run: other, .final).text
    #expect(!text.contains("<script") && !text.contains("<img") && !text.contains("[a]("))
    #expect(text.contains("\\[a\\](javascript:b) \\| \\`c\\`"))
  }

  @Test("never write over what a person wrote or changed")
  func persons() throws {
    let folder = try run()
    let file = folder.appendingPathComponent("README.md")
    let card = try ModelCard(run: folder, .final)
    #expect(try card.write(into: folder))
    #expect(try card.write(into: folder))
    let changed = String(decoding: try Data(contentsOf: file), as: UTF8.self)
      .replacing("reward", with: "Reward")
    try Data(changed.utf8).write(to: file)
    #expect(try !card.write(into: folder))
    try Data("# Mine\n".utf8).write(to: file)
    #expect(try !card.write(into: folder))
    #expect(try Data(contentsOf: file) == Data("# Mine\n".utf8))
  }

  @Test("find how often labelers agree on pairs that come again")
  func agreement() {
    func row(_ prompt: Int, _ first: String, _ second: String, by labeler: String?) -> Comparison {
      Comparison(
        prompt: .text("\(prompt)"), chosen: .text(first), rejected: .text(second), labeler: labeler)
    }
    let rows = (0..<10).flatMap { prompt in
      [
        row(prompt, "a", "b", by: "ann"),
        row(prompt, prompt < 8 ? "a" : "b", prompt < 8 ? "b" : "a", by: "bob"),
      ]
    }
    let found = LabelerAgreement(of: rows + [row(99, "a", "b", by: "ann")])
    #expect(found.labelerCount == 2 && found.sharedPairCount == 10)
    #expect(found.agreement?.value == 0.8)
    #expect(LabelerAgreement(of: [row(1, "a", "b", by: nil)]).labelerCount == 0)
  }

  @Test("know an export by its manifest, and say when that is about other contents")
  func manifest() throws {
    let folder = try run()
    func card(_ hash: String) throws -> String {
      let manifest = """
        {"files": [{"name": "train.jsonl", "sha256": "\(hash)", "row_count": 9, "prompt_count": 5}],
         "judgement_count": 20, "exported_judgement_count": 9, "labelers": {"ann": 4, "bob": 5},
         "guidelines": [{"version": 1}]}
        """
      let data = folder.appendingPathComponent("data")
      try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
      try Data(manifest.utf8).write(to: data.appendingPathComponent("manifest.json"))
      let file = folder.appendingPathComponent("run.json")
      let record = String(decoding: try Data(contentsOf: file), as: UTF8.self)
      let path = data.appendingPathComponent("train.jsonl").path
      try Data(
        record.replacing("\"data\": \"data/train.jsonl\"", with: "\"data\": \"\(path)\"").utf8
      )
      .write(to: file)
      return try ModelCard(run: folder, .final).text
    }
    #expect(
      try card("abc123").contains("9 rows on 5 prompts in this file, from 9 of 20 judgements by 2"))
    #expect(try card("other").contains("about other contents"))
  }
}
