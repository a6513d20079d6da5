import Auditing
import Datasets
import Foundation
import Testing

/// Clean data with something wrong put into it, and what must be found.
struct PlantedDefect: Sendable, CustomTestStringConvertible {
  let title: String
  let check: String
  let severity: AuditSeverity
  /// How often it must be found; nil where the number follows from shares.
  let count: Int?
  let settings: AuditSettings
  let plant: @Sendable (inout [AuditedRanking]) -> Void

  init(
    _ title: String, check: String, _ severity: AuditSeverity, count: Int? = nil,
    settings: AuditSettings = CleanData.settings,
    _ plant: @escaping @Sendable (inout [AuditedRanking]) -> Void
  ) {
    self.title = title
    self.check = check
    self.severity = severity
    self.count = count
    self.settings = settings
    self.plant = plant
  }

  var testDescription: String { title }

  /// The report on the data with the defect.
  ///
  /// - Parameter count: How many clean rows it is planted into; fewer are faster.
  func report(rows count: Int = 240) -> AuditReport {
    var rows = Array(CleanData.rows.prefix(count))
    plant(&rows)
    return auditReport(of: rows, settings: settings, evaluation: CleanData.evaluation)
  }
}

extension AuditedRanking {
  /// Returns the row with another text for one of its completions.
  func answering(_ text: String, at index: Int = 0) -> AuditedRanking {
    var row = self
    row.completions[index].content = text.content(like: row.prompt)
    return row
  }

  /// Returns the row with another prompt.
  func asking(_ text: String) -> AuditedRanking {
    var row = self
    row.prompt = text.content(like: row.prompt)
    return row
  }
}

extension Content {
  /// The text, or all turns' texts.
  var said: String {
    switch self {
    case .text(let text): text
    case .messages(let turns): turns.map(\.content).joined(separator: "\n")
    }
  }
}

extension String {
  /// The text as content of the same kind as a prompt.
  func content(like prompt: Content) -> Content {
    guard case .messages = prompt else { return .text(self) }
    return .messages([Message(role: "assistant", content: self)])
  }
}
