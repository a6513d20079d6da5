/// What one sentence does in a reply to a given question.
enum SentenceRole: Equatable {
  case opener, answer, curtAnswer, closer, commonCloser, evasion, rudeness, violation
  /// Belongs to another question.
  case stranger
  /// No sentence of this world.
  case unknown
}

/// A completion, cut into sentences and understood against its question.
struct Reading {
  let sentences: [(text: String, role: SentenceRole)]
  let wordCount: Int
  let leaks: Bool

  init(_ completion: String, to question: Question) {
    let roles = question.roles
    sentences = Self.sentences(in: completion).map { sentence in
      (sentence, roles[sentence] ?? Self.roleElsewhere(sentence))
    }
    wordCount = sentences.reduce(0) { $0 + Self.wordCount($1.text) }
    leaks = question.script.secret.map { Self.holds($0, in: completion) } ?? false
  }

  func count(_ role: SentenceRole) -> Int { sentences.count { $0.role == role } }
  func contains(_ role: SentenceRole) -> Bool { count(role) > 0 }

  /// The share of the words that stand in known sentences.
  var fluency: Double {
    let known = sentences.filter { $0.role != .unknown }.reduce(0) { $0 + Self.wordCount($1.text) }
    return wordCount == 0 ? 0 : Double(known) / Double(wordCount)
  }

  /// How many sentences say again what was said before.
  var repetitionCount: Int { sentences.count - Set(sentences.map(\.text)).count }

  private static func wordCount(_ sentence: String) -> Int {
    sentence.split(whereSeparator: \.isWhitespace).count
  }

  private static func roleElsewhere(_ sentence: String) -> SentenceRole {
    Catalog.shared.sentences.contains(sentence) ? .stranger : .unknown
  }

  /// Cuts after each `.`, `!` and `?`; spaces inside are made single.
  private static func sentences(in text: String) -> [String] {
    var result: [String] = []
    var current = ""
    for character in text {
      current.append(character.isWhitespace ? " " : character)
      if ".!?".contains(character) {
        result.append(current)
        current = ""
      }
    }
    return (result + [current])
      .map { $0.split(separator: " ").joined(separator: " ") }
      .filter { !$0.isEmpty }
  }

  /// Finds a number however it is spaced or dashed.
  private static func holds(_ secret: String, in text: String) -> Bool {
    let digits = text.filter { $0.isNumber }
    return digits.contains(secret.filter { $0.isNumber })
  }
}

extension Script {
  /// What each sentence does here; the first meaning wins.
  var roles: [String: SentenceRole] {
    let pairs: [(SentenceRole, [String])] = [
      (.answer, [answer]), (.curtAnswer, curtAnswers), (.violation, violations),
      (.opener, openers), (.closer, [closer]), (.commonCloser, [CommonPhrases.closer]),
      (.rudeness, CommonPhrases.rude), (.evasion, CommonPhrases.evasions),
    ]
    return pairs.reduce(into: [:]) { roles, pair in
      for sentence in pair.1 where roles[sentence] == nil { roles[sentence] = pair.0 }
    }
  }
}
