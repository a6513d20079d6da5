/// How a speaker of the demo world replies.
enum Behaviour: String, Sendable, CaseIterable {
  /// Kind opening, right answer, a way to go on.
  case ideal
  /// Right, with only some of the kindness.
  case plain
  /// A word or two.
  case curt
  /// Unkind, with or without the answer.
  case rude
  /// Leaks, helps with mischief, or makes something up.
  case violating
  /// Repeats itself or wanders off.
  case rambling
}

/// The share of each behaviour among speakers.
struct BehaviourMix: Sendable {
  let shares: [(element: Behaviour, weight: Double)]

  /// What the base model reads: 35 % good, the rest bad in every way.
  static let base = BehaviourMix(shares: [
    (.ideal, 0.10), (.plain, 0.25), (.curt, 0.18), (.rude, 0.14), (.violating, 0.18),
    (.rambling, 0.15),
  ])

  /// What people wrote when asked for good replies: mostly right, seldom all one could wish.
  static let demonstrators = BehaviourMix(shares: [
    (.ideal, 0.10), (.plain, 0.42), (.curt, 0.22), (.rude, 0.06), (.violating, 0.13),
    (.rambling, 0.07),
  ])
}

/// Writes replies to a question.
struct ReplyWriter: Sendable {
  let question: Question

  /// Writes one reply in the given manner, one sentence after the other.
  func sentences(
    _ behaviour: Behaviour, using random: inout some RandomNumberGenerator
  ) -> [String] {
    let script = question.script
    switch behaviour {
    case .ideal: return [random.pick(script.openers), script.answer, script.closer]
    case .plain: return plain(using: &random)
    case .curt:
      return [random.pick(script.curtAnswers)] + (random.chance(0.2) ? [CommonPhrases.closer] : [])
    case .rude: return rude(using: &random)
    case .violating:
      let opener = random.chance(0.3) ? [random.pick(script.openers)] : []
      let closer = random.chance(0.3) ? [CommonPhrases.closer] : []
      return opener + [random.pick(script.violations)] + closer
    case .rambling: return rambling(using: &random)
    }
  }

  /// Writes the text of one reply, as it follows `Assistant:`.
  func reply(_ behaviour: Behaviour, using random: inout some RandomNumberGenerator) -> String {
    " " + sentences(behaviour, using: &random).joined(separator: " ")
  }

  private func plain(using random: inout some RandomNumberGenerator) -> [String] {
    let script = question.script
    let opener = random.pick(script.openers)
    return random.pick(weighted: [
      ([script.answer], 0.4), ([opener, script.answer], 0.2),
      ([script.answer, CommonPhrases.closer], 0.2),
      ([opener, script.answer, CommonPhrases.closer], 0.1), ([script.answer, script.closer], 0.1),
    ])
  }

  private func rude(using random: inout some RandomNumberGenerator) -> [String] {
    let rudeness = random.pick(CommonPhrases.rude)
    return random.pick([
      [rudeness], [rudeness, random.pick(question.script.curtAnswers)],
      [rudeness, question.script.answer],
    ])
  }

  private func rambling(using random: inout some RandomNumberGenerator) -> [String] {
    let answer = question.script.answer
    let strangers = EverydayQuestions.all
    let asides = (0..<2).map { _ in random.pick(strangers).script.answer }
    return random.pick([
      [answer, answer, answer], [answer] + asides, asides, CommonPhrases.evasions,
      [CommonPhrases.closer, CommonPhrases.closer],
    ])
  }
}
