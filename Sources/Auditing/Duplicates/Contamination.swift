import Datasets

/// Finds rows that hold a prompt of an evaluation set.
///
/// A row does if its prompt is nearly the other, or if half of the other's runs of eight words are
/// somewhere in the row. Runs that several evaluation prompts share count for the first only, so
/// that what all have in common proves nothing.
struct Contamination: Check {
  let name = "contamination"

  /// How many words make a run.
  static let runLength = 8
  /// What share of a prompt's runs a row must hold.
  static let leastShare = 0.5

  private let isGiven: Bool
  private var index: NearDuplicateIndex<Int>
  /// What each prompt is nearly, for rows that have it again.
  private var matches: [Int?] = []
  private var owners: [UInt64: Int] = [:]
  private var runCounts: [Int] = []
  private let places: [String]
  private var count = 0
  private var total = 0
  private var examples: Examples

  init(_ settings: AuditSettings, _ evaluation: [Prompt]?) {
    isGiven = evaluation != nil
    index = NearDuplicateIndex(threshold: settings.similarity)
    examples = Examples(limit: settings.exampleLimit)
    places = (evaluation ?? []).enumerated().map { number, prompt in
      prompt.source.map { shown("\($0)") } ?? "evaluation prompt \(number + 1)"
    }
    for (number, prompt) in (evaluation ?? []).enumerated() {
      let text = prompt.content.plainText
      index.insert(text, key: number)
      var own = 0
      for run in runs(of: words(of: text)) where owners[run] == nil {
        owners[run] = number
        own += 1
      }
      runCounts.append(own)
    }
  }

  mutating func examine(_ row: ExaminedRow) {
    guard isGiven else { return }
    if row.isNewPrompt { matches.append(index.nearest(to: row.prompt.text)?.key) }
    total += 1
    guard let number = source(of: row) else { return }
    count += 1
    examples.add(row.place, places[number], excerpt: promptEnd(row.prompt.text))
  }

  private func source(of row: ExaminedRow) -> Int? {
    if let match = matches[row.promptNumber] { return match }
    guard !owners.isEmpty else { return nil }
    var found: [Int: Set<UInt64>] = [:]
    for text in [row.prompt] + row.completions {
      for run in runs(of: text.words) {
        if let owner = owners[run] { found[owner, default: []].insert(run) }
      }
    }
    return found.filter { owner, runs in
      Double(runs.count) >= Contamination.leastShare * Double(runCounts[owner])
    }.map(\.key).min()
  }

  /// Returns the hash of each run: Σ hᵢ·mⁿ⁻¹⁻ⁱ, from which the next follows at once.
  private func runs(of words: [Word]) -> [UInt64] {
    let length = Contamination.runLength
    guard words.count >= length else { return [] }
    let multiplier: UInt64 = 0x9e37_79b9_7f4a_7c15
    let highest = (0..<length).reduce(UInt64(1)) { power, _ in power &* multiplier }
    var runs: [UInt64] = []
    runs.reserveCapacity(words.count - length + 1)
    var hash: UInt64 = 0
    for index in words.indices {
      hash = hash &* multiplier &+ words[index].hash
      if index >= length { hash = hash &- words[index - length].hash &* highest }
      if index >= length - 1 { runs.append(mixed(hash)) }
    }
    return runs
  }

  func conclude(_ conclusions: inout Conclusions) {
    guard isGiven else {
      return conclusions.leaveOut(self, because: "no evaluation set was given (--against FILE)")
    }
    guard count > 0 else { return }
    conclusions.find(
      self, .error, "rows hold a prompt of an evaluation set", count: count, of: total, examples,
      advice: "take them out before training, or the evaluation measures memory")
  }
}
