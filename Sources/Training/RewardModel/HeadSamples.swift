import Runs
import Torch

/// How often each head of an ensemble takes each row: a function of the seed alone, so that a resumed
/// run and any split into batches give a head the same rows.
struct HeadSamples {
  /// Of each head, for each row. `[heads][rows]`
  private let counts: [[Float]]

  /// Draws the rows of each head.
  init(_ kind: HeadRows, rowCount: Int, headCount: Int, seed: UInt64) {
    counts = (0..<headCount).map { head in
      guard kind == .bootstrap else { return Array(repeating: 1, count: rowCount) }
      var generator = SeededGenerator(seed: derivedSeed(seed, "rows of head \(head)"))
      var counts = [Float](repeating: 0, count: rowCount)
      for _ in 0..<rowCount { counts[Int.random(in: 0..<rowCount, using: &generator)] += 1 }
      return counts
    }
  }

  /// How often a head takes each of some rows. `[rows]`
  func counts(of rows: [Int], head: Int, on device: Device) -> Tensor {
    Tensor(rows.map { counts[head][$0] }, on: device)
  }
}
