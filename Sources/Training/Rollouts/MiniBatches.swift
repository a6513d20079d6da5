import Batches
import Runs

/// The episodes of each mini-batch in a pass over a rollout, in an order drawn from the seed.
func miniBatches(
  of episodeCount: Int, into count: Int, seed: UInt64, rollout: Int, epoch: Int
) -> [[Int]] {
  epochOrder(of: episodeCount, seed: derivedSeed(seed, "rollout \(rollout)"), epoch: epoch)
    .divided(into: count)
}

extension Array {
  /// The elements in `count` consecutive groups whose sizes differ by at most one.
  func divided(into count: Int) -> [[Element]] {
    let groups = Swift.min(count, self.count)
    return (0..<groups).map { index in
      Array(self[(self.count * index / groups)..<(self.count * (index + 1) / groups)])
    }
  }
}
