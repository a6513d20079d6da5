import Foundation

/// How often something is right in one part of the data.
public struct Slice: Sendable, Codable, Equatable {
  /// What the part is called.
  public let name: String
  /// How many units are in it.
  public let count: Int
  /// How many clusters they come from.
  public let clusterCount: Int
  /// The share that is right.
  public let share: Estimate
}

/// Measures how often something is right, part by part.
///
/// - Parameters:
///   - credits: What each unit earns, in `0...1`: 1 for right, ½ for half right.
///   - names: The part of each unit; a unit without one is left out.
///   - keys: The cluster of each unit, such as its prompt; where nil, each is one of its own.
///   - resampling: How the intervals are found. Where all clusters of a part agree, Wilson's takes
///     its place, with each cluster as a trial.
/// - Returns: The parts in the order of their names.
public func slices(
  of credits: [Double], by names: [String?], clusteredBy keys: [Int]? = nil,
  resampling: Resampling = Resampling()
) -> [Slice] {
  requireSameCount(credits, names)
  let members = Dictionary(grouping: credits.indices.filter { names[$0] != nil }) {
    names[$0] ?? ""
  }
  return members.sorted { $0.key < $1.key }.map { name, indices in
    let partKeys = keys.map { keys in indices.map { keys[$0] } }
    return Slice(
      name: name, count: indices.count,
      clusterCount: partKeys.map { Set($0).count } ?? indices.count,
      share: clusteredShare(
        of: indices.map { credits[$0] }, clusteredBy: partKeys, resampling: resampling))
  }
}

/// How the length of the better of two completions compares with that of the other.
public enum LengthDifference: String, Sendable, Codable, CaseIterable {
  /// At most half as long.
  case muchShorter = "much shorter"
  /// Shorter by more than a tenth.
  case shorter
  /// Neither is longer by more than a tenth of it.
  case alike
  /// Longer by more than a tenth.
  case longer
  /// At least twice as long.
  case muchLonger = "much longer"

  /// Compares two lengths; nothing counts as one long.
  ///
  /// - Precondition: Neither is negative.
  public init(_ length: Int, against other: Int) {
    precondition(
      length >= 0 && other >= 0, "lengths must not be negative, are \(length) and \(other)")
    let (length, other) = (max(1, length), max(1, other))
    if length >= 2 * other {
      self = .muchLonger
    } else if other >= 2 * length {
      self = .muchShorter
    } else if 10 * length > 11 * other {
      self = .longer
    } else if 10 * other > 11 * length {
      self = .shorter
    } else {
      self = .alike
    }
  }
}
