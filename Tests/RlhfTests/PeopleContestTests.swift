import Foundation
import Testing

@Suite("A contest judged by people")
struct PeopleContestTests {
  @Test("puts blind pairs into a store, and says of which models nobody judged yet")
  func asking() throws {
    let laboratory = try Laboratory.shared()
    let store = try LabelingStore()
    let other = try temporaryFolder().appendingPathComponent("other")
    try TinyModel(width: 32).write(to: other, tokenizerFrom: laboratory.path("tokenizer"))
    func evaluate(_ arguments: [String]) throws -> CommandResult {
      try rlhf(["evaluate"] + arguments, in: laboratory.folder)
    }
    let ask = [
      "--model", "model", "--against", other.path, "--prompts", "prompts.jsonl", "--ask-people",
      store.path, "--batch", "first round", "--maximum-new-tokens", "6",
    ]
    let asked = try evaluate(ask)
    #expect(asked.status == 0, "\(asked.errors)")
    #expect(asked.output.contains(/\d+ pairs to judge, as ‘first round’/))
    #expect(try evaluate(ask).errors.contains("has a batch called ‘first round’"))
    let unjudged = try evaluate(["--people", store.path])
    #expect(unjudged.status == 1 && unjudged.errors.contains("nobody has judged"))
    // Machines are labelers of the store, and no people.
    try store.judgeByLength()
    #expect(try evaluate(["--people", store.path]).errors.contains("nobody has judged"))
    let other2 = try evaluate(["--people", store.path, "--batch", "second"])
    #expect(other2.errors.contains("‘first round’; choose one with --batch"))
    try store.succeed("verify")
  }
}
