public import Datasets
import Runs

/// An audit of preference data, which takes rows one by one and keeps little of each.
///
///     var audit = Audit(settings: AuditSettings(exampleLimit: 3))
///     for row in rows { audit.examine(row) }
///     print(audit.report().text())
public struct Audit: Sendable {
  private let settings: AuditSettings
  private var checks: [any Check]
  private var refusals: RefusedRows
  private var prompts: TextClusters
  private var ledger = PairLedger()
  private var hash = RunningHash()
  private var rowCount = 0
  private var files: [AuditedFile] = []

  /// Creates an audit that has seen no rows.
  ///
  /// - Parameters:
  ///   - settings: What it looks at.
  ///   - evaluation: Prompts of evaluation sets, which must not be among the rows. Nil where none
  ///     were given, so that contamination is not checked.
  public init(settings: AuditSettings = AuditSettings(), evaluation: [Prompt]? = nil) {
    self.settings = settings
    checks = allChecks(settings, evaluation)
    refusals = RefusedRows(settings)
    prompts = TextClusters(threshold: settings.similarity)
  }

  /// Looks at the next row.
  public mutating func examine(_ row: AuditedRanking) {
    rowCount += 1
    hash.add(row)
    let prompt = ExaminedText(row.prompt.plainText)
    let (number, isNew) = prompts.number(of: prompt)
    let examined = ExaminedRow(
      row, number: rowCount, prompt: prompt, promptNumber: number, isNew: isNew)
    ledger.add(examined)
    refusals.examine(examined)
    for index in checks.indices { checks[index].examine(examined) }
  }

  /// Notes a row that could not be understood.
  public mutating func refuse(_ row: BadRow) { refusals.add(row) }

  /// Notes a file whose rows were examined.
  public mutating func note(_ file: AuditedFile) { files.append(file) }

  /// Returns what was found so far.
  public func report() -> AuditReport {
    var conclusions = Conclusions(
      prompts: prompts, ledger: ledger, exampleLimit: settings.exampleLimit)
    let all: [any Check] = [refusals] + checks
    for check in all { check.conclude(&conclusions) }
    let findings = conclusions.findings.enumerated()
      .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
      .map(\.element)
    let loud = Set(findings.map(\.check) + conclusions.unchecked.map(\.check))
    return AuditReport(
      files: files, rowCount: rowCount, promptCount: prompts.count, contentHash: hash.digits,
      findings: findings, measures: conclusions.measures, unchecked: conclusions.unchecked,
      silentChecks: all.map(\.name).filter { !loud.contains($0) })
  }
}

/// Audits rows that are at hand.
public func auditReport(
  of rows: some Sequence<AuditedRanking>, settings: AuditSettings = AuditSettings(),
  evaluation: [Prompt]? = nil
) -> AuditReport {
  var audit = Audit(settings: settings, evaluation: evaluation)
  for row in rows { audit.examine(row) }
  return audit.report()
}
