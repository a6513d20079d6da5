import Statistics

/// Finds out whether a way to lay out text decides preferences: headers, lists, bold, code, tables.
///
/// Only pairs count in which one completion has it and the other has not.
struct FormatPreference: Check {
  let name = "format-preference"

  /// From which share of preferred completions that have it (or not) on there is a finding.
  static let mostShare = 0.7
  /// With fewer prompts, nothing is said.
  static let fewestPrompts = 30

  private var shares: [TextFormat: PromptShare] = [:]

  mutating func examine(_ row: ExaminedRow) {
    guard !row.pairs.isEmpty else { return }
    let formats = row.completions.map { Auditing.formats(in: $0.text) }
    for pair in row.pairs {
      for format in formats[pair.winner].symmetricDifference(formats[pair.loser]) {
        let value = formats[pair.winner].contains(format) ? 1.0 : 0
        shares[format, default: PromptShare()].add(value, prompt: row.promptNumber)
      }
    }
  }

  func conclude(_ conclusions: inout Conclusions) {
    for format in TextFormat.allCases {
      guard let share = shares[format] else { continue }
      let estimate = share.estimate()
      let total = share.promptCount
      conclusions.measure("with \(format.rawValue) is preferred to without", estimate, of: total)
      let most = FormatPreference.mostShare
      guard total >= FormatPreference.fewestPrompts,
        estimate.lower > most || estimate.upper < 1 - most
      else { continue }
      let isLiked = estimate.value > 0.5
      let preferred = isLiked ? estimate.value : 1 - estimate.value
      conclusions.find(
        self, .warning,
        "completions \(isLiked ? "with" : "without") \(format.rawValue) are preferred too often "
          + "to others",
        count: Int((preferred * Double(total)).rounded()), of: total, Examples(limit: 0),
        advice: "see whether the format is meant to count; if not, collect pairs that share it")
    }
  }
}
