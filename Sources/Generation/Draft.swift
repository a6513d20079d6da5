/// A completion that is being written.
struct Draft {
  private(set) var tokens: [Int] = []
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
}
