import Datasets
import Feedback
import Foundation
import Runs
import Statistics
import Testing

@Suite("Findings")
struct FindingsTests {
  @Test("say what is missing instead of numbers where nothing is judged")
  func empty() throws {
    let findings = try StoreFixture().findings()
    #expect(findings.days.isEmpty && findings.labelers.isEmpty && findings.models.isEmpty)
    #expect(
      findings["agreement.pairs"]?.outcome == .missing("needs at least two labelers on one task"))
    #expect(findings["progress.tasks"]?.reading?.value == 0)
    for topic in findings.topics where topic.id != "progress" {
      for finding in topic.findings { #expect(finding.reading == nil, "\(finding.id)") }
    }
    #expect(findings["consistency.unchanged"]?.explanation.contains("by chance") == false)
  }

  @Test("say what is missing where one labeler judges alone")
  func alone() throws {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let task = try fixture.task(.pair, try fixture.prompt(.text("Q")), ["a", "bb"])
    try fixture.judge(task, by: ann, [1, 2])
    let findings = try fixture.findings()
    #expect(findings["agreement.pairs"]?.reading == nil)
    #expect(findings["labelers.unreliable"]?.reading == nil)
    #expect(findings.labelers.map(\.reliability) == [nil])
    #expect(findings["progress.judgements"]?.reading?.value == 1)
    #expect(findings["time.pair"]?.reading?.value == 60)
  }

