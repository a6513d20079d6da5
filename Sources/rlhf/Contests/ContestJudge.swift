import Scoring
import Statistics

/// Who says which model's completion is the better one, without knowing whose is whose.
protocol ContestJudge {
  /// What it is called.
  var name: String { get }
  /// How many verdicts could not be read, and count as ties.
  var unclearCount: Int { get }
  /// Judges pairs; the first of each is the first model's.
  func judgements(on pairs: [EpisodePair]) throws -> [ContestJudgement]
}

/// What a judge says of two completions.
struct ContestJudgement {
  /// How it ended for the first model.
  var outcome: Outcome
  /// The score of each, from judges that score.
  var scores: OwnAndOther?
  /// The scores on single axes, such as helpful, from judges that have some.
  var axes: [String: OwnAndOther] = [:]
  /// What was said in both orders, by judges that compare.
  var swapped: SwappedVerdict?
  /// Whether the first model's completion was shown first, where it was shown in one order.
  var isShownFirst: Bool?
  /// Who judged, where it was one of several.
  var labeler: String?
}

/// A number of the first model and one of the second.
struct OwnAndOther: Equatable {
  let own: Double
  let other: Double

  /// Which is higher.
  var outcome: Outcome { Outcome(own, against: other) }
}

/// A judge that gives each completion a score of its own.
struct ScoringJudge: ContestJudge {
  private let judge: Judge
  let unclearCount = 0

  init(_ judge: Judge) { self.judge = judge }

  var name: String { judge.name }

  func judgements(on pairs: [EpisodePair]) throws -> [ContestJudgement] {
    let own = try judge.detailedScores(of: pairs.map(\.first))
    let others = try judge.detailedScores(of: pairs.map(\.second))
    return pairs.indices.map { index in
      let scores = OwnAndOther(own: own.totals[index], other: others.totals[index])
      let axes = zip(own.parts, others.parts).compactMap { mine, theirs in
        // A part that says nothing of either is no axis of this pair.
        mine.values[index].flatMap { value in
          theirs.values[index].map { (mine.name, OwnAndOther(own: value, other: $0)) }
        }
      }
      return ContestJudgement(
        outcome: scores.outcome, scores: scores, axes: Dictionary(axes) { $1 })
    }
  }
}

/// A judge that sees both completions, and is always asked in both orders.
struct ComparingJudge: ContestJudge {
  let name: String
  private let judge: any PairJudge
  private let unclear: () -> Int

  init(_ name: String, _ judge: any PairJudge, unclear: @escaping () -> Int = { 0 }) {
    self.name = name
    self.judge = judge
    self.unclear = unclear
  }

  var unclearCount: Int { unclear() }

  func judgements(on pairs: [EpisodePair]) throws -> [ContestJudgement] {
    try judge.swappedVerdicts(on: pairs).map {
      ContestJudgement(outcome: Outcome($0.settled), swapped: $0)
    }
  }
}

extension Outcome {
  /// The outcome for the first completion.
  init(_ verdict: PairVerdict) {
    self =
      switch verdict {
      case .first: .win
      case .second: .loss
      case .tie: .tie
      }
  }
}
