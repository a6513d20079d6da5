import Feedback

/// What an adjudicator's form says besides the answer.
struct SettlementForm: Equatable {
  let cause: Adjudication.Cause
  let note: String

  /// Reads the fields, and is nil where no cause was chosen.
  init?(_ fields: FormFields) {
    guard let cause = fields.first("cause").flatMap(Adjudication.Cause.init(rawValue:)) else {
      return nil
    }
    self.cause = cause
    note = filledText(fields.first("note")) ?? ""
  }

  /// What to say where no cause was chosen.
  static let missingCause = FormProblem("cause", "Say why the labelers disagreed.")
}
