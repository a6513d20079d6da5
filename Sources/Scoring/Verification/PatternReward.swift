import Foundation

/// A reward for completions in which a regular expression is found: 1 or 0.
///
/// A pattern may take time that grows exponentially with a text, and the text is a model's. So a
/// search that takes longer than `searchLimit` is given up, and counts as nothing found.
public struct PatternReward: Reward {
  /// The most bytes of a pattern.
  public static let longestPattern = 4096
  /// The longest that one search may take.
  public static let searchLimit = Duration.milliseconds(250)

  private let expression: NSRegularExpression

  /// Compiles a pattern.
  ///
  /// - Parameter pattern: In ICU's syntax; `^` and `$` are the ends of the completion, and `.` is
  ///   no line end, unless the pattern says otherwise with `(?m)` and `(?s)`.
  /// - Throws: `RewardError.badPattern`.
  public init(_ pattern: String) throws {
    guard (1...Self.longestPattern).contains(pattern.utf8.count) else {
      throw RewardError.badPattern(
        pattern, reason: "it has \(pattern.utf8.count) bytes, not 1 to \(Self.longestPattern)")
    }
    do { expression = try NSRegularExpression(pattern: pattern) } catch {
      throw RewardError.badPattern(pattern, reason: "it is not a regular expression")
    }
  }

  /// 1 for each completion with the pattern, 0 for each other.
  public func scores(of episodes: [Episode]) throws -> [Double] {
    episodes.map { isFound(in: $0.completion) ? 1 : 0 }
  }

  /// Whether the pattern is found somewhere in a text, in time.
  func isFound(in text: String) -> Bool {
    let clock = ContinuousClock()
    let end = clock.now + Self.searchLimit
    let whole = NSRange(location: 0, length: text.utf16.count)
    var isFound = false
    expression.enumerateMatches(in: text, options: .reportProgress, range: whole) {
      match, _, stop in
      if match != nil { isFound = true }
      if isFound || clock.now > end { stop.pointee = true }
    }
    return isFound
  }
}
