public import Datasets
public import Statistics

/// How far labelers agree on pairs that several of them judged.
public struct LabelerAgreement: Sendable {
  /// The labelers whose judgements are among the rows.
  public let labelerCount: Int
  /// The pairs that two or more judged; 0 where the rows cannot say.
  public let sharedPairCount: Int
  /// How often two verdicts on one pair are the same; nil where no pair has two.
  public let agreement: Estimate?

  /// Finds the pairs that come again with another labeler's name.
  ///
  /// Prompts are drawn anew for the interval: what is said of one prompt's pairs is alike.
  public init(of comparisons: [Comparison]) {
    var prompts: [Content: Int] = [:]
    var pairs: [Pair: [(labeler: String, prefersFirst: Bool)]] = [:]
    var firsts: [Pair: Content] = [:]
    var labelers: Set<String> = []
    for row in comparisons {
      guard let labeler = row.labeler, row.chosen != row.rejected else { continue }
      labelers.insert(labeler)
      let prompt = prompts[row.prompt] ?? prompts.count
      prompts[row.prompt] = prompt
      let pair = Pair(prompt: prompt, completions: [row.chosen, row.rejected])
      // The order of a pair is that in which it first came.
      let first = firsts[pair] ?? row.chosen
      firsts[pair] = first
      pairs[pair, default: []].append((labeler, row.chosen == first))
    }
    let shared = pairs.filter { Set($0.value.map(\.labeler)).count > 1 }
    labelerCount = labelers.count
    sharedPairCount = shared.count
    let byPrompt = Dictionary(grouping: shared, by: \.key.prompt).sorted { $0.key < $1.key }
    agreement =
      shared.isEmpty
      ? nil : winRate(of: byPrompt.map { $0.value.flatMap { sameness(of: $0.value) } })
  }
}

/// Two completions of a prompt, in no order.
private struct Pair: Hashable {
  let prompt: Int
  let completions: Set<Content>
}

/// A win for each two verdicts of different labelers that are the same, a loss for others.
private func sameness(of verdicts: [(labeler: String, prefersFirst: Bool)]) -> [Outcome] {
  verdicts.indices.flatMap { one in
    verdicts[(one + 1)...].filter { $0.labeler != verdicts[one].labeler }
      .map { $0.prefersFirst == verdicts[one].prefersFirst ? .win : .loss }
  }
}
