import Datasets
import Foundation
import Testing

@testable import Feedback

@Suite("The split of prompts")
struct SplitTests {
  @Test("is frozen by the salt and the cluster")
  func frozen() {
    var settings = ProjectSettings.sample
    settings.testThousandths = 100
    settings.validationThousandths = 50
    // Python: int.from_bytes(hmac.new(b"c0ffee", b"cluster 1", "sha256").digest()[:8], "big") % 1000
    let sides = [1, 2, 3, 4, 5, 12, 67].map { settings.frozenSplit(ofCluster: "cluster \($0)") }
    #expect(sides == [.test, .train, .test, .train, .train, .validation, .validation])
    let many = (1...5000).map { settings.frozenSplit(ofCluster: "\($0)") }
    #expect((430...570).contains(many.count { $0 == .test }))
    #expect((190...310).contains(many.count { $0 == .validation }))
  }

  @Test("gives near duplicates one side, whichever comes first", arguments: StoreUnderTest.allCases)
  func nearDuplicates(kind: StoreUnderTest) throws {
    try kind.withImports { scene in
      let text = "How do I bake a loaf of sourdough bread at home without a special oven"
      let first = try scene.file(#"{"prompt": "\#(text)?"}"#, name: "1.jsonl")
      let second = try scene.file(
        #"{"prompt": "\#(text), please?"}"#, #"{"prompt": "\#(text.uppercased())!"}"#,
        #"{"prompt": "What is the capital of France?"}"#, name: "2.jsonl")
      #expect(try scene.importer.importRows(from: first).nearDuplicateCount == 0)
      let report = try scene.importer.importRows(from: second)
      #expect(report.nearDuplicateCount == 2 && report.newPromptCount == 3)
      let prompts = try scene.all(StoredPrompt.self)
      #expect(Set(prompts.prefix(3).map(\.cluster)) == [prompts[0].sha256])
      #expect(Set(prompts.prefix(3).map(\.split)).count == 1)
      #expect(prompts[3].cluster == prompts[3].sha256)
    }
  }

  @Test(
    "takes texts for one that differ only in how accents are written",
    arguments: StoreUnderTest.allCases)
  func composed(kind: StoreUnderTest) throws {
    try kind.withImports { scene in
      let file = try scene.file(
        "{\"prompt\": \"caf\u{e9}?\", \"completions\": [\"s\u{ed}\", \"no\"]}",
        "{\"prompt\": \"cafe\u{301}?\", \"completions\": [\"si\u{301}\", \"no\"]}")
      let report = try scene.importer.importRows(from: file)
      #expect(report.newPromptCount == 1 && report.knownCompletionCount == 2)
      #expect(report.taskCount == 1)
      let text = try #require(try scene.all(StoredPrompt.self).first?.turns[0].content)
      #expect(Array(text.utf8) == Array("caf\u{e9}?".utf8), "the text is kept as it came")
    }
  }

  @Test("of a transcript keeps every byte of its turns")
  func transcript() {
    let text = "\n\nHuman:  two spaces \n\nAssistant: line\n\nline\u{301}\n\nHuman:\n\nAssistant:"
    #expect(
      transcriptTurns(text).map { $0.map { Array($0.content.utf8) } } == [
        Array(" two spaces ".utf8), Array("line\n\nline\u{301}".utf8), [],
      ])
    for other in ["", "Human: a\n\nAssistant:", "\n\nHuman: a", "\n\nAssistant:"] {
      #expect(transcriptTurns(other) == nil)
    }
  }
}
