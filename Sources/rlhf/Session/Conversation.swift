import Batches
import Datasets
import Tokenizers

/// What was said so far, and how the model gets it.
struct Conversation {
  /// Whether the model knows turns; if not, all that was said is one text.
  let hasTurns: Bool

  private let sequences: SequenceTokenizer
  private let opening: [Message]
  private var turns: [Message]
  private var text = ""

  /// Begins a conversation.
  ///
  /// - Parameter system: What the model is told first.
  init(_ open: OpenModel, system: String?) throws {
    hasTurns = try open.tokenizer.chatTemplate() != nil
    sequences = open.sequences
    opening = system.map { [Message(role: "system", content: $0)] } ?? []
    turns = opening
    if !hasTurns { text = system ?? "" }
  }

  /// Forgets all but what the model was told first.
  mutating func reset() {
    text = hasTurns ? "" : opening.first?.content ?? ""
    turns = opening
  }

  /// Adds what the person said, and returns the ids to continue.
  ///
  /// Where the context is too short, the oldest turns are forgotten.
  ///
  /// - Parameter room: Tokens that should be left for the answer.
  mutating func prompt(after line: String, leaving room: Int) throws -> [Int] {
    guard hasTurns else {
      let ids = try sequences.prompt(.text(text + line))
      text += line
      return ids
    }
    var kept = turns + [Message(role: "user", content: line)]
    let limit = max(1, sequences.maximumLength - room)
    while kept.count > opening.count + 1 {
      if let ids = try? sequences.prompt(.messages(kept)), ids.count <= limit { break }
      // A question goes with its answer.
      kept.removeSubrange(opening.count..<min(opening.count + 2, kept.count - 1))
    }
    let ids = try sequences.prompt(.messages(kept))
    turns = kept
    return ids
  }

  /// Adds what the model said.
  mutating func append(_ answer: String) {
    text += answer
    turns.append(Message(role: "assistant", content: answer))
  }
}
