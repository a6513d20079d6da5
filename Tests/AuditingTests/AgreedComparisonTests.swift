import Auditing
import Datasets
import Foundation
import Statistics
import Testing

@Suite("What several labelers agree on")
struct AgreedComparisonTests {
  private func row(
    _ prompt: Int, prefersA: Bool, _ labeler: String?, margin: Double? = nil
  ) -> Comparison {
    let (a, b) = (Content.text("a\(prompt)"), Content.text("b\(prompt)"))
    return Comparison(
      prompt: .text("p\(prompt)"), chosen: prefersA ? a : b, rejected: prefersA ? b : a,
      margin: margin, labeler: labeler)
  }

  /// A is better in all twenty; Ann and Bob see it, Cem in every other one, Dot never.
  private var rows: [Comparison] {
    (0..<20).flatMap { prompt in
      [
        row(prompt, prefersA: true, "ann"), row(prompt, prefersA: true, "bob"),
        row(prompt, prefersA: prompt % 2 == 0, "cem"), row(prompt, prefersA: false, "dot"),
      ]
    }
  }

  @Test("is one row for each pair, and who is always wrong speaks for the opposite")
  func together() {
    let agreed = agreedComparisons(of: rows)
    #expect(agreed.count == 20)
    #expect(agreed.allSatisfy { $0.voteCount == 4 && $0.probability > 0.9 })
    #expect(agreed.allSatisfy { $0.comparison.labeler == nil })
    #expect(agreed.map(\.comparison.chosen) == (0..<20).map { Content.text("a\($0)") })
    // Where Cem agrees it is surer.
    #expect(agreed[0].probability > agreed[1].probability)
  }

  @Test("is what the labelers' odds add up to")
  func odds() {
    let votes = rows.enumerated().map { index, row in
      PairVote(
        pair: index / 4, prompt: index / 4, labeler: index % 4,
        outcome: row.chosen == .text("a\(index / 4)") ? .win : .loss)
    }
    let fit = LabelerReliability(votes: votes)
    let logOdds = (0..<4).map { labeler in
      let accuracy = fit.accuracies[labeler]?.value ?? .nan
      return log(accuracy / (1 - accuracy))
    }
    let due = 1 / (1 + exp(-(logOdds[0] + logOdds[1] - logOdds[2] - logOdds[3])))
    #expect(abs(agreedComparisons(of: rows)[1].probability - due) < 1e-9)
  }

  @Test("does not depend on which way round the rows are, nor on their order")
  func order() {
    let forth = agreedComparisons(of: rows)
    let back = agreedComparisons(of: rows.reversed())
    for agreed in forth {
      let other = back.first { $0.comparison.prompt == agreed.comparison.prompt }
      #expect(other?.comparison.chosen == agreed.comparison.chosen)
      #expect(abs((other?.probability ?? 0) - agreed.probability) < 1e-9)
    }
  }

  @Test("is ½ where as many say one as the other, and of one judgement what the prior says")
  func few() {
    let tied = agreedComparisons(
      of: [row(0, prefersA: true, "ann"), row(0, prefersA: false, "bob")])
    #expect(tied.map(\.probability) == [0.5])
    let single = agreedComparisons(of: [row(0, prefersA: true, nil)])
    #expect(single.count == 1 && abs(single[0].probability - 0.8) < 1e-6)
    #expect(agreedComparisons(of: []).isEmpty)
  }

  @Test("keeps the mean margin of the direction that it takes")
  func margins() {
    let agreed = agreedComparisons(of: [
      row(0, prefersA: false, "ann", margin: 9), row(0, prefersA: true, "bob", margin: 1),
      row(0, prefersA: true, "cem", margin: 3),
    ])
    #expect(agreed.map(\.comparison.margin) == [2])
    #expect(agreed.map(\.comparison.chosen) == [.text("a0")])
  }
}
