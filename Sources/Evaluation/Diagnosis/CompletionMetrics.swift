import Statistics

/// Returns what a rollout's texts look like, and how far their scores go with their lengths.
///
/// Without completions there are no metrics; those that are undefined, as the correlation where all
/// are of one length, are left out.
///
///     text/distinct_2            different word pairs, as a share of all (Li et al. 2016)
///     text/repetition            mean share of word triples said before in the same completion
///     text/template              how alike completions are that stand apart in the list, 0…1
///     text/refusals              share that declines
///     text/empty                 share without a word
///     reward/deviation           spread of the scores
///     reward/length_correlation  Pearson's, score against length
///     reward/length_slope        score per unit of length, by least squares
///
/// - Parameters:
///   - texts: The completions; completions of one prompt stand side by side.
///   - scores: What the reward gave each.
///   - lengths: How long each is, in tokens.
public func completionMetrics(
  of texts: [String], scores: [Double], lengths: [Int]
) -> [String: Double] {
  precondition(
    texts.count == scores.count && texts.count == lengths.count,
    "\(texts.count) texts have \(scores.count) scores and \(lengths.count) lengths")
  guard !texts.isEmpty else { return [:] }
  let count = Double(texts.count)
  let words = texts.map(words(of:))
  let line = LengthLine(of: scores, over: lengths.map(Double.init))
  let metrics = [
    "text/distinct_2": distinctShare(ofRunsOf: 2, in: words),
    "text/repetition": words.reduce(0) { $0 + repeatedShare(ofRunsOf: 3, in: $1) } / count,
    "text/template": likeness(amongDistant: words),
    "text/refusals": Double(texts.count(where: isRefusal)) / count,
    "text/empty": Double(words.count(where: \.isEmpty)) / count,
    "reward/deviation": line.deviation,
    "reward/length_correlation": line.correlation,
    "reward/length_slope": line.slope,
  ]
  return metrics.filter { $0.value.isFinite }
}

/// The straight line that tells scores from lengths.
private struct LengthLine {
  let deviation: Double
  let correlation: Double
  let slope: Double

  init(of scores: [Double], over lengths: [Double]) {
    let count = Double(scores.count)
    let scoreMean = scores.reduce(0, +) / count
    let lengthMean = lengths.reduce(0, +) / count
    let product = zip(scores, lengths).reduce(0) {
      $0 + ($1.0 - scoreMean) * ($1.1 - lengthMean)
    }
    let squares = lengths.reduce(0) { $0 + ($1 - lengthMean) * ($1 - lengthMean) }
    let scoreSquares = scores.reduce(0) { $0 + ($1 - scoreMean) * ($1 - scoreMean) }
    deviation = scores.count > 1 ? (scoreSquares / (count - 1)).squareRoot() : .nan
    correlation = pearsonCorrelation(scores, lengths)
    slope = squares > 0 ? product / squares : .nan
  }
}
