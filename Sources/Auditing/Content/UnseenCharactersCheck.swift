/// Finds characters that nobody sees, but that act: on the direction of text, on tokens, on terminals.
///
/// Joiners and variation selectors are found only between plain letters, where no script and no
/// emoji needs them.
struct UnseenCharactersCheck: Check {
  let name = "unseen-characters"
  private var counts: [UnseenKind: Int] = [:]
  private var examples: [UnseenKind: Examples] = [:]
  private var damaged = 0
  private var damagedExamples: Examples
  private var total = 0
  private let limit: Int

  init(_ settings: AuditSettings) {
    limit = settings.exampleLimit
    damagedExamples = Examples(limit: limit)
  }

  mutating func examine(_ row: ExaminedRow) {
    total += 1
    var found: Set<UnseenKind> = []
    var isDamaged = false
    let texts =
      [("prompt", row.prompt.text)]
      + row.completions.enumerated().map { (row.name(of: $0), $1.text) }
    for (name, text) in texts
    where !text.utf8.allSatisfy({ $0 < 0x7f && ($0 > 0x1f || $0 == 0x0a) }) {
      for (kind, index) in unseenKinds(in: text) where found.insert(kind).inserted {
        counts[kind, default: 0] += 1
        examples[kind, default: Examples(limit: limit)].add(
          row.place,
          excerpt:
            "\(name): \(excerpt(text, around: index..<text.unicodeScalars.index(after: index)))")
      }
      guard !isDamaged, let index = text.unicodeScalars.firstIndex(of: "\u{FFFD}") else { continue }
      isDamaged = true
      damaged += 1
      damagedExamples.add(
        row.place,
        excerpt:
          "\(name): \(excerpt(text, around: index..<text.unicodeScalars.index(after: index)))")
    }
  }

  func conclude(_ conclusions: inout Conclusions) {
    for kind in UnseenKind.allCases {
      guard let count = counts[kind], let examples = examples[kind] else { continue }
      conclusions.find(
        self, .warning, "rows hold \(kind.rawValue)", count: count, of: total, examples,
        advice:
          "take it out where the script does not need it: it hides differences and instructions")
    }
    guard damaged > 0 else { return }
    conclusions.find(
      self, .warning, "rows hold a replacement character (U+FFFD): text was lost", count: damaged,
      of: total, damagedExamples, advice: "read the source again, with the right encoding")
  }
}

/// Returns the first place of each kind of unseen character in a text.
private func unseenKinds(in text: String) -> [(kind: UnseenKind, index: String.Index)] {
  var found: [(kind: UnseenKind, index: String.Index)] = []
  var before: Unicode.Scalar?
  let scalars = text.unicodeScalars
  for index in scalars.indices {
    let scalar = scalars[index]
    var kind = unseenKind(of: scalar)
    if isJoiner(scalar), let before, isPlainLetter(before) {
      let next = scalars.index(after: index)
      if scalar.value >= 0xFE00 || (next < scalars.endIndex && isPlainLetter(scalars[next])) {
        kind = .zeroWidth
      }
    }
    if let kind, !found.contains(where: { $0.kind == kind }) { found.append((kind, index)) }
    before = scalar
  }
  return found
}

/// Whether a scalar is a Latin, Greek or Cyrillic letter, which never needs a joiner.
private func isPlainLetter(_ scalar: Unicode.Scalar) -> Bool {
  switch Script(scalar) {
  case .latin, .greek, .cyrillic: true
  default: false
  }
}
