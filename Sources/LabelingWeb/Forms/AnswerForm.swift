import Feedback

/// Between the fields of a form and the answer that they mean, both ways.
struct AnswerForm {
  let question: Question

  /// Returns what the fields say.
  ///
  /// Fields that do not belong to the question are passed over; completions come from the
  /// question, so that no form can name another's.
  func answer(from fields: FormFields) -> Answer {
    var answer = Answer()
    if offersNoneAcceptable, fields.first("none_acceptable") != nil {
      answer.verdict = .noneAcceptable
    }
    switch question.kind {
    case .ranking: answer.ranks = ranks(from: fields)
    case .pair, .chat: readPreference(from: fields, into: &answer)
    case .rating: answer.ratings = ratings(from: fields)
    case .demonstration, .edit: answer.text = exactText(fields.first("text")) ?? ""
    }
    answer.flags = flags(from: fields)
    answer.reason = filledText(fields.first("reason"))
    answer.reasonForRevision = filledText(fields.first("reason_for_revision"))
    return answer
  }

  /// Whether it can be said that nothing is good enough.
  var offersNoneAcceptable: Bool { [.ranking, .pair, .chat].contains(question.kind) }

  private func ranks(from fields: FormFields) -> [RankedCompletion] {
    question.slots.compactMap { slot in
      guard let rank = digit(fields.first("rank-\(slot.code)")),
        rank <= question.completions.count
      else { return nil }
      return RankedCompletion(slot.completion.id, rank: rank)
    }
  }

  private func readPreference(from fields: FormFields, into answer: inout Answer) {
    guard question.completions.count == 2,
      let preference = fields.first("preference").flatMap(Preference.init(rawValue:))
    else { return }
    answer.ranks = [
      RankedCompletion(question.completions[0].id, rank: preference.ranks.first),
      RankedCompletion(question.completions[1].id, rank: preference.ranks.second),
    ]
    answer.strength = preference.strength
  }

  private func ratings(from fields: FormFields) -> [Answer.Rating] {
    question.slots.flatMap { slot in
      question.axes.enumerated().compactMap { index, axis in
        guard let value = digit(fields.first(Question.ratingName(slot, axis: index))), value <= 7
        else { return nil }
        return Answer.Rating(slot.completion.id, axis: axis, value: value)
      }
    }
  }

  private func flags(from fields: FormFields) -> [Answer.Flag] {
    func chosen(_ name: String) -> [String] {
      let sent = fields.all(name)
      return question.flags.filter { flag in sent.contains { areSame($0, flag) } }
    }
    return chosen("flag-prompt").map { Answer.Flag($0) }
      + question.slots.flatMap { slot in
        chosen("flag-\(slot.code)").map { Answer.Flag($0, on: slot.completion.id) }
      }
  }

  /// Returns the fields that mean an answer.
  func fields(for answer: Answer) -> FormFields {
    var pairs: [(String, String)] = []
    if answer.verdict == .noneAcceptable { pairs.append(("none_acceptable", "yes")) }
    for slot in question.slots {
      pairs += fields(for: answer, slot)
    }
    if let preference = preference(of: answer) { pairs.append(("preference", preference.rawValue)) }
    pairs += answer.flags.filter { $0.completionID == nil }.map { ("flag-prompt", $0.name) }
    if let text = answer.text { pairs.append(("text", text)) }
    if let reason = answer.reason { pairs.append(("reason", reason)) }
    return FormFields(pairs)
  }

  private func fields(for answer: Answer, _ slot: Question.Slot) -> [(String, String)] {
    let id = slot.completion.id
    var pairs: [(String, String)] = []
    if question.kind == .ranking, let rank = answer.ranks.first(where: { $0.completionID == id }) {
      pairs.append(("rank-\(slot.code)", String(rank.rank)))
    }
    for (index, axis) in question.axes.enumerated() {
      let rating = answer.ratings.first { $0.completionID == id && areSame($0.axis, axis) }
      if let rating {
        pairs.append((Question.ratingName(slot, axis: index), String(rating.value)))
      }
    }
    return pairs
      + answer.flags.filter { $0.completionID == id }.map { ("flag-\(slot.code)", $0.name) }
  }

  private func preference(of answer: Answer) -> Preference? {
    guard [.pair, .chat].contains(question.kind), question.completions.count == 2,
      let first = answer.ranks.first(where: { $0.completionID == question.completions[0].id }),
      let second = answer.ranks.first(where: { $0.completionID == question.completions[1].id })
    else { return nil }
    if first.rank == second.rank { return .tie }
    let side = first.rank < second.rank ? "a" : "b"
    return Preference(rawValue: "\(side)\(answer.strength ?? 1)")
  }
}

/// Returns the digit 1–9 that a field holds, and nil for anything else.
private func digit(_ text: String?) -> Int? {
  guard let text, text.utf8.count == 1, let byte = text.utf8.first, (49...57).contains(byte)
  else { return nil }
  return Int(byte) - 48
}
