public import Statistics

/// How bad a finding is.
public enum AuditSeverity: String, Sendable, Codable, CaseIterable, Comparable {
  /// Worth knowing.
  case note
  /// Probably wrong: look at it before training.
  case warning
  /// Wrong: not to be trained on or published as it is.
  case error

  /// Returns whether the first is less bad.
  public static func < (first: AuditSeverity, second: AuditSeverity) -> Bool {
    let order = allCases
    return (order.firstIndex(of: first) ?? 0) < (order.firstIndex(of: second) ?? 0)
  }
}

/// Something that an audit found to be wrong, or odd.
public struct AuditFinding: Sendable, Codable, Equatable {
  /// A place where it is, and what is there.
  public struct Example: Sendable, Codable, Equatable {
    /// The rows, as `file:line`, or `row n` where they come from no file.
    public var places: [String]
    /// A piece of the text, or what was counted there; unseen characters are written out.
    public var excerpt: String
  }

  /// The check that found it, such as `split-leak`.
  public var check: String
  /// How bad it is.
  public var severity: AuditSeverity
  /// One sentence that says what was found.
  public var summary: String
  /// How often it was found.
  public var count: Int
  /// Out of how many.
  public var total: Int?
  /// The share, where it is one, with its interval.
  public var share: Estimate?
  /// Some of the places.
  public var examples: [Example]
  /// What to do about it.
  public var advice: String
}

/// A number that an audit reports whether or not it is odd.
public struct AuditMeasure: Sendable, Codable, Equatable {
  /// What was measured, as a phrase.
  public var name: String
  /// The number, with its interval.
  public var estimate: Estimate
  /// Out of how many.
  public var total: Int
}

/// Something that an audit did not check, and why.
public struct UncheckedAspect: Sendable, Codable, Equatable {
  /// The check that was left out, wholly or in part.
  public var check: String
  /// What was missing.
  public var reason: String
}

/// What an audit found.
public struct AuditReport: Sendable, Codable, Equatable {
  /// The files that were audited, in their order.
  public var files: [AuditedFile]
  /// How many rows were audited.
  public var rowCount: Int
  /// How many different prompts they have.
  public var promptCount: Int
  /// A SHA-256 hash of all that was audited, which does not depend on how it was stored.
  ///
  /// It counts the rows in their order, each with all that `AuditedRanking` holds but its place.
  public var contentHash: String
  /// What is wrong or odd, the worst first.
  public var findings: [AuditFinding]
  /// What was measured.
  public var measures: [AuditMeasure]
  /// What was not checked.
  public var unchecked: [UncheckedAspect]
  /// The checks that looked at the rows and found nothing.
  public var silentChecks: [String]

  /// How bad the worst finding is; nil where nothing was found.
  public var worst: AuditSeverity? { findings.map(\.severity).max() }

  /// Returns the findings of one check.
  public func findings(of check: String) -> [AuditFinding] { findings.filter { $0.check == check } }
}

/// A file that was audited, so that it can be known again.
public struct AuditedFile: Sendable, Codable, Equatable {
  /// The path, as it was given.
  public var path: String
  /// The SHA-256 hash of its bytes, as 64 hexadecimal digits.
  public var sha256: String
  /// How many rows it gave.
  public var rowCount: Int
  /// How many rows could not be understood.
  public var refusedCount: Int
}
