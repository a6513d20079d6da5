import Foundation

/// Returns how alike completions of one prompt are: the mean BLEU of each against all others.
///
/// Zhu et al. 2018 (arXiv:1802.01886), *self-BLEU*, with the smoothing of their program (Texygen):
/// 1 where all are the same, near 0 where they share few words; unlike there, over the completions
/// of one prompt. It rises with the number of completions, so compare only equally many.
///
/// - Parameters:
///   - completions: The words or tokens of each.
///   - length: The longest run of neighbours that is compared.
/// - Returns: In `0...1`; NaN of fewer than two completions.
public func selfBLEU<Element: Hashable>(
  of completions: [[Element]], maximumLength length: Int = 4
) -> Double {
  guard completions.count > 1 else { return .nan }
  let scores = completions.indices.map { index in
    let others = completions.indices.filter { $0 != index }.map { completions[$0] }
    return bleu(of: completions[index], against: others, maximumLength: length)
  }
  return scores.reduce(0, +) / Double(scores.count)
}

/// Returns the BLEU of one text against references.
///
///     brevity · exp(Σ log pₙ / N),   pₙ the share of runs of n neighbours that a reference has
///
/// Papineni et al. 2002. A run counts as often as the reference that has it most often has it.
/// Shares of zero become 0.1 over the number of runs (the first smoothing of Chen and Cherry 2014),
/// as in `sentence_bleu` of NLTK with `method1`. Texts shorter than the closest reference are
/// punished by brevity = exp(1 − reference/text).
func bleu<Element: Hashable>(
  of text: [Element], against references: [[Element]], maximumLength: Int
) -> Double {
  precondition(maximumLength > 0, "runs must have at least one element, not \(maximumLength)")
  var logarithm = 0.0
  for length in 1...maximumLength {
    let runs = counts(ofRunsOf: length, in: text)
    let known = references.map { counts(ofRunsOf: length, in: $0) }
    let matches = runs.reduce(0) { sum, run in
      sum + min(run.value, known.map { $0[run.key] ?? 0 }.max() ?? 0)
    }
    if length == 1, matches == 0 { return 0 }
    let total = max(1, text.count - length + 1)
    logarithm += log((matches == 0 ? 0.1 : Double(matches)) / Double(total))
  }
  let closest = references.map(\.count).min {
    (abs($0 - text.count), $0) < (abs($1 - text.count), $1)
  }
  let brevity = min(0, 1 - Double(closest ?? 0) / Double(text.count))
  return exp(brevity + logarithm / Double(maximumLength))
}

private func counts<Element: Hashable>(
  ofRunsOf length: Int, in text: [Element]
) -> [ArraySlice<Element>: Int] {
  runsOfNeighbours(length, in: text).reduce(into: [:]) { $0[$1, default: 0] += 1 }
}