  @Test("have names that are used once, and a sentence for each")
  func names() throws {
    let findings = try StoreFixture().findings()
    let all = findings.topics.flatMap(\.findings)
    #expect(Set(all.map(\.id)).count == all.count)
    for finding in all {
      #expect(finding.id.hasPrefix("\(finding.id.split(separator: ".")[0])."))
      #expect(finding.explanation.hasSuffix(".") || finding.explanation.hasSuffix("%."))
    }
    for topic in findings.topics { #expect(topic.explanation.hasSuffix(".")) }
  }

  @Test("survive JSON, and are the same each time")
  func coding() throws {
    let fixture = try planted(.random)
    let findings = try fixture.findings()
    let data = try JSONEncoder().encode(findings)
    #expect(try JSONDecoder().decode(FeedbackFindings.self, from: data) == findings)
    #expect(try fixture.findings() == findings)
    #expect(try FeedbackFindings(of: fixture.store) == findings)
  }

  @Test("show hostile names as what they are in the terminal's text")
  func text() throws {
    let fixture = try planted(.random, models: ["\u{1b}[31mred", "b\u{202e}lue"])
    let text = try fixture.findings().text()
    #expect(!text.unicodeScalars.contains("\u{1b}"))
    #expect(!text.unicodeScalars.contains("\u{202e}"))
    #expect(text.contains("⟨U+1B⟩[31mred"))
    for topic in try fixture.findings().topics { #expect(text.contains(topic.title)) }
  }

  @Test("count agreement by hand")
  func agreement() throws {
    let fixture = try StoreFixture()
    let people = try fixture.labelers("ann", "ben")
    // Of four pairs two are alike, one is opposite and one has a tie.
    for (number, ranks) in [[1, 2], [1, 2], [2, 1], [1, 1]].enumerated() {
      let prompt = try fixture.prompt(.text("Q\(number)"))
      let task = try fixture.task(.pair, prompt, ["a\(number)", "b\(number)"])
      try fixture.judge(task, by: people[0], [1, 2])
      try fixture.judge(task, by: people[1], ranks)
    }
    let findings = try fixture.findings()
    let twoThirds = 2.0 / 3
    #expect(findings["agreement.pairs"]?.reading?.value == twoThirds)
    #expect(findings["agreement.pairs"]?.sample == "3 shared verdicts")
    #expect(findings["agreement.pairs.ties-half"]?.reading?.value == 2.5 / 4)
    #expect(findings["agreement.pairs.ties-class"]?.reading?.value == 0.5)
    // α over (<, =, >): Dₒ = 2·2/8, and Dₑ = 2(6·1 + 6·1 + 1·1)/(8·7); 1 − 0.5·56/26.
    let alpha = try #require(findings["agreement.pairs.alpha"]?.reading?.value)
    let byHand = 1 - 0.5 * 56 / 26
    #expect(abs(alpha - byHand) < 1e-12)
    #expect(findings.labelers.map(\.agreement?.value) == [twoThirds, twoThirds])
    #expect(findings.contestedPairs.count == 4)
  }

  @Test("measure ratings on each axis, and orders by Kendall's W")
  func ratings() throws {
    let fixture = try StoreFixture()
    let people = try fixture.labelers("ann", "ben", "cat")
    let prompt = try fixture.prompt(.text("Q"))
    let rating = try fixture.task(.rating, prompt, ["a", "b", "c"])
    for (labeler, values) in zip(people, [[1, 4, 7], [1, 4, 7], [2, 4, 6]]) {
      let marks = zip(rating.completionIDs, values).map {
        Answer.Rating($0, axis: "helpful", value: $1)
      }
      try fixture.answer(rating, by: labeler, Answer(ratings: marks))
    }
    // The published example of §4: W of {1234, 1243, 2134} is .822222.
    let ranking = try fixture.task(.ranking, prompt, ["d", "e", "f", "g"])
    for (labeler, ranks) in zip(people, [[1, 2, 3, 4], [1, 2, 4, 3], [2, 1, 3, 4]]) {
      try fixture.judge(ranking, by: labeler, ranks)
    }
    let findings = try fixture.findings()
    let helpful = try #require(findings["agreement.rating.helpful"]?.reading?.value)
    #expect(helpful > 0.8)
    #expect(findings["agreement.rating.honest"]?.reading == nil)
    let concordance = try #require(findings["agreement.kendall-w"]?.reading?.value)
    #expect(abs(concordance - 0.822222) < 1e-6)
  }

  @Test("tell whether marks fit the order")
  func consistency() throws {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let prompt = try fixture.prompt(.text("Q"))
    let ranking = try fixture.task(.ranking, prompt, ["a", "b", "c"])
    try fixture.judge(ranking, by: ann, [1, 2, 3])
    let rating = try fixture.task(.rating, prompt, completions: ranking.completionIDs)
    let marks = zip(rating.completionIDs, [5, 6, 1]).map {
      Answer.Rating($0, axis: "helpful", value: $1)
    }
    try fixture.answer(rating, by: ann, Answer(ratings: marks))
    #expect(try fixture.findings()["consistency.ratings"]?.reading?.value == 2.0 / 3)
  }

  @Test("leave out what marks take out, what was skipped and what is surplus")
  func exclusions() throws {
    let fixture = try StoreFixture()
    let people = try fixture.labelers("ann", "ben", "cat", "dan")
    let task = try fixture.task(.pair, try fixture.prompt(.text("Q")), ["a", "bb"], overlap: 4)
    try fixture.judge(task, by: people[0], [1, 2])
    try fixture.judge(task, by: people[1], [2, 1])
    try fixture.answer(task, by: people[2], Answer(verdict: .skipped), state: .skipped)
    try fixture.judge(task, by: people[3], [1, 2], state: .surplus)
    try fixture.mark(.labeler, people[1].number)
    let findings = try fixture.findings()
    #expect(findings["progress.judgements"]?.reading?.value == 1)
    #expect(findings["agreement.pairs"]?.reading == nil)
    #expect(findings["exclusions.excluded"]?.reading?.value == 0.25)
    #expect(findings["exclusions.skipped"]?.reading?.value == 0.25)
    #expect(findings.labelers.map(\.excludedCount) == [0, 1, 0, 0])
    #expect(findings.labelers.map(\.skippedCount) == [0, 0, 1, 0])
  }

  @Test("raise an alarm when far more is taken out than on the days before")
  func jump() throws {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let prompt = try fixture.prompt(.text("Q"))
    func work(_ count: Int, excluded: Int, day: Int) throws {
      for number in 0..<count {
        let task = try fixture.task(.pair, prompt, ["a\(day).\(number)", "b\(day).\(number)"])
        let judgement = try fixture.judge(task, by: ann, [1, 2])
        if number < excluded { try fixture.mark(.assignment, judgement.assignmentID.number) }
      }
      fixture.wait(days: 1)
    }
    try work(30, excluded: 1, day: 1)
    try work(30, excluded: 2, day: 2)
    #expect(try fixture.findings().days.map(\.isJump) == [false, false])
    try work(20, excluded: 10, day: 3)
    let findings = try fixture.findings()
    #expect(findings.days.map(\.isJump) == [false, false, true])
    #expect(findings.days.map(\.excludedCount) == [1, 2, 10])
    #expect(findings.days.map(\.day) == ["2026-01-01", "2026-01-02", "2026-01-03"])
    #expect(findings.alarms.contains { $0.id == "exclusions.excluded" })
  }
}
