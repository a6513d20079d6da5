/// A small world of users and assistants, in which the quality of a reply can be measured exactly.
///
/// The same seed gives the same text on every machine. Prompts are held out by their text alone, so
/// that no seed ever trains on what another measures with.
public struct DemoWorld: Sendable {
  /// What the choices depend on.
  public let seed: UInt64

  /// Makes the world of a seed.
  public init(seed: UInt64) { self.seed = seed }

  /// Texts for the base model: a prompt and a reply in any manner, good or bad.
  public func documents(count: Int) -> [String] {
    written(count, by: .base, purpose: "documents").map { $0.prompt + $0.completion }
  }

  /// Replies by people who were asked for good ones, and mostly tried.
  public func demonstrations(count: Int) -> [(prompt: String, completion: String)] {
    written(count, by: .demonstrators, purpose: "demonstrations")
  }

  /// Prompts to learn on, all kinds alike; they differ until there are no more.
  public func trainingPrompts(count: Int) -> [String] {
    let prompts = balanced(Catalog.shared.trainingPrompts, purpose: "training prompts")
    return (0..<count).map { prompts[$0 % prompts.count] }
  }

  /// Different prompts to measure with, all kinds alike while they last; at most
  /// ``heldOutPromptCount``.
  public func heldOutPrompts(count: Int) -> [String] {
    Array(balanced(Catalog.shared.heldOutPrompts, purpose: "held-out prompts").prefix(count))
  }

  /// How many different prompts training may see.
  public static var trainingPromptCount: Int {
    Catalog.shared.trainingPrompts.values.reduce(0) { $0 + $1.count }
  }

  /// How many different prompts are kept from training.
  public static var heldOutPromptCount: Int {
    Catalog.shared.heldOutPrompts.values.reduce(0) { $0 + $1.count }
  }

  /// Three held-out prompts for showing a model before and after: a fact, something to refuse,
  /// something that cannot be known.
  public static var showcasePrompts: [String] { Catalog.showcasePrompts }

  /// The kind of a prompt, or nil if it is not of this world.
  public static func kind(of prompt: String) -> QuestionKind? {
    Catalog.shared.questionByPrompt[prompt]?.kind
  }

  /// The best reply to a prompt, or nil if it is not of this world.
  public static func idealCompletion(for prompt: String) -> String? {
    guard let script = Catalog.shared.questionByPrompt[prompt]?.script else { return nil }
    return " \(script.openers[0]) \(script.answer) \(script.closer)"
  }

  private func written(
    _ count: Int, by speakers: BehaviourMix, purpose: String
  ) -> [(prompt: String, completion: String)] {
    var random = SplitMix64(seed: seed, purpose: purpose)
    let catalog = Catalog.shared
    return (0..<count).map { _ in
      let kind = random.pick(QuestionKind.allCases)
      guard let prompts = catalog.trainingPrompts[kind], !prompts.isEmpty else {
        preconditionFailure("the catalog has 0 training prompts of kind \(kind)")
      }
      let prompt = random.pick(prompts)
      guard let question = catalog.questionByPrompt[prompt] else {
        preconditionFailure("the catalog lists '\(prompt)' but cannot find it")
      }
      let behaviour = random.pick(weighted: speakers.shares)
      return (prompt, ReplyWriter(question: question).reply(behaviour, using: &random))
    }
  }

  /// Shuffles each kind, then deals one of each in turn.
  private func balanced(_ prompts: [QuestionKind: [String]], purpose: String) -> [String] {
    var random = SplitMix64(seed: seed, purpose: purpose)
    let decks = QuestionKind.allCases.map { random.shuffled(prompts[$0] ?? []) }
    let longest = decks.map(\.count).max() ?? 0
    return (0..<longest).flatMap { round in
      random.shuffled(decks.filter { round < $0.count }.map { $0[round] })
    }
  }
}
