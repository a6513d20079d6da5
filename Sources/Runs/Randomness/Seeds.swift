import Crypto
import Foundation

/// Returns a seed for one purpose, independent of those for others.
///
/// So a change in how often one part draws leaves what another part draws as it was.
///
/// - Parameters:
///   - seed: The run's seed.
///   - purpose: What is drawn, as in `"shuffle"` or `"rollout 12"`.
public func derivedSeed(_ seed: UInt64, _ purpose: String) -> UInt64 {
  var hash = SHA256()
  hash.update(data: (0..<8).map { UInt8(truncatingIfNeeded: seed >> ($0 * 8)) })
  hash.update(data: Data(purpose.utf8))
  return hash.finalize().prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
}

extension MutableCollection where Self: RandomAccessCollection {
  /// Shuffles the collection in place, in a way that no version of Swift changes.
  public mutating func shuffle(using generator: inout SeededGenerator) {
    guard count > 1 else { return }
    for remaining in stride(from: count, to: 1, by: -1) {
      let chosen = index(startIndex, offsetBy: generator.next(below: remaining))
      swapAt(chosen, index(startIndex, offsetBy: remaining - 1))
    }
  }
}

extension Sequence {
  /// Returns the elements shuffled, in a way that no version of Swift changes.
  public func shuffled(using generator: inout SeededGenerator) -> [Element] {
    var elements = Array(self)
    elements.shuffle(using: &generator)
    return elements
  }

  /// Returns the elements shuffled; the same seed gives the same order.
  public func shuffled(seed: UInt64) -> [Element] {
    var generator = SeededGenerator(seed: seed)
    return shuffled(using: &generator)
  }
}
