import Datasets
import Feedback
import Foundation
import Testing

@Suite("What to label next")
struct TaskSelectorTests {
  private func candidates(_ disagreements: [Double?]) -> [TaskCandidate] {
    disagreements.enumerated().map { number, disagreement in
      TaskCandidate(
        promptID: Identifier(Int64(number) + 1), completionIDs: [], disagreement: disagreement)
    }
  }

  @Test("is mostly what models disagree about, and a fifth at random")
  func shares() {
    let candidates = candidates((0..<100).map { Double($0) })
    let selection = TaskSelector(seed: 1).selection(of: 10, among: candidates)
    #expect(selection.disputedCount == 8 && selection.randomCount == 2)
    #expect(Set(selection.chosen).count == 10)
    #expect(Set(selection.chosen).isSuperset(of: 92...99))
    #expect(selection.probabilities[92...].allSatisfy { $0 == 1 })
    #expect(selection.probabilities[..<92].allSatisfy { $0 == 2.0 / 92 })
  }

  @Test(
    "has probabilities that sum to how many are chosen",
    arguments: [(0, 0.2), (1, 0.2), (3, 0.2), (7, 0.5), (12, 0.2), (5, 0), (5, 1), (99, 0.2)])
  func sums(count: Int, share: Double) {
    let candidates = candidates([0.1, nil, 0.3, 0.3, nil, 0.2, 0, 0.7, nil, 0.5, 0.6, 0.4])
    let selection = TaskSelector(randomShare: share, seed: 3).selection(
      of: count, among: candidates)
    #expect(selection.chosen.count == min(count, 12))
    #expect(abs(selection.probabilities.reduce(0, +) - Double(min(count, 12))) < 1e-12)
  }

  /// Two thousand seeds: the share of each candidate is within four standard errors of what is said.
  @Test("has probabilities with which each candidate is truly chosen")
  func simulation() {
    let candidates = candidates([0.1, nil, 0.3, 0.3, nil, 0.2, 0, 0.7, nil, 0.5, 0.6, 0.4])
    let trials = 2000
    var counts = [Int](repeating: 0, count: candidates.count)
    var said: [Double] = []
    for seed in 0..<trials {
      let selection = TaskSelector(randomShare: 0.4, seed: UInt64(seed)).selection(
        of: 5, among: candidates)
      if said.isEmpty { said = selection.probabilities }
      #expect(selection.probabilities == said)
      for place in selection.chosen { counts[place] += 1 }
    }
    for (count, probability) in zip(counts, said) {
      let error = (probability * (1 - probability) / Double(trials)).squareRoot()
      #expect(abs(Double(count) / Double(trials) - probability) <= 4 * error)
      #expect(probability > 0)
    }
  }

  @Test("estimates the mean over all candidates without bias, weighed by the probabilities")
  func weighing() {
    let values = (0..<40).map { Double($0 * $0) }
    let candidates = candidates(values.map { $0 / 1600 })
    let truth = values.reduce(0, +) / 40
    let trials = 4000
    let estimates = (0..<trials).map { seed in
      let selection = TaskSelector(seed: UInt64(seed)).selection(of: 20, among: candidates)
      return selection.chosen.reduce(0) { $0 + values[$1] / selection.probabilities[$1] } / 40
    }
    let mean = estimates.reduce(0, +) / Double(trials)
    #expect(abs(mean - truth) < 0.02 * truth)
  }

  @Test("follows from the seed alone, in a random order")
  func seeds() {
    let candidates = candidates((0..<50).map { Double($0) })
    let first = TaskSelector(seed: 7).selection(of: 20, among: candidates)
    #expect(first == TaskSelector(seed: 7).selection(of: 20, among: candidates))
    #expect(first.chosen != TaskSelector(seed: 8).selection(of: 20, among: candidates).chosen)
    #expect(first.chosen != first.chosen.sorted())
  }
}

@Suite("Candidates for labeling")
struct TaskCandidateTests {
  private func score(
    _ fixture: StoreFixture, _ completion: Identifier<StoredCompletion>, _ scores: [Double]
  ) throws {
    try fixture.store.write { writer in
      for (member, score) in scores.enumerated() {
        _ = try writer.insert(
          RewardScore(
            completionID: completion, rewardModel: "member \(member)", score: score,
            createdAt: StoreFixture.begin))
      }
    }
  }

