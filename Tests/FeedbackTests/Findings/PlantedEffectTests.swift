import Datasets
import Feedback
import Runs
import Testing

@Suite("A planted effect")
struct PlantedEffectTests {
  @Test("of the first place is found, in the labeler who has it and in no other")
  func firstSlot() throws {
    let findings = try planted(.firstSlot).findings()
    #expect(findings.labelers[2].firstShare?.value == 1)
    #expect(findings.labelers.map { ($0.positionPValue ?? 1) < 0.05 } == [false, false, true])
    #expect(findings["position.labelers"]?.reading?.value == 1)
    #expect(findings.alarms.contains { $0.id == "position.labelers" })
    #expect(findings.alarms.contains { $0.id == "position.p" })
  }

  @Test("of length is found")
  func longer() throws {
    let findings = try planted(.longer).findings()
    let share = try #require(findings["length.longer"]?.reading)
    #expect(share.value > 0.99)
    #expect(findings.alarms.contains { $0.id == "length.longer" })
    #expect(findings["length.odds"]?.reading == nil)
  }

  @Test("of a better model is found, with intervals that part the models")
  func models() throws {
    let findings = try planted(.skilled).findings()
    #expect(findings.models.map(\.name) == ["strong", "middling", "weak"])
    #expect(findings.models.map(\.rank) == [1, 2, 3])
    let best = try #require(findings["models.best"]?.reading)
    #expect((best.lower ?? 0) > 0.5)
    // σ(1.5), with which it was planted.
    #expect((best.lower ?? 1) < 0.8176 && (best.upper ?? 0) > 0.8176)
    #expect(findings.models.reduce(0) { $0 + $1.winCount } == 360)
    #expect(findings.models.reduce(0) { $0 + $1.lossCount } == 360)
  }

  @Test("of a labeler who goes against the others is found")
  func contrary() throws {
    let findings = try planted(.contrary).findings()
    let reliabilities = findings.labelers.compactMap(\.reliability)
    #expect(reliabilities.count == 3)
    #expect(reliabilities[0].value > 0.8 && reliabilities[1].value > 0.8)
    #expect(reliabilities[2].value < 0.3)
    #expect(findings["labelers.unreliable"]?.reading?.value == 1)
    #expect((findings.labelers[2].agreement?.value ?? 1) < 0.3)
  }

  @Test("is not found where labelers toss coins", arguments: [1, 2, 3])
  func random(seed: UInt64) throws {
    let findings = try planted(.random, seed: seed).findings()
    #expect(findings["position.labelers"]?.reading?.value == 0)
    #expect(!findings.alarms.contains { $0.id.hasPrefix("length") })
    let alpha = try #require(findings["agreement.pairs.alpha"]?.reading)
    #expect((alpha.lower ?? 1) < 0 && (alpha.upper ?? -1) > 0)
    #expect(findings.models.allSatisfy { $0.rank == 1 })
  }

  @Test("of known answers clears the careful and doubts the careless")
  func gold() throws {
    let fixture = try StoreFixture()
    let people = try fixture.labelers("ann", "ben", "cat")
    for number in 0..<8 {
      let prompt = try fixture.prompt(.text("Q\(number)"))
      let task = try fixture.task(
        .pair, prompt, ["a\(number)", "b\(number)"], overlap: 9, gold: [2, 1])
      try fixture.judge(task, by: people[0], [2, 1])
      try fixture.judge(task, by: people[1], [1, 2])
      if number < 2 { try fixture.judge(task, by: people[2], [2, 1]) }
    }
    let findings = try fixture.findings()
    #expect(findings.labelers.map(\.goldStanding) == [.cleared, .doubtful, .open])
    #expect(findings.labelers.map(\.goldCount) == [8, 8, 2])
    // 0 of 8 by Wilson: 0 to z²/(8 + z²).
    #expect(findings.labelers[1].goldAccuracy?.value == 0)
    #expect(abs((findings.labelers[1].goldAccuracy?.upper ?? 0) - 0.3244) < 1e-4)
    #expect(findings["gold.accuracy"]?.reading?.value == 10.0 / 18)
    #expect(findings.alarms.map(\.id).contains("gold.doubtful"))
    #expect(findings["agreement.pairs"]?.reading == nil)
  }

  @Test("of reading too fast, and of orders left as shown, is found")
  func careless() throws {
    let fixture = try StoreFixture()
    let people = try fixture.labelers("ann", "ben")
    for number in 0..<20 {
      let prompt = try fixture.prompt(.text("Q\(number)"))
      let texts = ["a", "b", "c"].map { String(repeating: "\($0)\(number) ", count: 200) }
      let task = try fixture.task(.ranking, prompt, texts)
      try fixture.judge(task, by: people[0], [2, 1, 3], milliseconds: 90_000)
      let answer = Answer(
        ranks: zip(task.completionIDs, [1, 2, 3]).map { RankedCompletion($0, rank: $1) })
      try fixture.answer(task, by: people[1], answer, isUnchanged: true, milliseconds: 5000)
    }
    let findings = try fixture.findings()
    #expect(findings.labelers.map(\.tooFastCount) == [0, 20])
    #expect(findings.labelers.map(\.unchangedCount) == [0, 20])
    #expect(findings["time.too-fast"]?.reading?.value == 0.5)
    #expect(findings.alarms.map(\.id).contains("consistency.unchanged"))
    #expect(findings.alarms.map(\.id).contains("time.too-fast"))
  }
}
