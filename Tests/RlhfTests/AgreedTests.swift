import Foundation
import Testing

@Suite("Several labelers' judgements")
struct AgreedTests {
  @Test("become one row for each pair, with a probability that a reward model learns from")
  func agreed() throws {
    let folder = try temporaryFolder()
    // Ada and Bo always agree, Cy says the opposite of them every third time.
    let rows = (0..<12).flatMap { number in
      ["ada", "bo", "cy"].map { labeler in
        let isTurned = labeler == "cy" && number % 3 == 0
        let (chosen, rejected) = isTurned ? (" no.", " yes.") : (" yes.", " no.")
        return #"{"prompt": "Is \#(number) a number?", "chosen": "\#(chosen)", "#
          + #""rejected": "\#(rejected)", "labeler": "\#(labeler)"}"#
      }
    }
    let file = folder.appendingPathComponent("judgements.jsonl")
    try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: file)
    let result = try rlhf(
      ["audit", "judgements.jsonl", "--agreed", "agreed.jsonl"], in: folder)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("12 pairs of 36 judgements: "), "\(result.output)")
    let written = folder.appendingPathComponent("agreed.jsonl")
    let lines = text(of: written).split(separator: "\n")
    #expect(lines.count == 12)
    for (number, line) in lines.enumerated() {
      let row = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(row["chosen"] as? String == " yes." && row["labeler"] == nil)
      let probability = try #require(row["probability"] as? Double)
      #expect(probability > 0.5 && probability <= 1)
      if number % 3 != 0 { #expect(probability > 0.97) }
    }
    let laboratory = try Laboratory.shared()
    let trained = try rlhf(
      laboratory.training(
        "reward", folder.appendingPathComponent("run"), data: written.path), in: laboratory.folder)
    #expect(trained.status == 0, "\(trained.errors)")
  }
}
