/// All pairs that were judged, in little room.
struct PairLedger: Sendable {
  /// One judgement of one pair.
  struct Entry: Sendable {
    var prompt: Int
    /// The keys of the two completions, the smaller first.
    var first: UInt64
    var second: UInt64
    var prefersFirst: Bool
    var row: Int
    /// The number of the labeler, or −1.
    var labeler: Int
    /// The number of the language, or −1.
    var language: Int
  }

  private(set) var entries: [Entry] = []
  /// Where each row is.
  private(set) var places: [String] = []
  /// How each prompt begins.
  private(set) var promptStarts: [String] = []
  private(set) var labelers = Names()
  private(set) var languages = Names()

  /// Adds the pairs of a row, the equal ones left out.
  mutating func add(_ row: ExaminedRow) {
    if row.isNewPrompt { promptStarts.append(promptEnd(row.prompt.text)) }
    let labeler = labelers.number(of: row.row.labeler)
    let language = languages.number(of: row.row.language)
    for pair in row.pairs {
      let (winner, loser) = (row.completions[pair.winner].key, row.completions[pair.loser].key)
      guard winner != loser else { continue }
      entries.append(
        Entry(
          prompt: row.promptNumber, first: min(winner, loser), second: max(winner, loser),
          prefersFirst: winner < loser, row: places.count, labeler: labeler, language: language))
    }
    places.append(row.place)
  }

  /// The judgements of each pair that was judged in several rows, in the order of the prompts.
  var repeated: [[Entry]] {
    let sorted = entries.sorted {
      ($0.prompt, $0.first, $0.second, $0.row) < ($1.prompt, $1.first, $1.second, $1.row)
    }
    var groups: [[Entry]] = []
    var start = 0
    for index in 1..<max(sorted.count + 1, 2) {
      let isEnd =
        index >= sorted.count || sorted[index].prompt != sorted[start].prompt
        || sorted[index].first != sorted[start].first
        || sorted[index].second != sorted[start].second
      guard isEnd else { continue }
      if index - start > 1 { groups.append(Array(sorted[start..<min(index, sorted.count)])) }
      start = index
    }
    return groups
  }
}

/// Names, numbered as they come.
struct Names: Sendable {
  private(set) var list: [String] = []
  private var numbers: [String: Int] = [:]

  /// Returns the number of a name, and −1 where there is none.
  mutating func number(of name: String?) -> Int {
    guard let name, !name.isEmpty else { return -1 }
    if let number = numbers[name] { return number }
    numbers[name] = list.count
    list.append(name)
    return list.count - 1
  }

  /// Returns a name that can be shown.
  func shownName(_ number: Int) -> String {
    list.indices.contains(number) ? shown(list[number]) : "unknown"
  }
}

/// Returns what to show of a prompt: the last that was asked, which differs most.
func promptEnd(_ text: String) -> String {
  let scalars = text.unicodeScalars
  guard scalars.count > 80 else { return excerpt(text) }
  return "…" + shown(String(scalars.suffix(80)))
}
