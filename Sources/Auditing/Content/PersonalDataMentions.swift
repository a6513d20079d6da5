/// Finds texts that probably tell something about a living person, and rows flagged so.
struct PersonalDataMentions: Check {
  let name = "personal-data"
  private var counts: [PersonalData.Kind: Int] = [:]
  private var examples: [PersonalData.Kind: Examples] = [:]
  private var flaggedCount = 0
  private var flaggedExamples: Examples
  private var total = 0
  private let limit: Int

  init(_ settings: AuditSettings) {
    limit = settings.exampleLimit
    flaggedExamples = Examples(limit: limit)
  }

  mutating func examine(_ row: ExaminedRow) {
    total += 1
    var found: [PersonalData.Kind: (name: String, excerpt: String)] = [:]
    for item in personalData(in: row.prompt.text) where found[item.kind] == nil {
      found[item.kind] = ("prompt", item.excerpt)
    }
    for (index, text) in row.completions.enumerated() {
      for item in personalData(in: text.text) where found[item.kind] == nil {
        found[item.kind] = (row.name(of: index), item.excerpt)
      }
    }
    for (kind, item) in found {
      counts[kind, default: 0] += 1
      examples[kind, default: Examples(limit: limit)].add(
        row.place, excerpt: "\(item.name): \(item.excerpt)")
    }
    let flags = row.row.flags + row.row.completions.flatMap(\.flags)
    guard let flag = flags.first(where: isAboutPersons) else { return }
    flaggedCount += 1
    flaggedExamples.add(row.place, excerpt: "flagged \(shown(flag))")
  }

  private func isAboutPersons(_ flag: String) -> Bool {
    let words = words(of: flag.replacing("_", with: " ")).map(\.folded)
    return words.contains("pii") || words.starts(with: ["personal"])
  }

  func conclude(_ conclusions: inout Conclusions) {
    for kind in PersonalData.Kind.allCases {
      guard let count = counts[kind], let examples = examples[kind] else { continue }
      conclusions.find(
        self, kind.severity, "rows hold what looks like \(kind.phrase)", count: count, of: total,
        examples, advice: "replace it by a stand-in, in every text of the row")
    }
    guard flaggedCount > 0 else { return }
    conclusions.find(
      self, .error, "rows were flagged for personal data by labelers", count: flaggedCount,
      of: total, flaggedExamples, advice: "take them out, or replace what was meant")
  }
}

extension PersonalData.Kind {
  /// What it is, with its article.
  var phrase: String {
    switch self {
    case .email: "an address of e-mail"
    case .phone: "a telephone number"
    case .paymentCard: "the number of a payment card"
    case .bankAccount: "the number of a bank account"
    case .networkAddress: "somebody's address in the net (IPv4)"
    case .nationalID: "a social security number"
    }
  }

  /// What can be misused at once is worse than what may be public.
  fileprivate var severity: AuditSeverity {
    switch self {
    case .paymentCard, .bankAccount, .nationalID: .error
    case .email, .phone, .networkAddress: .warning
    }
  }
}
