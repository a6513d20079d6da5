import Datasets
import Dispatch
import Foundation
import Synchronization

/// A judge that is a model behind an OpenAI-compatible endpoint.
///
/// It is asked for one letter. A reply that holds none counts as a tie, and is counted.
public final class EndpointJudge: PairJudge {
  private let endpoint: ChatEndpoint
  private let question: String
  private let width: Int

  /// How many replies held no verdict.
  public private(set) var unclearCount = 0

  /// Wraps an endpoint.
  ///
  /// - Parameters:
  ///   - question: What makes an answer the better one; nil for harmless, honest, helpful.
  ///   - width: How many requests are under way at once.
  public init(_ endpoint: ChatEndpoint, question: String? = nil, width: Int = 4) {
    precondition(width > 0, "at least one request at a time, not \(width)")
    self.endpoint = endpoint
    self.question = question ?? JudgingPrompt.defaultQuestion
    self.width = width
  }

  /// Asks about every pair.
  ///
  /// - Throws: `RewardError` where the endpoint fails, or none of several replies holds a verdict.
  public func verdicts(on pairs: [EpisodePair]) throws -> [PairVerdict] {
    let requests = pairs.map { JudgingPrompt($0, question: question).messages }
    let replies = try endpoint.answers(to: requests, width: width)
    let found = replies.map { PairVerdict(reply: $0) }
    let unclear = found.count { $0 == nil }
    unclearCount += unclear
    if found.count > 1, unclear == found.count {
      throw RewardError.endpointFailed(
        endpoint.name,
        reason: "none of its \(found.count) replies is A, B or C, but ‘"
          + "\(excerpt(of: replies[0]))’")
    }
    return found.map { $0 ?? .tie }
  }
}

extension ChatEndpoint {
  /// Answers requests, several at a time; the answers come in the requests' order.
  ///
  /// After an error no further request begins.
  func answers(to requests: [[Message]], width: Int) throws -> [String] {
    let work = SharedWork(count: requests.count)
    let allDone = DispatchGroup()
    for _ in 0..<min(width, requests.count) {
      allDone.enter()
      Thread {
        while let index = work.next() {
          work.finish(index, Result { try answer(to: requests[index]) })
        }
        allDone.leave()
      }.start()
    }
    allDone.wait()
    return try work.results()
  }
}

/// Numbered work that several threads share.
private final class SharedWork: Sendable {
  private struct State {
    var nextIndex = 0
    var answers: [String]
    var error: (any Error)?
  }

  private let state: Mutex<State>

  init(count: Int) { state = Mutex(State(answers: Array(repeating: "", count: count))) }

  /// The number of what is to be done next; nil where nothing is.
  func next() -> Int? {
    state.withLock { state in
      guard state.error == nil, state.nextIndex < state.answers.count else { return nil }
      defer { state.nextIndex += 1 }
      return state.nextIndex
    }
  }

  func finish(_ index: Int, _ result: Result<String, any Error>) {
    state.withLock { state in
      switch result {
      case .success(let answer): state.answers[index] = answer
      case .failure(let error): state.error = state.error ?? error
      }
    }
  }

  func results() throws -> [String] {
    try state.withLock { state in
      if let error = state.error { throw error }
      return state.answers
    }
  }
}
