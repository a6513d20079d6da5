import Foundation
import Testing

/// Writes a run's metrics whose gold score follows d·(1.2 − 0.5·log d), and returns its folder.
private func plantedRun(in folder: URL) throws -> URL {
  let run = folder.appendingPathComponent("planted")
  try FileManager.default.createDirectory(at: run, withIntermediateDirectories: true)
  let lines = (0...10).map { round -> String in
    let d = 0.7 * Double(round)
    let score = round == 0 ? 0 : d * (1.2 - 0.5 * log(d))
    return """
      {"step": \(round * 20), "time": 1, "gold/kl": \(d * d), "gold/reward": \(round), \
      "gold/score": \(score), "gold/score_lower": \(score - 0.1), "gold/score_upper": \(score + 0.1)}
      """
  }
  try Data((lines.joined(separator: "\n") + "\n").utf8).write(
    to: run.appendingPathComponent("metrics.jsonl"))
  return run
}

@Suite("The frontier command")
struct FrontierCommandTests {
  @Test("shows each round, the best ones and the predicted peak, without libtorch")
  func rounds() throws {
    let folder = try temporaryFolder()
    let run = try plantedRun(in: folder)
    let result = try rlhf(
      ["frontier", run.path, "--report", "page.html"], in: folder,
      shell: "LIBCTORCH=/none exec \"$@\"")
    #expect(result.status == 0, "\(result.errors)")
    for words in ["√KL", "best gold", "best reward", "Predicted peak", "costs"] {
      #expect(result.output.contains(words), "\(words) in \(result.output)")
    }
    let page = text(of: folder.appendingPathComponent("page.html"))
    #expect(page.contains("<svg") && page.contains("What the gold judge says"))
    let again = try rlhf(["frontier", run.path, "--report", "page.html"], in: folder)
    #expect(again.status == 1 && again.errors.contains("--overwrite"))
    #expect(again.output.isEmpty)
  }

  @Test("prints JSON, with the peak of the planted curve")
  func json() throws {
    let folder = try temporaryFolder()
    let result = try rlhf(["frontier", try plantedRun(in: folder).path, "--json"], in: folder)
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let runs = (object as? [String: Any])?["runs"] as? [[String: Any]]
    let fit = runs?.first?["fit"] as? [String: Any]
    let peak = (fit?["peak_kl"] as? [String: Any])?["value"] as? Double
    #expect(abs((peak ?? 0) / exp(2 * (1.2 / 0.5 - 1)) - 1) < 0.05)
  }

  @Test("says what is no run, and what is no curve")
  func errors() throws {
    let folder = try temporaryFolder()
    let none = try rlhf(["frontier", folder.path], in: folder)
    #expect(none.status == 1 && none.complaints.count == 1)
    let run = try plantedRun(in: folder)
    let noCurve = try rlhf(
      ["frontier", run.path, "--best-of", run.appendingPathComponent("metrics.jsonl").path],
      in: folder)
    #expect(noCurve.status == 1 && noCurve.errors.contains("--curve"))
    #expect(try rlhf(["frontier"], in: folder).status == 64)
  }

  @Test("takes the curve of the best of n, chosen by one judge and worth to another")
  func bestOf() throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    // The gold judge likes what is short.
    let gold = #"while read -r line; do echo "{\"reward\": -${#line}}"; done"#
    let curve = folder.appendingPathComponent("curve.json")
    func write(_ more: [String]) throws -> CommandResult {
      try rlhf(
        [
          "best-of", "--model", "model", "--reward-model", "reward", "--data", "prompts.jsonl",
          "-n", "6", "--limit", "4", "--maximum-new-tokens", "6", "--output",
          folder.appendingPathComponent("best.jsonl").path, "--curve", curve.path,
        ] + more, in: laboratory.folder)
    }
    let result = try write(["--gold-command", gold])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("gold score") && result.output.contains("worth by"))
    #expect(try write(["--gold-command", gold]).errors.contains("--overwrite"))
    let both = try write(["--gold-command", gold, "--gold-model", "reward"])
    #expect(both.status == 64 && both.errors.contains("exclude each other"))
    let shown = try rlhf(
      ["frontier", try plantedRun(in: folder).path, "--best-of", curve.path], in: folder)
    #expect(shown.status == 0, "\(shown.errors)")
    #expect(shown.output.contains("Predicted peak, best of n"), "\(shown.output)")
    let json = try rlhf(
      ["frontier", try plantedRun(in: folder).path, "--best-of", curve.path, "--json"], in: folder)
    #expect(json.output.contains("\"best_of\""))
  }
}

@Suite("Events for TensorBoard")
struct TensorBoardRunTests {
  private func events(in output: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: output.path)
      .filter { $0.hasPrefix("events.out.tfevents.") }
  }

  @Test("are written beside the metrics, and not where the recipe says so")
  func setting() throws {
    let laboratory = try Laboratory.shared()
    let output = try temporaryFolder().appendingPathComponent("run")
    let result = try rlhf(laboratory.training("sft", output, steps: 2), in: laboratory.folder)
    #expect(result.status == 0, "\(result.errors)")
    let found = try events(in: output)
    try #require(found.count == 1)
    #expect(found[0].hasSuffix(".rlhf"))
    let bytes = try Data(contentsOf: output.appendingPathComponent(found[0]))
    #expect(bytes.range(of: Data("brain.Event:2".utf8)) != nil)
    #expect(bytes.range(of: Data("learning_rate".utf8)) != nil)
    #expect(bytes.range(of: Data(ProcessInfo.processInfo.hostName.utf8)) == nil)
    let without = try rlhf(
      laboratory.training(
        "sft", output, steps: 2, ["--set", "tensorboard=false", "--overwrite"]),
      in: laboratory.folder)
    #expect(without.status == 0, "\(without.errors)")
    #expect(try events(in: output).isEmpty)
  }
}
