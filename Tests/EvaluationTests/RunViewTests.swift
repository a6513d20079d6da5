import Foundation
import HTML
import Testing

@testable import Evaluation

@Suite("A run in a terminal")
struct RunViewTests {
  @Test("shows how far it is, its metrics, verdicts and what it wrote last")
  func whole() throws {
    let folder = try RunFolder(filesOfLongRun())
    let view = try RunView(of: folder.url, width: 80)
    #expect(view.lines[0].hasPrefix("ppo · ppo") && view.lines[0].hasSuffix(" running"))
    #expect(
      view.lines[1].contains("step 1000 of 2000 · 50% · 16 min 40 s · about 16 min 40 s left"))
    #expect(view.text.contains("! Length hacking, step 400: warning"))
    #expect(view.text.contains("Written at step 1000: true"))
    #expect(view.lines.contains { $0.hasPrefix("Reward") && $0.contains("▁") })
    #expect(!view.hasEnded)
  }

  @Test("is never wider or higher than it may be", arguments: [(20, 5), (40, 12), (200, 60)])
  func size(width: Int, height: Int) throws {
    let folder = try RunFolder(filesOfLongRun(stepCount: 60, metricCount: 5))
    let view = try RunView(of: folder.url, width: width, height: height)
    #expect(view.lines.count <= height)
    for line in view.lines { #expect(displayWidth(line) <= width, "\(line)") }
  }

  @Test("has no colours unless asked, and no command of a hostile text")
  func colours() throws {
    let files = [
      "run.json": "{\"command\": \"p\\u001b[2Jpo\", \"status\": \"finished\"}",
      "metrics.jsonl": "{\"step\": 1, \"time\": 1, \"loss\": 1}\n",
      "samples.jsonl":
        "{\"step\":1,\"prompt\":\"\\u001b[31mQ\",\"completion\":\"\\u001b]0;x\\u0007\\u202e\"}\n",
      "verdicts.jsonl":
        "{\"step\":1,\"verdict\":\"x\\u001b[2J\",\"evidence\":[\"\\u001bc\"],\"action\":\"stop\"}\n",
    ]
    let folder = try RunFolder(files)
    let plain = try RunView(of: folder.url, width: 60)
    #expect(
      !plain.text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" || $0 == "\u{7}" })
    #expect(plain.hasEnded)
    let colored = try RunView(of: folder.url, width: 60, isColored: true)
    let codes = colored.text.split(separator: "\u{1B}").dropFirst().map { $0.prefix { $0 != "m" } }
    #expect(Set(codes).isSubset(of: ["[1", "[0", "[31", "[32", "[33", "[36", "[90"]))
  }

  @Test("counts steps by epochs where the record does not say how many there are")
  func epochs() throws {
    let folder = try RunFolder([
      "run.json": """
      {"status": "running", "configuration": {"ppo": {"optimization": {"epochs": 4, "maximum_steps": 0}}}}
      """,
      "metrics.jsonl": (1...5).map {
        "{\"step\": \($0), \"time\": \($0 * 2), \"epoch\": \(Double($0) / 10)}\n"
      }
      .joined(),
    ])
    let pace = RunPace(try RunDescription(folder: folder.url))
    #expect(pace.total == 40 && pace.secondsPerStep == 2 && pace.secondsLeft == 70)
  }
}

@Suite("What a run has cost")
struct RunCostTests {
  @Test("counts no time in which it did not run")
  func pauses() throws {
    let folder = try RunFolder([
      "run.json": """
      {"started_at": "1970-01-01T00:00:00Z",
       "resumptions": [{"resumed_at": "1970-01-01T01:00:00Z", "step": 2}]}
      """,
      "metrics.jsonl": """
      {"step": 1, "time": 10, "num_tokens": 100}
      {"step": 2, "time": 20, "num_tokens": 1200}
      {"step": 3, "time": 3610, "num_tokens": 3000}

      """,
    ])
    let cost = try RunDescription(folder: folder.url).cost
    #expect(cost.seconds == 30 && cost.stepCount == 3 && cost.tokenCount == 3000)
    #expect(cost.facts.first == .init("Time", "30 s"))
    #expect(cost.facts.contains(.init("Tokens", "3\u{202F}000")))
  }

  @Test(
    "is told in words",
    arguments: [
      (0.0, "0.0 s"), (42, "42 s"), (185, "3 min 05 s"), (7620, "2 h 07 min"), (.nan, "unknown"),
    ])
  func words(seconds: Double, due: String) { #expect(duration(seconds) == due) }
}
