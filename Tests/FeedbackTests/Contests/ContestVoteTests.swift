import Datasets
import Foundation
import Statistics
import Testing

@testable import Feedback

@Suite("Votes on pairs of two models")
struct ContestVoteTests {
  @Test("count for the first model, whichever was shown first", arguments: StoreUnderTest.allCases)
  func votes(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      let task = try scene.addTask("One?", .pair, completions: ["mine", "theirs"], overlap: 3)
      try scene.addTask("Two?", .pair, completions: ["mine", "theirs"])
      for (labeler, isReversed) in [(scene.ada, false), (scene.ben, true)] {
        try scene.judge(try scene.lend(to: labeler), isReversed: isReversed)
      }
      let found = try store.read { try $0.contestVotes(in: task.batchID) }
      #expect(found.taskCount == 1 && found.judgedCount == 1)
      #expect(found.votes.map(\.outcome) == [.win, .loss])
      #expect(found.votes.map(\.labeler) == [scene.ada, scene.ben])
      let vote = try #require(found.votes.first)
      #expect(vote.own.text == "mine" && vote.other.text == "theirs")
      for vote in found.votes {
        let loan = try store.read {
          try $0.assignments(of: task.id).first { $0.labelerID == vote.labeler }
        }
        #expect(vote.isShownFirst == (loan?.order.first == task.completionIDs[0]))
      }
    }
  }

  @Test("add prompts to a store once, transcripts as turns", arguments: StoreUnderTest.allCases)
  func prompts(kind: StoreUnderTest) throws {
    try kind.withImports { scene in
      let contents: [Content] = [
        .text("One"), .text("\n\nHuman: Hi\n\nAssistant:"), .text("One"),
      ]
      let added = try scene.importer.addPrompts(contents, source: "p.jsonl")
      #expect(added.map(\.id.number) == [1, 2, 1])
      #expect(added[1].content == .messages([Message(role: "user", content: "Hi")]))
      #expect(try scene.importer.addPrompts(contents, source: "q").map(\.id.number) == [1, 2, 1])
      #expect(try scene.all(StoredPrompt.self).count == 2)
    }
  }
}
