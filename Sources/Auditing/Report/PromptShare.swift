import Statistics

/// A share of pairs, of which those of one prompt count as one, since they are alike.
struct PromptShare {
  private var sums: [Double] = []
  private var counts: [Int] = []

  /// Counts a pair of a prompt: 1 if it is so, 0 if not, ½ if it cannot be told.
  mutating func add(_ value: Double, prompt: Int) {
    while sums.count <= prompt {
      sums.append(0)
      counts.append(0)
    }
    sums[prompt] += value
    counts[prompt] += 1
  }

  /// How many prompts had pairs.
  var promptCount: Int { counts.count { $0 > 0 } }

  /// How many pairs there were.
  var pairCount: Int { counts.reduce(0, +) }

  /// The mean over prompts of their pairs' share, with Wilson's interval.
  func estimate(confidence: Double = 0.95) -> Estimate {
    var total = 0.0
    for (sum, count) in zip(sums, counts) where count > 0 { total += sum / Double(count) }
    return proportion(min(total, Double(promptCount)), of: promptCount, confidence: confidence)
  }
}
