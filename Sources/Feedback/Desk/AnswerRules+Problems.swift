/// The longest text that is taken, in bytes of UTF-8.
private let longestText = 100_000
/// The longest reason that is taken, in bytes of UTF-8.
private let longestReason = 10_000

extension AnswerRules {
  /// Returns what is wrong with an answer in normal form, for people.
  func problems(of answer: Answer) -> [AnswerProblem] {
    let general = reasonProblems(answer) + flagProblems(answer)
    guard answer.verdict != .skipped else { return general }
    return verdictProblems(answer) + rankProblems(answer) + strengthProblems(answer)
      + ratingProblems(answer) + textProblems(answer) + general
  }

  private func reasonProblems(_ answer: Answer) -> [AnswerProblem] {
    if answer.verdict == .skipped, answer.reason == nil {
      return [AnswerProblem(.reason, "Say why you pass this task over.")]
    }
    let length = max(
      answer.reason?.utf8.count ?? 0, answer.reasonForRevision?.utf8.count ?? 0)
    return length > longestReason
      ? [AnswerProblem(.reason, "The reason is too long; shorten it to \(longestReason) letters.")]
      : []
  }

  private func flagProblems(_ answer: Answer) -> [AnswerProblem] {
    var problems: [AnswerProblem] = []
    for flag in answer.flags where !flags.contains(exactly: flag.name) {
      problems.append(
        AnswerProblem(.flags, "There is no flag “\(flag.name)” any more; choose from the list."))
    }
    if answer.flags.contains(where: { $0.completionID.map { !order.contains($0) } ?? false }) {
      problems.append(AnswerProblem(.flags, foreignMessage))
    }
    return problems
  }

  private func verdictProblems(_ answer: Answer) -> [AnswerProblem] {
    guard answer.verdict == .noneAcceptable, takesText else { return [] }
    return [
      AnswerProblem(.verdict, "Write a text, or pass the task over and say why.")
    ]
  }

  private func rankProblems(_ answer: Answer) -> [AnswerProblem] {
    guard takesRanks else {
      return answer.ranks.isEmpty
        ? [] : [AnswerProblem(.ranks, "This task asks for no order; leave the ranks out.")]
    }
    var problems: [AnswerProblem] = []
    var seen: Set<Identifier<StoredCompletion>> = []
    for place in answer.ranks {
      if !order.contains(place.completionID) {
        problems.append(AnswerProblem(.ranks, foreignMessage))
      } else if !seen.insert(place.completionID).inserted {
        let letter = letter(of: place.completionID)
        problems.append(
          AnswerProblem(.rank(place.completionID), "Give completion \(letter) one rank only."))
      }
    }
    return problems.isEmpty ? missingRankProblems(answer, ranked: seen) : problems
  }

  private func missingRankProblems(
    _ answer: Answer, ranked: Set<Identifier<StoredCompletion>>
  ) -> [AnswerProblem] {
    if takesStrength {
      let isComplete = ranked.count == order.count
      let isOptional = answer.verdict == .noneAcceptable && ranked.isEmpty
      return isComplete || isOptional
        ? [] : [AnswerProblem(.ranks, "Say which of the two is better, or that they are equal.")]
    }
    guard answer.verdict == .judged, ranked.count < 2 else { return [] }
    return [
      AnswerProblem(
        .ranks, "Rank two completions at least, or say that none is acceptable.")
    ]
  }

  private func strengthProblems(_ answer: Answer) -> [AnswerProblem] {
    guard takesStrength else {
      return answer.strength == nil
        ? [] : [AnswerProblem(.strength, "Only a comparison of two says how clearly.")]
    }
    let isDecided = Set(answer.ranks.map(\.rank)).count == 2
    switch answer.strength {
    case nil:
      return isDecided
        ? [AnswerProblem(.strength, "Say how clearly the better one is better.")] : []
    case .some(let strength):
      guard isDecided else {
        return [AnswerProblem(.strength, "Neither is better, so leave out how clearly.")]
      }
      return (1...3).contains(strength)
        ? [] : [AnswerProblem(.strength, "Choose slightly, clearly or much.")]
    }
  }

  private func ratingProblems(_ answer: Answer) -> [AnswerProblem] {
    var problems: [AnswerProblem] = []
    var seen: Set<Answer.Rating> = []
    for rating in answer.ratings {
      let field = AnswerProblem.Field.rating(axis: rating.axis, rating.completionID)
      let name = "completion \(letter(of: rating.completionID)) for “\(rating.axis)”"
      if !order.contains(rating.completionID) || !axes.contains(exactly: rating.axis) {
        problems.append(AnswerProblem(field, foreignMessage))
      } else if !(1...7).contains(rating.value) {
        problems.append(AnswerProblem(field, "Rate \(name) from 1 to 7."))
      } else if !seen.insert(key(of: rating)).inserted {
        problems.append(AnswerProblem(field, "Rate \(name) once only."))
      }
    }
    guard kind == .rating, answer.verdict == .judged else { return problems }
    return problems + missingRatings(seen)
  }

  private func missingRatings(_ given: Set<Answer.Rating>) -> [AnswerProblem] {
    order.flatMap { id in
      axes.compactMap { axis in
        given.contains(key(of: Answer.Rating(id, axis: axis, value: 1)))
          ? nil
          : AnswerProblem(
            .rating(axis: axis, id), "Rate completion \(letter(of: id)) for “\(axis)”.")
      }
    }
  }

  /// The mark without its value.
  private func key(of rating: Answer.Rating) -> Answer.Rating {
    Answer.Rating(rating.completionID, axis: rating.axis, value: 0)
  }

  private func textProblems(_ answer: Answer) -> [AnswerProblem] {
    guard takesText else {
      return answer.text == nil
        ? [] : [AnswerProblem(.text, "This task asks for no text; put remarks in the reason.")]
    }
    guard let text = answer.text else {
      return [AnswerProblem(.text, kind == .edit ? "The text is empty." : "Write the answer.")]
    }
    if text.utf8.count > longestText {
      return [AnswerProblem(.text, "The text is too long; shorten it to \(longestText) letters.")]
    }
    guard let original, text.utf8.elementsEqual(original.utf8) else { return [] }
    return [AnswerProblem(.text, "Nothing is corrected yet; change the text, or pass it over.")]
  }
}

/// What is said where a form names what its task does not have.
private let foreignMessage = "The page is out of date; load it again."

extension [String] {
  /// Returns whether there is an element of the same scalars.
  fileprivate func contains(exactly text: String) -> Bool {
    contains { $0.utf8.elementsEqual(text.utf8) }
  }
}
