import Testing

@testable import Feedback

@Suite("An answer")
struct AnswerProblemsTests {
  private static let ids = (1...3).map { Identifier<StoredCompletion>($0) }
  private static let (a, b, c) = (ids[0], ids[1], ids[2])

  private func rules(_ kind: LabelingTask.Kind) -> AnswerRules {
    let count = kind == .demonstration ? 0 : kind == .edit ? 1 : kind == .ranking ? 3 : 2
    return AnswerRules(
      kind: kind, order: Array(Self.ids.prefix(count)),
      original: kind == .edit ? "Teh answer" : nil, axes: ["helpful", "honest"],
      flags: ["harmful"], isRevision: false)
  }

  private func messages(_ kind: LabelingTask.Kind, _ answer: Answer) -> [String] {
    let rules = rules(kind)
    return rules.problems(of: rules.normalized(answer)).map(\.message)
  }

  private static func ranks(_ places: (Identifier<StoredCompletion>, Int)...) -> [RankedCompletion]
  {
    places.map { RankedCompletion($0, rank: $1) }
  }

  private static func marks(_ values: Int...) -> [Answer.Rating] {
    let places = [(a, "helpful"), (a, "honest"), (b, "helpful"), (b, "honest")]
    return zip(places, values).map { Answer.Rating($0.0, axis: $0.1, value: $1) }
  }

  @Test(
    "that fits its task has no problem",
    arguments: [
      (LabelingTask.Kind.ranking, Answer(ranks: ranks((a, 1), (b, 2), (c, 2)))),
      (.ranking, Answer(ranks: ranks((a, 9), (c, 4)), ratings: marks(7))),
      (.ranking, Answer(verdict: .noneAcceptable)),
      (.ranking, Answer(verdict: .skipped, reason: "I cannot tell.")),
      (.ranking, Answer(ranks: ranks((a, 1), (b, 1)), flags: [Answer.Flag("harmful")], text: " ")),
      (.pair, Answer(ranks: ranks((a, 1), (b, 2)), strength: 3)),
      (.pair, Answer(ranks: ranks((a, 1), (b, 1)))),
      (.pair, Answer(verdict: .noneAcceptable)),
      (.chat, Answer(ranks: ranks((b, 1), (a, 2)), strength: 1, reason: "Shorter.")),
      (.rating, Answer(ratings: marks(1, 7, 3, 4))),
      (.rating, Answer(verdict: .noneAcceptable)),
      (.demonstration, Answer(text: "An answer.")),
      (.edit, Answer(text: "The answer")),
    ])
  func fits(kind: LabelingTask.Kind, answer: Answer) { #expect(messages(kind, answer) == []) }

  @Test(
    "that does not fit its task is refused with what to do",
    arguments: [
      (
        LabelingTask.Kind.ranking, Answer(),
        ["Rank two completions at least, or say that none is acceptable."]
      ),
      (
        .ranking, Answer(ranks: ranks((a, 1))),
        ["Rank two completions at least, or say that none is acceptable."]
      ),
      (.ranking, Answer(ranks: ranks((a, 1), (a, 2))), ["Give completion A one rank only."]),
      (
        .ranking, Answer(ranks: ranks((a, 1), (Identifier(9), 2))),
        ["The page is out of date; load it again."]
      ),
      (
        .ranking, Answer(ranks: ranks((a, 1), (b, 2)), strength: 1),
        ["Only a comparison of two says how clearly."]
      ),
      (
        .ranking, Answer(ranks: ranks((a, 1), (b, 2)), text: "words"),
        ["This task asks for no text; put remarks in the reason."]
      ),
      (.ranking, Answer(verdict: .skipped), ["Say why you pass this task over."]),
      (.pair, Answer(), ["Say which of the two is better, or that they are equal."]),
      (.pair, Answer(ranks: ranks((a, 1), (b, 2))), ["Say how clearly the better one is better."]),
      (
        .pair, Answer(ranks: ranks((a, 1), (b, 2)), strength: 4),
        ["Choose slightly, clearly or much."]
      ),
      (
        .pair, Answer(ranks: ranks((a, 1), (b, 1)), strength: 1),
        ["Neither is better, so leave out how clearly."]
      ),
      (
        .rating, Answer(ratings: marks(1, 7, 3)), ["Rate completion B for “honest”."]
      ),
      (
        .rating, Answer(ratings: marks(0, 7, 3, 4)),
        [
          "Rate completion A for “helpful” from 1 to 7.", "Rate completion A for “helpful”.",
        ]
      ),
      (
        .rating, Answer(ratings: marks(1, 7, 3, 4) + marks(2)),
        ["Rate completion A for “helpful” once only."]
      ),
      (
        .rating, Answer(ratings: marks(1, 7, 3, 4) + [Answer.Rating(a, axis: "kind", value: 1)]),
        ["The page is out of date; load it again."]
      ),
      (
        .rating, Answer(ranks: ranks((a, 1), (b, 2)), ratings: marks(1, 7, 3, 4)),
        ["This task asks for no order; leave the ranks out."]
      ),
      (.demonstration, Answer(text: " \n\u{2003}"), ["Write the answer."]),
      (
        .demonstration, Answer(verdict: .noneAcceptable, text: "x"),
        ["Write a text, or pass the task over and say why."]
      ),
      (.edit, Answer(), ["The text is empty."]),
      (
        .edit, Answer(text: "Teh answer"),
        ["Nothing is corrected yet; change the text, or pass it over."]
      ),
      (
        .pair, Answer(verdict: .noneAcceptable, flags: [Answer.Flag("rude")]),
        ["There is no flag “rude” any more; choose from the list."]
      ),
      (
        .pair, Answer(verdict: .noneAcceptable, flags: [Answer.Flag("harmful", on: c)]),
        ["The page is out of date; load it again."]
      ),
    ])
  func misfits(kind: LabelingTask.Kind, answer: Answer, expected: [String]) {
    #expect(messages(kind, answer) == expected)
  }

  @Test("that is too long is refused")
  func tooLong() {
    let reason = Answer(
      verdict: .noneAcceptable, reason: String(repeating: "é", count: 5001))
    #expect(messages(.ranking, reason).count == 1)
    #expect(
      messages(.demonstration, Answer(text: String(repeating: "a", count: 100_001))).count == 1)
    #expect(messages(.demonstration, Answer(text: String(repeating: "a", count: 100_000))) == [])
  }

  @Test("is not taken for unchanged where only the way of writing accents differs")
  func composedText() {
    let rules = AnswerRules(
      kind: .edit, order: [Self.a], original: "cafe\u{301}", axes: [], flags: [], isRevision: false)
    #expect(rules.problems(of: Answer(text: "caf\u{e9}")) == [])
    #expect(rules.problems(of: Answer(text: "cafe\u{301}")).count == 1)
  }

  @Test("is kept with dense ranks, in the order shown, and each flag once")
  func normalized() {
    let answer = Answer(
      ranks: Self.ranks((Self.c, 7), (Self.a, 7), (Self.b, 2)),
      flags: [Answer.Flag("harmful"), Answer.Flag("harmful")], reason: "\r\n",
      reasonForRevision: "none before")
    let kept = rules(.ranking).normalized(answer)
    #expect(
      kept
        == Answer(
          ranks: Self.ranks((Self.a, 2), (Self.b, 1), (Self.c, 2)), flags: [Answer.Flag("harmful")])
    )
  }
}
