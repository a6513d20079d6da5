import Foundation
import Testing

@Suite("A reward model's accuracy")
struct LeakageTests {
  @Test("stands beside the highest that the labelers' agreement allows, and is suspected above it")
  func ceiling() throws {
    let laboratory = try Laboratory.shared()
    let folder = try temporaryFolder()
    let trained = try rlhf(
      laboratory.training("reward", folder.appendingPathComponent("run"), steps: 12),
      in: laboratory.folder)
    #expect(trained.status == 0, "\(trained.errors)")
    let model = folder.appendingPathComponent("run/model").path
    func evaluate(_ rows: [String]) throws -> (CommandResult, [String: Any]) {
      let file = folder.appendingPathComponent("rows.jsonl")
      try Data(rows.joined(separator: "\n").utf8).write(to: file)
      let result = try rlhf(
        ["evaluate", "--reward-model", model, "--data", file.path, "--json"],
        in: laboratory.folder)
      guard result.status == 0 else { throw Failure(description: result.errors) }
      let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      return (result, object as? [String: Any] ?? [:])
    }
    func row(_ index: Int, _ labeler: String, isTurned: Bool = false) -> String {
      let (yes, no) = (" the sun is kind.", " go away.")
      return #"{"prompt": "Tell me of \#(index):", "chosen": "\#(isTurned ? no : yes)", "#
        + #""rejected": "\#(isTurned ? yes : no)", "labeler": "\#(labeler)"}"#
    }
    let (alone, first) = try evaluate((0..<60).map { row($0, "ann") })
    #expect(first["accuracy_ceiling"] == nil)
    #expect(alone.errors.contains("No pair was judged by two labelers"), "\(first)")
    // Ann's rows are many; ben judged thirty of hers, and agrees with twenty.
    let (both, found) = try evaluate(
      (0..<300).map { row($0, "ann") } + (0..<30).map { row($0, "ben", isTurned: $0 % 3 == 0) })
    let agree = (found["labelers_agree"] as? [String: Any])?["value"] as? Double ?? 0
    #expect(abs(agree - 2.0 / 3) < 1e-9)
    #expect(both.errors.contains("Suspicious: labelers who agree"), "\(both.errors) \(found)")
  }
}
