public import Foundation
import Statistics

/// An evaluation that was made beside a run, for its model's card.
///
/// Either what `rlhf evaluate --json` printed, an object of findings; or the pairs that
/// `rlhf evaluate --output` wrote, a line for each, of which the win rate is found here.
public struct CardEvaluation: Sendable {
  /// What was found: a name, and a number perhaps with its interval.
  public let findings: [(name: String, words: String)]
  /// The name of its file.
  public let name: String

  /// Reads a file.
  ///
  /// - Throws: `EvaluationError.noEvaluation` when it is neither.
  public init(file: URL) throws {
    name = file.lastPathComponent
    if let object = tree(in: file), object["outcome"] == nil, !object.members.isEmpty {
      findings = object.members.map { ($0.key, words(for: $0.value)) }
      return
    }
    let rows = lines(of: file) ?? []
    findings = contestFindings(rows)
    guard !findings.isEmpty else { throw EvaluationError.noEvaluation(file.path) }
  }
}

/// A finding as a number with its interval, if it has one.
private func words(for value: JSONTree) -> String {
  guard let number = value["value"]?.number else {
    return value.number.map(readable) ?? value.text
  }
  guard let lower = value["lower"]?.number, let upper = value["upper"]?.number else {
    return readable(number)
  }
  return "\(readable(number)) (\(readable(lower))–\(readable(upper)))"
}

/// Win rates of judged pairs, prompts being drawn anew for the interval.
private func contestFindings(_ rows: [JSONTree]) -> [(name: String, words: String)] {
  typealias Judged = (prompt: Int, outcome: Outcome, isLonger: Bool?)
  let judged = rows.compactMap { row -> Judged? in
    guard case .string(let name)? = row["outcome"], let outcome = Outcome(rawValue: name) else {
      return nil
    }
    let own = row["completion"]?.text.unicodeScalars.count
    let other = row["completion_against"]?.text.unicodeScalars.count
    let isLonger = own.flatMap { own in other.flatMap { own == $0 ? nil : own > $0 } }
    return (Int(row["prompt_index"]?.number ?? 0), outcome, isLonger)
  }
  guard !judged.isEmpty else { return [] }
  func byPrompt(_ outcome: (Judged) -> Outcome) -> [[Outcome]] {
    Dictionary(grouping: judged, by: \.prompt).sorted { $0.key < $1.key }.map {
      $0.value.map(outcome)
    }
  }
  let longer = byPrompt { $0.isLonger.map { $0 ? .win : .loss } ?? .tie }
  return [
    ("win rate, ties half", "\(winRate(of: byPrompt(\.outcome)))"),
    ("win rate if the longer one always won", "\(winRate(of: longer))"),
    ("pairs", "\(judged.count)"), ("prompts", "\(Set(judged.map(\.prompt)).count)"),
  ]
}
