import Feedback

/// Between the fields of a form that is being filled in and the draft that keeps them.
enum DraftForm {
  /// Returns what a draft keeps of the fields: those that the question knows, at most 500.
  static func kept(of fields: FormFields, for question: Question) -> [Draft.Field] {
    let known = names(of: question)
    return fields.pairs.prefix(500).filter { known.contains($0.name) }.map {
      Draft.Field($0.name, exactText($0.value) ?? "")
    }
  }

  /// Returns the fields that a draft kept.
  static func fields(of draft: Draft) -> FormFields {
    FormFields(draft.fields.map { ($0.name, $0.value) })
  }

  /// The names of the fields that a question's form may send.
  private static func names(of question: Question) -> Set<String> {
    var names: Set = [
      "preference", "none_acceptable", "flag-prompt", "text", "reason", "reason_for_revision",
      "next_message", "cause", "note",
    ]
    for slot in question.slots {
      names.insert("rank-\(slot.code)")
      names.insert("flag-\(slot.code)")
      for axis in question.axes.indices { names.insert(Question.ratingName(slot, axis: axis)) }
    }
    return names
  }
}
