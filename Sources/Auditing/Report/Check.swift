import Statistics

/// One thing that an audit looks for.
protocol Check: Sendable {
  /// The name by which findings are known.
  var name: String { get }
  /// Looks at the next row.
  mutating func examine(_ row: ExaminedRow)
  /// Says what was found.
  func conclude(_ conclusions: inout Conclusions)
}

/// What the checks found, and what they may ask at the end.
struct Conclusions {
  /// The prompts, by the numbers that the rows have.
  let prompts: TextClusters
  /// All judgements of pairs.
  let ledger: PairLedger
  /// The judgements of those pairs that were judged more than once.
  let repeatedPairs: [[PairLedger.Entry]]
  let exampleLimit: Int
  private(set) var findings: [AuditFinding] = []
  private(set) var measures: [AuditMeasure] = []
  private(set) var unchecked: [UncheckedAspect] = []

  init(prompts: TextClusters, ledger: PairLedger, exampleLimit: Int) {
    self.prompts = prompts
    self.ledger = ledger
    repeatedPairs = ledger.repeated
    self.exampleLimit = exampleLimit
  }

  /// Notes what a check found.
  mutating func find(
    _ check: some Check, _ severity: AuditSeverity, _ summary: String, count: Int,
    of total: Int? = nil, share: Estimate? = nil, _ examples: Examples, advice: String
  ) {
    findings.append(
      AuditFinding(
        check: check.name, severity: severity, summary: summary, count: count, total: total,
        share: share ?? total.flatMap { $0 >= count ? knownShare(count, of: $0) : nil },
        examples: Array(examples.list.prefix(exampleLimit)), advice: advice))
  }

  /// Notes a number that is worth knowing in any case.
  mutating func measure(_ name: String, _ estimate: Estimate, of total: Int) {
    guard total > 0, estimate.value.isFinite else { return }
    measures.append(AuditMeasure(name: name, estimate: estimate, total: total))
  }

  /// Notes what was not checked.
  mutating func leaveOut(_ check: some Check, because reason: String) {
    unchecked.append(UncheckedAspect(check: check.name, reason: reason))
  }
}

/// Examples of a finding, as many as can be shown.
struct Examples {
  private(set) var list: [AuditFinding.Example] = []
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// Whether no more are needed.
  var isFull: Bool { list.count >= limit }

  /// Adds an example, if there is room.
  mutating func add(_ places: String..., excerpt: @autoclosure () -> String) {
    guard !isFull else { return }
    list.append(AuditFinding.Example(places: unique(places), excerpt: excerpt()))
  }
}

/// Returns the elements, each once, in their order.
private func unique(_ places: [String]) -> [String] {
  var seen: Set<String> = []
  return places.filter { seen.insert($0).inserted }
}

/// Returns the share of `count` in `total`, and nil where there was nothing.
private func knownShare(_ count: Int, of total: Int) -> Estimate? {
  total > 0 ? proportion(Double(count), of: total) : nil
}