  private func logit(_ probability: Double) -> Double { log(probability / (1 - probability)) }

  /// The map's value: members that say .9, .5 and .1 have a BALD of .245376.
  @Test("have the disagreement of an ensemble, or the variance of a single model")
  func disagreement() throws {
    let fixture = try StoreFixture()
    let first = try fixture.prompt(.text("P"))
    let second = try fixture.prompt(.text("Q"))
    let third = try fixture.prompt(.text("R"))
    let ensemble = [
      try fixture.completion("a", of: first), try fixture.completion("b", of: first),
    ]
    try score(fixture, ensemble[0], [logit(0.9), 0, logit(0.1)])
    try score(fixture, ensemble[1], [0, 0, 0])
    let single = [try fixture.completion("c", of: second), try fixture.completion("d", of: second)]
    try score(fixture, single[0], [logit(0.8)])
    try score(fixture, single[1], [0])
    for text in ["e", "f"] { _ = try fixture.completion(text, of: third) }
    let candidates = try fixture.store.read {
      try TaskSelector(seed: 1).candidates(for: .pair, $0)
    }
    #expect(candidates.map(\.completionIDs.count) == [2, 2, 2])
    #expect(abs((candidates[0].disagreement ?? 0) - 0.245376) < 1e-6)
    #expect(abs((candidates[1].disagreement ?? 0) - 0.16) < 1e-12)
    #expect(candidates[2].disagreement == nil)
  }

  @Test("are pairs, whole rankings or prompts, without what is taken out or a task already")
  func kinds() throws {
    let fixture = try StoreFixture()
    let prompt = try fixture.prompt(.text("P"))
    let ids = try ["a", "b", "c", "d"].map { try fixture.completion($0, of: prompt) }
    _ = try fixture.task(.pair, prompt, completions: [ids[1], ids[0]])
    try fixture.mark(.completion, ids[3].number)
    func sets(_ kind: LabelingTask.Kind) throws -> [[Int64]] {
      try fixture.store.read {
        try TaskSelector(seed: 1).candidates(for: kind, $0).map { $0.completionIDs.map(\.number) }
      }
    }
    #expect(try sets(.pair) == [[1, 3], [2, 3]])
    #expect(try sets(.ranking) == [[1, 2, 3]])
    #expect(try sets(.rating) == [[1, 2, 3]])
    #expect(try sets(.edit) == [[1], [2], [3]])
    #expect(try sets(.demonstration) == [[]])
    #expect(throws: FeedbackError.self) { try sets(.chat) }
    try fixture.mark(.prompt, prompt.number)
    #expect(try sets(.ranking).isEmpty)
  }

  @Test("become tasks that note their probability, with all others in the log")
  func tasks() throws {
    let fixture = try StoreFixture()
    for number in 0..<12 {
      let prompt = try fixture.prompt(.text("P\(number)"))
      for text in ["a\(number)", "b\(number)"] {
        let id = try fixture.completion(text, of: prompt)
        if number < 6 { try score(fixture, id, [Double(number) * Double(text.utf8.first ?? 0)]) }
      }
    }
    let selector = TaskSelector(randomShare: 0.4, seed: 5)
    let tasks = try fixture.store.write {
      try selector.addTasks(
        5, kind: .pair, overlap: 2, purpose: "next", round: 3, $0, at: fixture.tick())
    }
    #expect(tasks.count == 5)
    #expect(tasks.count { $0.selectionProbability == 1 } == 3)
    #expect(tasks.count { $0.selectionProbability == 2.0 / 9 } == 2)
    #expect(tasks.allSatisfy { $0.requiredOverlap == 2 && $0.state == .open })
    try fixture.store.read { reader in
      let batch = try #require(try reader.find(tasks[0].batchID))
      #expect(batch.selector == "disagreement" && batch.round == 3)
      let event = try #require(try reader.lastEvent())
      #expect(event.kind == "tasks.selected")
      #expect(event.body.contains(#""seed":5"#))
      #expect(event.body.components(separatedBy: "\"prompt\":").count == 13)
      #expect(event.body.components(separatedBy: "\"isChosen\":true").count == 6)
    }
    let more = try fixture.store.write {
      try selector.addTasks(50, kind: .pair, purpose: "rest", $0, at: fixture.tick())
    }
    #expect(more.count == 7)
    #expect(more.allSatisfy { $0.selectionProbability == 1 })
  }
}
