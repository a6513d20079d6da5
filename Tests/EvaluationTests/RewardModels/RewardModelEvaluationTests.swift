import Evaluation
import HTML
import Statistics
import Testing

@Suite("The evaluation of a reward model")
struct RewardModelEvaluationTests {
  /// Forty pairs: the longer one always has the higher reward, and is better in three of four.
  private func rankings(
    labeler: (Int) -> String?, strength: (Int) -> Double?, origin: (Int) -> String? = { _ in nil }
  ) -> [ScoredRanking] {
    (0..<40).map { index in
      let isLongerBetter = index % 4 != 0
      return ScoredRanking(
        prompt: index / 2, rewards: [1, 0], lengths: [30, 10],
        pairs: [
          ScoredRanking.Pair(better: isLongerBetter ? 0 : 1, worse: isLongerBetter ? 1 : 0)
        ], labeler: labeler(index), origin: origin(index), strength: strength(index))
    }
  }

  private let quick = Resampling(count: 20)

  @Test("finds where the accuracy comes from")
  func slices() {
    let found = RewardModelEvaluation(
      of: rankings(labeler: { $0 % 4 == 0 ? "ann" : "bob" }, strength: { Double($0 % 2) }),
      resampling: quick)
    #expect(found.slicings.map(\.title) == ["by length", "by strength", "by labeler"])
    let shares = found.slicings.map { $0.slices.map(\.share.value) }
    #expect(shares == [[0, 1], [0.5, 1], [0, 1]])
    #expect(found.slicings[0].slices.map(\.name).first?.contains("much shorter") == true)
    #expect(found.slicings[1].slices.map(\.name) == ["strength 0.0", "strength 1.0"])
    #expect(found.slicings[2].slices.map(\.count) == [10, 30])
  }

  @Test("goes by the collections that the pairs come from")
  func origins() {
    let found = RewardModelEvaluation(
      of: rankings(
        labeler: { _ in nil }, strength: { _ in nil }, origin: { $0 % 4 < 2 ? "chat" : "code" }),
      resampling: quick)
    #expect(found.slicings.map(\.title) == ["by length", "by source"])
    #expect(found.slicings[1].slices.map(\.name) == ["chat", "code"])
    #expect(found.slicings[1].slices.map(\.share.value) == [0.5, 1])
  }

  @Test("cuts many strengths into thirds, and leaves out what nobody said")
  func thirds() {
    let found = RewardModelEvaluation(
      of: rankings(labeler: { _ in nil }, strength: { Double($0) }), resampling: quick)
    #expect(found.slicings.map(\.title) == ["by length", "by strength"])
    #expect(found.slicings[1].slices.map(\.count) == [14, 13, 13])
  }

  @Test("counts a tie of labelers for the calibration, and not for the accuracy")
  func ties() {
    let tie = ScoredRanking(
      prompt: 99, rewards: [3, 0], lengths: [5, 5],
      pairs: [ScoredRanking.Pair(better: 0, worse: 1, probability: 0.5)])
    let found = RewardModelEvaluation(
      of: rankings(labeler: { _ in nil }, strength: { _ in nil }) + [tie], resampling: quick)
    #expect(found.calibration.bins.map(\.count) == [40, 1])
    #expect(found.calibration.bins.last?.frequency.value == 0.5)
    #expect(found.slicings[0].slices.map(\.count).reduce(0, +) == 40)
    #expect(found.lengths.pearson.map { $0.value > 0 } == true)
  }

  @Test("becomes tables and a page that escapes what people are called")
  func page() {
    let found = RewardModelEvaluation(
      of: rankings(labeler: { _ in "<script>" }, strength: { _ in nil }), resampling: quick)
    #expect(found.calibrationTable.rows == [["70–75%", "40", "73%", "75% (\(interval(found)))"]])
    let html = found.report(
      title: "Reward <model>", measures: [Report.KeyValue("accuracy", "0.75")]
    ).html()
    #expect(html.contains("Reward &lt;model&gt;") && html.contains("&lt;script&gt;"))
    #expect(!html.contains("<script>"))
    #expect(html.contains("<svg"))
  }

  private func interval(_ found: RewardModelEvaluation) -> String {
    let text = found.calibration.bins[0].frequency.percent
    return String(text.drop { $0 != "(" }.dropFirst().dropLast())
  }

  @Test("of nothing is a page too")
  func nothing() {
    let found = RewardModelEvaluation(of: [], resampling: quick)
    #expect(found.slicings.isEmpty && found.temperature == nil)
    #expect(found.report(title: "none", measures: []).html().contains("none"))
  }
}
