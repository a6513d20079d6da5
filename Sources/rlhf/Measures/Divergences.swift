import Batches
import Models
import Scoring
import Torch

extension LanguageModel {
  /// log π(y|x) − log π₀(y|x) of each completion, at temperature 1, in nats; over samples of this model
  /// their mean estimates the KL.
  ///
  /// - Parameter rowsPerPass: Sequences of one forward pass.
  func divergences(
    of sequences: [TokenizedSequence], from reference: LanguageModel, rowsPerPass: Int = 64
  ) -> [Double] {
    withoutGradients {
      sequences.chunked(by: rowsPerPass).flatMap { part in
        let batch = SequenceBatch(part, on: device)
        let change =
          logProbabilities(of: batch).ofSequences
          - reference.logProbabilities(of: batch).ofSequences
        return change.floats.map(Double.init)
      }
    }
  }
}
