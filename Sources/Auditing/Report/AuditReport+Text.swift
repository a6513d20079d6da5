public import Foundation
import Statistics

extension AuditReport {
  /// The report for people, as plain text without any control characters but line breaks.
  public func text() -> String {
    var lines = headLines
    for severity in AuditSeverity.allCases.reversed() {
      let found = findings.filter { $0.severity == severity }
      guard !found.isEmpty else { continue }
      lines += ["", "\(severity.rawValue.uppercased())S (\(found.count))"]
      for finding in found { lines += [""] + finding.lines }
    }
    if findings.isEmpty { lines += ["", "Nothing was found."] }
    if !measures.isEmpty {
      lines +=
        ["", "MEASURED"] + measures.map { "  \($0.name): \(percent($0.estimate)) of \($0.total)" }
    }
    if !silentChecks.isEmpty {
      lines += ["", "FOUND NOTHING", "  " + silentChecks.joined(separator: ", ")]
    }
    if !unchecked.isEmpty {
      lines += ["", "NOT CHECKED"] + unchecked.map { "  \($0.check): \($0.reason)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The report for programs, as JSON with sorted keys: the same data give the same bytes.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  private var headLines: [String] {
    var lines = ["Audit of \(rowCount) rankings of \(promptCount) different prompts"]
    for file in files {
      let refused = file.refusedCount > 0 ? ", \(file.refusedCount) not understood" : ""
      lines.append("  \(shown(file.path)): \(file.rowCount) rows\(refused), sha256 \(file.sha256)")
    }
    return lines + ["  content sha256 \(contentHash)"]
  }
}

extension AuditFinding {
  fileprivate var lines: [String] {
    var extent = "\(count)"
    if let total { extent += " of \(total)" }
    if let share { extent += ", \(percent(share))" }
    return ["  \(check): \(summary) [\(extent)]", "    → \(advice)"]
      + examples.map { "    · \($0.places.joined(separator: ", ")): \($0.excerpt)" }
  }
}

/// A share in percent, with the digits that small ones need: `0.3% (0.1–0.7%)`.
private func percent(_ share: Estimate) -> String {
  func rounded(_ share: Double) -> String {
    let percent = share * 100
    return decimal(percent, places: percent == 0 || percent >= 10 ? 0 : percent >= 0.1 ? 1 : 2)
  }
  return "\(rounded(share.value))% (\(rounded(share.lower))–\(rounded(share.upper))%)"
}
