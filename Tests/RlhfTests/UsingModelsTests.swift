import Foundation
import Testing

@Suite("Generating")
struct GeneratingTests {
  @Test("gives the same completions for the same seed, however many go together")
  func seeds() throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    func lines(_ name: String, _ more: String...) throws -> (text: String, ids: [[Int]]) {
      let file = folder.appendingPathComponent(name)
      let result = try rlhf(
        [
          "generate", "--model", "model", "--prompts", "prompts.jsonl", "--output", file.path,
          "--count", "2", "--maximum-new-tokens", "8",
        ] + more, in: laboratory.folder)
      #expect(result.status == 0, "\(result.errors)")
      let ids = try text(of: file).split(separator: "\n").map { line in
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return object?["tokens"] as? [Int] ?? []
      }
      return (text(of: file), ids)
    }
    let first = try lines("first", "--seed", "3")
    #expect(first.ids.count == 20 && first.ids.allSatisfy { (1...8).contains($0.count) })
    for words in [#""finish_reason":"length""#, #""log_probability":-"#, #""prompt":"Tell me"#] {
      #expect(first.text.contains(words))
    }
    #expect(try lines("second", "--seed", "3").text == first.text)
    #expect(try lines("third", "--seed", "3", "--batch-size", "1").ids == first.ids)
    #expect(try lines("fourth", "--seed", "4").ids != first.ids)
    let rounded = try lines("fifth", "--seed", "3", "--weight-precision", "int8")
    #expect(rounded.ids.count == 20 && rounded.text != first.text)
  }

  @Test("does not write over a file, and prints a prompt with its completion")
  func files() throws {
    let laboratory = try Laboratory.shared()
    let file = try temporaryFolder().appendingPathComponent("mine")
    try Data("mine".utf8).write(to: file)
    let arguments = ["generate", "--model", "model", "--prompt", "Tell me of tea:"]
    let refused = try rlhf(arguments + ["--output", file.path], in: laboratory.folder)
    #expect(refused.status == 1 && refused.errors.contains("--overwrite"))
    #expect(text(of: file) == "mine")
    let printed = try rlhf(arguments, in: laboratory.folder)
    #expect(printed.status == 0 && printed.output.contains("▸ Tell me of tea:\n"))
  }

  @Test("refuses a temperature below zero with status 64")
  func temperature() throws {
    let result = try Laboratory.shared().rlhf(
      "generate", "--model", "model", "--prompt", "a", "--temperature=-1")
    #expect(result.status == 64 && result.complaints.count == 1)
    #expect(result.errors.contains("temperature is -1.0"))
  }
}

@Suite("Chatting")
struct ChattingTests {
  @Test("remembers what was said, until it is told to forget")
  func memory() throws {
    let laboratory = try Laboratory.shared()
    func answers(_ lines: String...) throws -> [Substring] {
      let result = try laboratory.rlhf(
        "chat", "--model", "model", "--temperature", "0", "--maximum-new-tokens", "4",
        input: lines.joined(separator: "\n") + "\n")
      #expect(result.status == 0, "\(result.errors)")
      return result.output.split(separator: "\n")
    }
    let alone = try answers("sun", "/quit")
    #expect(try answers("rain wind", "/reset", "sun", "/quit").suffix(alone.count) == alone[...])
    #expect(try answers("sun").first == alone.first)
  }
}

@Suite("Evaluating")
struct EvaluatingTests {
  @Test("tells a model's loss, perplexity and accuracy")
  func likelihood() throws {
    let result = try Laboratory.shared().rlhf(
      "evaluate", "--model", "model", "--data", "demonstrations.jsonl", "--json")
    #expect(result.status == 0, "\(result.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let found = object as? [String: Double] ?? [:]
    #expect(found["rows"] == 10)
    #expect(abs(log(found["perplexity"] ?? 0) - (found["loss"] ?? 0)) < 1e-9)
    // A model that knows nothing of 300 tokens.
    #expect(abs((found["loss"] ?? 0) - log(300)) < 1)
  }

  @Test("tells how often a reward model agrees, with an interval")
  func agreement() throws {
    let result = try Laboratory.shared().rlhf(
      "evaluate", "--reward-model", "reward", "--data", "rankings.jsonl")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(/accuracy +[01]\.?\d* \(0\.\d+–[01]\.?\d*\)/))
    #expect(result.output.contains(/pairs +20/))
    #expect(result.output.contains(/calibration error +0\.\d+/))
    #expect(result.output.contains("Accuracy by length."))
  }

  @Test("writes a page with a reward model's calibration curve")
  func page() throws {
    let laboratory = try Laboratory.shared()
    let page = try temporaryFolder().appendingPathComponent("page.html")
    let result = try laboratory.rlhf(
      "evaluate", "--reward-model", "reward", "--data", "rankings.jsonl", "--json",
      "--report", page.path)
    #expect(result.status == 0, "\(result.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let found = object as? [String: Any] ?? [:]
    #expect(found["calibration_error"] is [String: Any] && found["brier_score"] is Double)
    let html = try String(contentsOf: page, encoding: .utf8)
    #expect(html.contains("<svg") && html.contains("Calibration"))
  }

  @Test("finds a model neither better nor worse than itself")
  func against() throws {
    let result = try Laboratory.shared().rlhf(
      "evaluate", "--model", "model", "--against", "model", "--prompts", "prompts.jsonl",
      "--judge-command", "while read -r line; do echo '{\"reward\": 1}'; done", "--count", "2")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(/win rate +0\.500/) && result.output.contains(/ties +20/))
  }
}
