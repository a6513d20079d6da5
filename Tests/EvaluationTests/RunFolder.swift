import Foundation

/// A run's folder made for a test, which goes with the value.
final class RunFolder {
  let url: URL

  /// Makes a folder of a name with the texts of its files.
  init(_ files: [String: String], named name: String = "ppo") throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("runs-\(UUID())")
      .appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (file, text) in files {
      try Data(text.utf8).write(to: url.appendingPathComponent(file))
    }
  }

  deinit { try? FileManager.default.removeItem(at: url.deletingLastPathComponent()) }
}

/// The files of a long run, as training leaves them: many metrics at every step, sixteen samples at
/// every twentieth, a verdict.
func filesOfLongRun(stepCount: Int = 1000, metricCount: Int = 55) -> [String: String] {
  func level(_ step: Int, _ index: Int) -> Double {
    Double((step * 7919 + index * 104_729) % 10_007) / 1009 + Double(step) / 100
  }
  let names =
    ["objective/scores", "objective/kl", "loss/policy_avg"]
    + (3..<metricCount).map { "group/metric_number_\($0)" }
  let metrics = (1...stepCount).map { step in
    let values = names.enumerated().map { "\"\($1)\": \(level(step, $0))" }
    let gold = step % 20 == 0 ? ", \"gold/score\": \(level(step, 1))" : ""
    return "{\"step\": \(step), \"time\": \(step), \(values.joined(separator: ", "))\(gold)}\n"
  }
  let samples = stride(from: 0, through: stepCount, by: 20).flatMap { step in
    (0..<16).map { prompt in
      let words = (0..<150).map { "word\(($0 * prompt + step / 20 * $0) % 97)" }
      return """
        {"step":\(step),"prompt":"Question \(prompt)?","completion":"\(words.joined(separator: " "))",\
        "reward":\(level(step, 2)),"gold":\(level(step, 3)),"kl":1.5,"tokens":200,"finished":true}

        """
    }
  }
  return [
    "run.json": """
    {"command": "ppo", "status": "running", "seed": 1, "started_at": "1970-01-01T00:00:00Z",
     "step_count": 2000, "configuration": {"ppo": {"kl_coefficient": 0.05}}}
    """, "metrics.jsonl": metrics.joined(), "samples.jsonl": samples.joined(),
    "verdicts.jsonl": """
    {"step":400,"verdict":"length_hacking","evidence":["3.1 tokens"],"advice":"Stop","action":"warn"}

    """,
  ]
}
