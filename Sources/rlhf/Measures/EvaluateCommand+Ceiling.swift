import Datasets
import Evaluation
import Statistics

extension EvaluateCommand {
  /// How far labelers agree, and how high an accuracy that allows; says where it was exceeded.
  func ceiling(of rows: [Ranking], _ accuracy: Estimate) -> [Finding] {
    guard let ceiling = AgreementCeiling(labelerVotes(in: rows)) else {
      if accuracy.value > AgreementCeiling.suspiciousAccuracy {
        note(
          "No pair was judged by two labelers, so how right a model can be is unknown. If these are "
            + "rows like HH-RLHF's, an accuracy above 75 % is probably one of rows that it has seen."
        )
      }
      return []
    }
    if let highest = ceiling.accuracy, ceiling.isExceeded(by: accuracy) {
      note(
        "Suspicious: labelers who agree in \(ceiling.agreement.strict.percent) of pairs allow an "
          + "accuracy of \(highest.percent), and this is \(accuracy.percent). Has the model seen "
          + "these rows, or prompts like them?")
    }
    let unknown = Estimate(value: .nan, lower: .nan, upper: .nan)
    return [
      Finding("labelers_agree", ceiling.agreement.strict),
      Finding("accuracy_ceiling", ceiling.accuracy ?? unknown),
    ]
  }
}
