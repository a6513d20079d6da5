import Batches
import Datasets
import Foundation
import Models
import Scoring
import Statistics
import Torch

extension EvaluateCommand {
  /// How well two models foretell the same completions, and by how much they differ.
  func forgetting(of folder: String, since earlier: String, on file: String) throws -> [Finding] {
    let loaded = try readDemonstrations(from: URL(fileURLWithPath: file), badRows: badRows)
    report(skipped: loaded.skipped)
    let rows = limited(loaded.rows)
    let (own, other) = (
      try surprises(of: folder, at: rows), try surprises(of: earlier, at: rows)
    )
    // By the row: what one model has no room for is measured of neither.
    let shared = own.keys.filter { other[$0] != nil }.sorted()
    let pairs = shared.compactMap { key in own[key].flatMap { own in other[key].map { (own, $0) } }
    }
    guard !pairs.isEmpty else { throw RefusedInput("\(file): no row can be measured") }
    guard pairs.allSatisfy({ $0.0.tokenCount == $0.1.tokenCount }) else {
      throw RefusedInput(
        "\(folder) and \(earlier) have different tokenizers, so a token of one is none of the other"
      )
    }
    return findings(pairs, clusteredBy: clusters(of: shared.map { rows[$0] }))
  }

  private func findings(
    _ pairs: [(Surprise, Surprise)], clusteredBy keys: [Int]
  ) -> [Finding] {
    func mean(_ nats: (Surprise, Surprise) -> Double) -> Estimate? {
      resampledEstimate(
        unitCount: pairs.count, clusteredBy: keys,
        resampling: Resampling(count: 2000, seed: options.seed)
      ) { weights in
        var (sum, count) = (0.0, 0.0)
        for (weight, pair) in zip(weights, pairs) {
          sum += weight * nats(pair.0, pair.1)
          count += weight * Double(pair.0.tokenCount)
        }
        return count > 0 ? sum / count : nil
      }
    }
    let unknown = Estimate(value: .nan, lower: .nan, upper: .nan)
    let own = mean { own, _ in own.nats } ?? unknown
    let other = mean { _, other in other.nats } ?? unknown
    let difference = mean { $0.nats - $1.nats } ?? unknown
    if difference.lower > 0 {
      note("The first model foretells these rows worse than the second did.")
    }
    return [
      Finding("loss", own), Finding("loss_against", other),
      Finding("loss_difference", difference),
      Finding("perplexity", exponential(own)), Finding("perplexity_against", exponential(other)),
      Finding("perplexity_ratio", exponential(difference)),
      Finding("rows", Double(pairs.count)),
      Finding("tokens", Double(pairs.reduce(0) { $0 + $1.0.tokenCount })),
    ]
  }

  private func exponential(_ nats: Estimate) -> Estimate {
    Estimate(
      value: exp(nats.value), lower: exp(nats.lower), upper: exp(nats.upper),
      confidence: nats.confidence)
  }

  private func clusters(of rows: [Demonstration]) -> [Int] {
    var numbers: [Content: Int] = [:]
    return rows.map { row in
      let number = numbers[row.prompt] ?? numbers.count
      numbers[row.prompt] = number
      return number
    }
  }

  /// What each row costs a model that wants to foretell it; rows that do not fit are left out.
  private func surprises(of folder: String, at rows: [Demonstration]) throws -> [Int: Surprise] {
    let open = try OpenModel(folder: URL(fileURLWithPath: folder), device: options.device)
    var skipped: [BadRow] = []
    var sequences: [(row: Int, tokens: TokenizedSequence)] = []
    for (index, row) in rows.enumerated() {
      let converted = try open.sequences.sequences([row], badRows: badRows)
      skipped += converted.skipped
      sequences += converted.rows.map { (index, $0) }
    }
    report(skipped: skipped)
    var found: [Int: Surprise] = [:]
    withoutGradients {
      for part in sequences.chunked(by: batchSize) {
        let batch = SequenceBatch(part.map(\.tokens), on: open.model.device)
        let sums = open.model.logProbabilities(of: batch).ofSequences.floats
        for (row, sum) in zip(part, sums) {
          found[row.row] = Surprise(
            nats: -Double(sum), tokenCount: row.tokens.completion.count)
        }
      }
    }
    return found
  }
}

/// How unlikely a completion is to a model.
private struct Surprise {
  /// −log of its probability.
  let nats: Double
  let tokenCount: Int
}
