import Crypto
import Foundation
import HTML
import Testing

@testable import Evaluation

private let hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u{202E}"
private let hostileJSON = hostile.replacing("\"", with: "\\\"")

@Suite("The page of a run")
struct RunPageTests {
  @Test("of a thousand steps is smaller than 3 MB, and keeps every extreme of a curve")
  func size() throws {
    var files = filesOfLongRun()
    files["metrics.jsonl"] = (files["metrics.jsonl"] ?? "").replacing(
      "\"step\": 617, \"time\": 617,", with: "\"step\": 617, \"time\": 617, \"peak\": 5,")
    let folder = try RunFolder(files)
    let html = try report(ofRuns: [folder.url]).html()
    #expect(html.utf8.count < 3_000_000, "\(html.utf8.count) bytes")
    #expect(html.contains("data-points=\"617 5\""))
  }

  @Test("allows exactly its own script and style, and no request")
  func policy() throws {
    let folder = try RunFolder(filesOfLongRun(stepCount: 40, metricCount: 3))
    let report = try report(ofRuns: [folder.url])
    let html = report.html()
    let script = try #require(
      html.split(separator: "<script>").last?.split(separator: "</script>").first)
    let style = try #require(
      html.split(separator: "<style>").last?.split(separator: "</style>").first)
    for text in [script, style] {
      let hash = Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
      #expect(html.contains("'sha256-\(hash)'"))
    }
    #expect(html.contains("default-src 'none'; script-src 'sha256-"))
    #expect(!html.contains("connect-src") && !html.contains("unsafe-inline"))
    #expect(html.components(separatedBy: "<script").count == 2)
    #expect(report.html(isLive: true).contains("connect-src 'self'"))
  }

  @Test("makes no code of texts, wherever they come from")
  func hostileTexts() throws {
    let folder = try RunFolder(
      [
        "run.json": """
        {"command": "\(hostileJSON)", "status": "finished", "configuration": {"\(hostileJSON)": "\(hostileJSON)"},
         "inputs": [{"path": "\(hostileJSON)", "bytes": 1, "sha256": "ab"}], "summary": {"\(hostileJSON)": 1}}
        """,
        "metrics.jsonl": "{\"step\": 1, \"time\": 1, \"\(hostileJSON)\": 1}\n",
        "samples.jsonl": """
        {"step":0,"prompt":[{"role":"\(hostileJSON)","content":"\(hostileJSON)"}],"completion":"\(hostileJSON)"}
        {"step":1,"prompt":[{"role":"\(hostileJSON)","content":"\(hostileJSON)"}],"completion":"\(hostileJSON) x"}

        """,
        "verdicts.jsonl": """
        {"step":1,"verdict":"\(hostileJSON)","evidence":["\(hostileJSON)"],"advice":"\(hostileJSON)","action":"stop"}

        """,
        "audit.json": """
        {"findings": [{"severity": "\(hostileJSON)", "check": "\(hostileJSON)", "summary": "\(hostileJSON)",
         "count": 1, "advice": "\(hostileJSON)"}], "files": []}
        """,
        "evaluation.json":
          "{\"accuracy by \(hostileJSON): \(hostileJSON)\": {\"value\": 1, \"lower\": 0, \"upper\": 1}}",
      ], named: "<img src=x onerror=alert(3)>")
    let html = try report(ofRuns: [folder.url]).html(isLive: true)
    #expect(html.components(separatedBy: "<script").count == 2)
    #expect(!html.contains("<img") && !html.unicodeScalars.contains("\u{202E}"))
    let start = try #require(html.range(of: "<main>"))
    let end = try #require(html.range(of: "</main>"))
    let page = try #require(ParsedPage(String(html[start.lowerBound..<end.upperBound])))
    #expect(!page.elements.contains("img") && !page.elements.contains("script"))
  }

  @Test("marks verdicts on the curves where they were given, repetitions once")
  func marks() throws {
    let folder = try RunFolder([
      "metrics.jsonl": (1...9).map { "{\"step\": \($0), \"time\": \($0), \"loss\": \($0)}\n" }
        .joined(),
      "verdicts.jsonl": """
      {"step":5,"verdict":"length_hacking","evidence":["a"],"advice":"b","action":"warn"}
      {"step":6,"verdict":"length_hacking","evidence":["c"],"advice":"b","action":"warn"}
      {"step":7,"verdict":"length_hacking","evidence":["c"],"advice":"b","action":"stop"}
      {"step":8,"verdict":"healthy","evidence":[],"advice":"","action":"log"}
      {"step":8,"verd
      """,
    ])
    let report = try report(ofRuns: [folder.url])
    let blocks = report.sections.flatMap(\.blocks)
    let chart = try #require(
      blocks.compactMap { if case .curves(let chart) = $0 { chart } else { nil } }.first)
    #expect(chart.marks.map(\.x) == [5, 7] && chart.marks.map(\.label) == ["1", "2"])
    let cards = try #require(
      blocks.compactMap { if case .verdicts(let cards) = $0 { cards } else { nil } }.first)
    #expect(cards.map(\.place) == ["steps 5 to 6, 2 times", "step 7"])
    #expect(cards.map(\.response) == [.warn, .stop])
    #expect(cards[0].title == "Length hacking")
    #expect(report.html().contains("<title>2: Length hacking, step 7</title>"))
  }

  @Test("calls a run healthy only where somebody watched")
  func healthy() throws {
    let metrics = "{\"step\": 1, \"time\": 1, \"loss\": 1}\n"
    let watched = try RunFolder(["metrics.jsonl": metrics, "verdicts.jsonl": ""])
    let alone = try RunFolder(["metrics.jsonl": metrics])
    #expect(try report(ofRuns: [watched.url]).text().contains("Healthy"))
    #expect(try !report(ofRuns: [alone.url]).text().contains("Healthy"))
  }

  @Test("says how many lines could not be read, and shows the others")
  func damage() throws {
    let folder = try RunFolder([
      "metrics.jsonl": "{\"step\": 1, \"time\": 1, \"loss\": 1}\n{\"step\": 2, \"ti",
      "samples.jsonl": """
      {"step":0,"prompt":"Q","completion":"first"}
      {"step":0,"pro{"step":20,"prompt":"Q","completion":"second"}
      {"step":40,"prompt":"Q","completion":"third"}
      {"step":60,"pro
      """,
    ])
    let text = try report(ofRuns: [folder.url]).text()
    #expect(text.contains("1 lines of samples.jsonl cannot be read"))
    #expect(text.contains("first") && text.contains("third"))
  }
}
