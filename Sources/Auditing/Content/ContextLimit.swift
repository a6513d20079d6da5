/// Finds rows whose prompt and a completion together are longer than a model can read.
struct ContextLimit: Check {
  let name = "context-limit"
  private let settings: AuditSettings
  private var count = 0
  private var total = 0
  private var isCounted = false
  private var examples: Examples

  init(_ settings: AuditSettings) {
    self.settings = settings
    examples = Examples(limit: settings.exampleLimit)
  }

  mutating func examine(_ row: ExaminedRow) {
    total += 1
    for (index, text) in row.completions.enumerated() {
      let sizes = sizes(of: row, text, tokenCount: row.row.completions[index].tokenCount)
      if !sizes.isEmpty { isCounted = true }
      guard let size = sizes.first(where: { $0.count > $0.most }) else { continue }
      count += 1
      return examples.add(
        row.place,
        excerpt: "\(row.name(of: index)) with its prompt has \(size.count) \(size.unit), "
          + "\(size.most) at most")
    }
  }

  private func sizes(
    of row: ExaminedRow, _ text: ExaminedText, tokenCount: Int?
  ) -> [(unit: String, count: Int, most: Int)] {
    var sizes: [(unit: String, count: Int, most: Int)] = []
    if let most = settings.maximumTokens {
      if let count = settings.countTokens {
        sizes.append(("tokens", count(row.prompt.text) + count(text.text), most))
      } else if let count = tokenCount {
        sizes.append(("tokens in the completion alone", count, most))
      }
    }
    if let most = settings.maximumWords {
      sizes.append(("words", row.prompt.words.count + text.words.count, most))
    }
    if let most = settings.maximumCharacters {
      let count = row.prompt.text.unicodeScalars.count + text.text.unicodeScalars.count
      sizes.append(("characters", count, most))
    }
    return sizes
  }

  func conclude(_ conclusions: inout Conclusions) {
    guard isCounted else {
      let isGiven = settings.maximumTokens != nil
      return conclusions.leaveOut(
        self,
        because: isGiven
          ? "no completion says how many tokens it has (column 'token_counts')"
          : "no limit was given")
    }
    guard count > 0 else { return }
    conclusions.find(
      self, .warning, "rows are longer than the limit, so that their end would be lost",
      count: count, of: total, examples, advice: "shorten the prompts, or take the rows out")
  }
}
