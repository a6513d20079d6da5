public import Batches
public import Datasets

/// One completion of one prompt, as a reward sees it.
public struct Episode: Sendable {
  /// The prompt with the other columns of its row.
  public var prompt: Prompt
  /// The completion as text, without special tokens.
  public var completion: String
  /// Prompt and completion as token ids, the stop token included.
  public var sequence: TokenizedSequence
  /// Whether the model ended the completion itself.
  public var isFinished: Bool

  /// Puts an episode together from its parts.
  public init(prompt: Prompt, completion: String, sequence: TokenizedSequence, isFinished: Bool) {
    self.prompt = prompt
    self.completion = completion
    self.sequence = sequence
    self.isFinished = isFinished
  }
}

/// What judges completions: a trained model, a function, or a command.
public protocol Reward {
  /// Judges each episode; higher is better.
  ///
  /// - Returns: One finite number for each episode, in order.
  func scores(of episodes: [Episode]) throws -> [Double]

  /// Judges each episode, and tells what the score was made of.
  func detailedScores(of episodes: [Episode]) throws -> Scores

  /// Judges the episodes that it has something to say of, as one of several rewards.
  ///
  /// - Returns: A finite number for each episode, in order, or nil.
  func opinions(of episodes: [Episode]) throws -> [Double?]
}

extension Reward {
  /// Judges each episode; a reward that is one thing has no parts.
  public func detailedScores(of episodes: [Episode]) throws -> Scores {
    Scores(totals: try scores(of: episodes))
  }

  /// Judges all episodes; most rewards do.
  public func opinions(of episodes: [Episode]) throws -> [Double?] { try scores(of: episodes) }
}

/// A reward computed by a Swift function.
public struct FunctionReward: Reward {
  private let function: (Episode) throws -> Double

  /// Wraps a function.
  public init(_ function: @escaping (Episode) throws -> Double) { self.function = function }

  /// Calls the function once for each episode.
  public func scores(of episodes: [Episode]) throws -> [Double] {
    try episodes.enumerated().map { index, episode in
      let score = try function(episode)
      guard score.isFinite else {
        throw RewardError.notFinite(source: "the function", index: index, score: score)
      }
      return score
    }
  }
}

/// Why a completion has no score.
public enum RewardError: Error, Equatable, CustomStringConvertible {
  /// A score that is not a finite number.
  case notFinite(source: String, index: Int, score: Double)
  /// The command does not start.
  case notStarted(command: String, reason: String)
  /// The command ended, or closed its output, before it had answered.
  case ended(command: String, answered: Int, of: Int, status: Int32, lastWords: String)
  /// A line of the command's output is not an answer.
  case badAnswer(command: String, line: String, reason: String)
  /// None of several rewards says anything of a completion.
  case noOpinion(place: String)
  /// A row without the right answer.
  case noAnswer(place: String, column: String, reason: String)
  /// A pattern that cannot be searched for.
  case badPattern(String, reason: String)
  /// An endpoint that cannot be asked, or does not answer as it should.
  case endpointFailed(String, reason: String)

  /// One sentence: what, where, and what to do.
  public var description: String {
    switch self {
    case .notFinite(let source, let index, let score):
      "\(source) gave the score \(score) to completion \(index + 1) of the batch; a reward must be "
        + "a finite number"
    case .notStarted(let command, let reason):
      "the reward command ‘\(command)’ does not start: \(reason); check the path and that it may "
        + "be executed"
    case .ended(let command, let answered, let count, let status, let lastWords):
      "the reward command ‘\(command)’ ended with status \(status) after \(answered) of \(count) "
        + "answers\(lastWords.isEmpty ? "" : ", saying: \(lastWords)"); it must answer every line "
        + "and flush its output"
    case .badAnswer(let command, let line, let reason):
      "the reward command ‘\(command)’ answered ‘\(line.prefix(120))’: \(reason); each answer is a "
        + "line like {\"reward\": 0.5}"
    case .noOpinion(let place):
      "\(place): every reward answered null; one of them must say something of each row, or leave "
        + "the row out"
    case .noAnswer(let place, let column, let reason):
      "\(place): the column ‘\(column)’ should have the right answer, but \(reason); name the "
        + "column that has it, or leave the row out"
    case .badPattern(let pattern, let reason):
      "the pattern ‘\(pattern.prefix(120))’ cannot be used: \(reason)"
    case .endpointFailed(let address, let reason): "the judge at \(address) failed: \(reason)"
    }
  }
}
