import Datasets
import Foundation
import Testing

@testable import Evaluation

private func sample(
  _ step: Int, _ prompt: String, _ text: String, gold: Double? = nil
) -> String {
  let score = gold.map { ",\"gold\":\($0)" } ?? ""
  return "{\"step\":\(step),\"prompt\":\"\(prompt)\",\"completion\":\"\(text)\"\(score)}\n"
}

private func sheet(of folders: [URL]) throws -> SampleSheet {
  let blocks = try report(ofRuns: folders).sections.flatMap(\.blocks)
  return try #require(
    blocks.compactMap { if case .samples(let sheet) = $0 { sheet } else { nil } }.first)
}

private let metrics = "{\"step\": 1, \"time\": 1, \"loss\": 1}\n"

@Suite("Samples side by side")
struct RunSampleTests {
  @Test("of one run are its first, its best and its last round, by prompt")
  func rounds() throws {
    let lines = [0, 20, 40, 60].flatMap { step in
      ["A", "B"].map { prompt in
        sample(step, prompt, "\(prompt)\(step)", gold: step == 20 ? 1 : 0.5)
      }
    }
    let again = sample(60, "A", "A60 again", gold: 0.5)
    let folder = try RunFolder(["metrics.jsonl": metrics, "samples.jsonl": lines.joined() + again])
    let rows = try sheet(of: [folder.url]).rows
    #expect(rows.map(\.prompt) == [.text("A"), .text("B")])
    #expect(rows[0].replies.map(\.text) == ["A0", "A20", "A60 again"])
    #expect(rows[0].replies.map(\.name) == ["Before, step 0", "Step 20, best", "Step 60"])
    #expect(rows[1].between.map(\.text) == ["B40"])
  }

  @Test("of several runs are what they began with, and how each ended")
  func runs() throws {
    let first = try RunFolder(
      ["metrics.jsonl": metrics, "samples.jsonl": sample(0, "A", "sft") + sample(9, "A", "rl")],
      named: "ppo")
    let second = try RunFolder(
      [
        "metrics.jsonl": metrics, "samples.jsonl": sample(0, "A", "sft") + sample(7, "A", "direct"),
      ],
      named: "dpo")
    let rows = try sheet(of: [first.url, second.url]).rows
    #expect(rows[0].replies.map(\.name) == ["Before, step 0", "ppo, step 9", "dpo, step 7"])
    #expect(rows[0].replies.map(\.text) == ["sft", "rl", "direct"])
    #expect(rows[0].replies.map(\.colorIndex) == [nil, 0, 1])
  }

  @Test("show words that are new, and hide those that are gone with the space after them")
  func words() throws {
    let sheet = SampleSheet(rows: [
      .init(
        prompt: .text("Q"), replies: [.init("a", "one two three"), .init("b", "one three <b>")])
    ])
    let html = Report(title: "t", sections: [.init("s", [.samples(sheet)])]).html()
    #expect(html.contains("one <del>two </del>three <ins>&lt;b&gt;</ins>"))
  }

  @Test("can be chosen by what became of them")
  func traits() {
    func traits(_ first: (Double, Double), _ last: (Double, Double), _ ended: Bool) -> [String] {
      SampleSheet.Row(
        prompt: .text("Q"),
        replies: [
          .init("a", "x", gold: first.0, reward: first.1),
          .init("b", "y", gold: last.0, reward: last.1, isFinished: ended),
        ]
      ).traits.map(\.rawValue)
    }
    #expect(traits((0, 0), (1, 1), true) == ["better"])
    #expect(traits((1, 0), (0, 1), true) == ["worse", "hacked"])
    #expect(traits((1, 1), (1, 0), false) == ["cut"])
    #expect(traits((.nan, 0), (1, 1), true) == [])
  }
}

@Suite("The difference of two texts")
struct WordDifferenceTests {
  @Test("is what was put in and what was taken out")
  func pieces() {
    let difference = WordDifference(from: "Snow is white.", to: "Snow is always white.\n")
    #expect(
      difference.pieces == [.same("Snow is "), .added("always "), .same("white.\n")])
    #expect(difference.sharedShare == 0.75)
    #expect(
      WordDifference(from: "a b c", to: "a c").pieces == [
        .same("a "), .removed("b "), .same("c"),
      ])
  }

  @Test(
    "gives back the later text",
    arguments: [
      ("", ""), ("a", ""), ("", "b"), ("a b", "b a"), ("x  y\n z", "x y z"), ("é", "e\u{301}"),
      ("one two three four", "four three two one"),
    ])
  func law(earlier: String, later: String) {
    let pieces = WordDifference(from: earlier, to: later).pieces
    let new = pieces.map { if case .removed = $0 { "" } else { $0.text } }.joined()
    #expect(Array(new.utf8) == Array(later.utf8))
  }

  @Test("tells letters apart that only look alike")
  func canonical() {
    let difference = WordDifference(from: "\u{E9}", to: "e\u{301}")
    #expect(difference.sharedShare == 0)
  }
}

extension WordDifference.Piece {
  fileprivate var text: String {
    switch self {
    case .same(let text), .added(let text), .removed(let text): text
    }
  }
}
