import Feedback

extension Question {
  /// Returns the problems of an answer at the fields of this question's form.
  func problems(_ problems: [AnswerProblem]) -> [FormProblem] {
    problems.map { FormProblem(fieldName($0.field), $0.message) }
  }

  private func fieldName(_ field: AnswerProblem.Field) -> String {
    switch field {
    case .verdict where AnswerForm(question: self).offersNoneAcceptable: "none_acceptable"
    case .rank(let id) where kind == .ranking: slot(id).map { "rank-\($0.code)" } ?? firstField
    case .rating(let axis, let id) where kind == .rating: ratingField(axis, id)
    case .flags where !flags.isEmpty: "flag-prompt"
    case .reason: "reason"
    default: firstField
    }
  }

  /// The field that the question is about.
  var firstField: String {
    switch kind {
    case .ranking: "ranks"
    case .pair, .chat: "preference"
    case .rating: slots.first.map { Question.ratingName($0, axis: 0) } ?? "reason"
    case .demonstration, .edit: "text"
    }
  }

  private func slot(_ id: Identifier<StoredCompletion>) -> Slot? {
    slots.first { $0.completion.id == id }
  }

  private func ratingField(_ axis: String, _ id: Identifier<StoredCompletion>) -> String {
    guard let slot = slot(id), let index = axes.firstIndex(where: { areSame($0, axis) }) else {
      return firstField
    }
    return Question.ratingName(slot, axis: index)
  }
}
