/// Which completions were preferred to which, over all answers that count.
struct PreferenceEvidence {
  /// How often each completion was preferred to others.
  private var wins: [Identifier<StoredCompletion>: [Identifier<StoredCompletion>: Int]] = [:]

  init(_ contents: StoreContents, _ answers: some Sequence<ExportedAnswer>) {
    for answer in answers where answer.answer.verdict == .judged {
      let ranked = contents.ranked(answer.answer, among: answer.task.completionIDs)
      for winner in ranked {
        for loser in ranked where winner.rank < loser.rank {
          wins[winner.completion.id, default: [:]][loser.completion.id, default: 0] += 1
        }
      }
    }
  }

  /// Returns the completion that one was preferred to most often; of several the first.
  func mostBeaten(by winner: Identifier<StoredCompletion>) -> Identifier<StoredCompletion>? {
    wins[winner]?.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }
}
