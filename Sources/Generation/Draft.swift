/// A completion that is being written.
struct Draft {
  private(set) var tokens: [Int] = []
  private var logProbabilities: [Float] = []
  private(set) var finishReason: FinishReason?
  private(set) var stopString: String?
  let room: Int
  private var finder: StopStringFinder?

  /// - Parameter room: How many tokens fit into the context after the prompt.
  init(room: Int, finder: StopStringFinder?) {
    self.room = room
    self.finder = finder
  }

  var isOpen: Bool { finishReason == nil }

  /// Adds a token, and ends the completion where it must end.
  mutating func append(_ token: Int, stopTokens: Set<Int>, maximumNewTokens: Int) {
    tokens.append(token)
    if stopTokens.contains(token) {
      finishReason = .stop
    } else if let found = finder?.found(after: token) {
      stopString = found
      finishReason = .stopString
    } else if tokens.count == maximumNewTokens {
      finishReason = .length
    } else if tokens.count == room {
      finishReason = .context
    }
  }

  /// Adds the log probabilities of the next tokens; a row that has ended may have more than tokens.
  mutating func append(logProbabilities: [Float]) { self.logProbabilities += logProbabilities }

  /// The whole, which must have ended.
  ///
  /// - Parameter prompt: Its prompt's index, for error messages.
  func completion(ofPrompt prompt: Int) throws -> Completion {
    guard let finishReason else { preconditionFailure("a completion has not ended") }
    let values = Array(logProbabilities.prefix(tokens.count))
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw GenerationError.notFinite(prompt: prompt + 1, tokenIndex: index)
    }
    return Completion(
      tokens: tokens, logProbabilities: values, finishReason: finishReason, stopString: stopString)
  }
}
