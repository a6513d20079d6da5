import Batches
import Foundation
import Models
import Objectives
import Scoring
import Torch

/// How well a policy foretells completions.
struct Likelihood {
  /// The mean of −log π over all tokens of the completions, in nats.
  let loss: Double
  /// The share of tokens that were the likeliest ones.
  let accuracy: Double
  /// The number of tokens.
  let tokenCount: Int

  /// e to the loss: among how many equally likely tokens the policy seems to choose.
  var perplexity: Double { exp(loss) }

  /// The metrics under TRL's names.
  var metrics: [String: Double] {
    tokenCount == 0 ? [:] : ["loss": loss, "mean_token_accuracy": accuracy]
  }
}

extension LanguageModel {
  /// Measures how well the completions of sequences are foretold.
  ///
  /// - Parameter rowsPerPass: Sequences of one forward pass.
  func likelihood(
    of sequences: [TokenizedSequence], rowsPerPass: Int, precision: DType = .float32
  ) -> Likelihood {
    var (loss, best, count) = (0.0, 0.0, 0)
    withoutGradients {
      for part in sequences.chunked(by: rowsPerPass) {
        let found = logProbabilities(
          of: SequenceBatch(part, on: device), precision: precision)
        loss += crossEntropySum(of: found.values).value
        best += found.isBest.sum().value
        count += found.tokenCount
      }
    }
    let divisor = Double(max(1, count))
    return Likelihood(loss: loss / divisor, accuracy: best / divisor, tokenCount: count)
  }
}
