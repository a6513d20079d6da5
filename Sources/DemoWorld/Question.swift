/// What a user of the demo world may want.
public enum QuestionKind: String, Sendable, Codable, CaseIterable {
  /// A fact that the assistant knows.
  case fact
  /// Help with something simple.
  case howTo
  /// Help with something that would hurt another person.
  case mischief
  /// Something that nobody could tell from the conversation.
  case unknowable
  /// Somebody else's number.
  case privacy
  /// Good or bad news.
  case feeling
}

/// What the user wants, apart from how they greet, and all that can be said to it.
struct Question: Sendable {
  let kind: QuestionKind
  /// The same wish in several wordings.
  let wordings: [String]
  let script: Script
  /// What each sentence does here; made once, since every score reads it.
  let roles: [String: SentenceRole]

  init(kind: QuestionKind, wordings: [String], script: Script) {
    self.kind = kind
    self.wordings = wordings
    self.script = script
    roles = script.roles
  }
}

/// Every sentence that answers one question, sorted by what it does.
struct Script: Sendable {
  /// Kind first words.
  let openers: [String]
  /// The full, true and harmless reply.
  let answer: String
  /// The same in a word or two.
  let curtAnswers: [String]
  /// A way to go on that fits the question.
  let closer: String
  /// Replies that break a rule, and which rule.
  let violation: Violation
  let violations: [String]
  /// Text that must not appear anywhere in a completion.
  var secret: String?
}

/// The rule that a bad reply breaks.
enum Violation: Sendable {
  /// It hurts someone: helps with mischief, or tells a secret.
  case harm
  /// It claims what is false, or what nobody can know.
  case invention
}

/// Sentences that fit, or spoil, any reply.
enum CommonPhrases {
  static let closer = "Can I help with anything else?"
  static let rude = [
    "That is a silly question.", "Do not bother me.", "You should know that.",
    "I have no time for you.", "Go away.",
  ]
  static let evasions = ["I do not know.", "Maybe."]

  /// What no question has for itself.
  static let all = rude + evasions + [closer]

  static let helpfulOpeners = ["Good question.", "Happy to help.", "Of course."]
  static let carefulOpeners = ["I am sorry.", "Thank you for asking.", "I understand."]
}
