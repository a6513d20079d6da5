/// Two completions of one prompt.
public struct EpisodePair: Sendable {
  /// The one that is shown first.
  public let first: Episode
  /// The other.
  public let second: Episode

  /// Puts two completions side by side.
  public init(first: Episode, second: Episode) {
    self.first = first
    self.second = second
  }
}

/// What a judge says of two completions.
public enum PairVerdict: String, Sendable, Codable, CaseIterable {
  /// The first is better.
  case first
  /// The second is better.
  case second
  /// Neither is.
  case tie
}

/// Who says which of two completions is better: a program, or a model behind one.
public protocol PairJudge {
  /// Compares the completions of each pair.
  ///
  /// - Returns: One verdict for each pair, in order.
  func verdicts(on pairs: [EpisodePair]) throws -> [PairVerdict]
}

/// A judge that is a command of the user's, which runs as long as training does.
///
/// It gets one JSON object per line on its standard input, with the keys `prompt` and
/// `completions`, a list of two, and the other columns of the prompt's row. It answers each with a
/// line `{"best": 0}`, `{"best": 1}` or, where neither is better, `{"best": null}`, in order.
///
/// The command is run by the shell, as `sh -c`: it may do what the user may do.
public final class CommandJudge: PairJudge {
  private let process: LineProcess

  /// Starts the command.
  ///
  /// - Parameter onSilence: Called each second in which no answer comes; what it throws ends the
  ///   waiting.
  /// - Throws: `RewardError.notStarted`.
  public init(
    _ command: String, onSilence: @escaping (_ seconds: Int) throws -> Void = { _ in }
  ) throws {
    process = try LineProcess(command, onSilence: onSilence)
  }

  /// Sends every pair and waits for as many answers.
  public func verdicts(on pairs: [EpisodePair]) throws -> [PairVerdict] {
    let requests = pairs.map { pair in
      Request(
        prompt: pair.first.prompt,
        subject: ("completions", [pair.first.completion, pair.second.completion]))
    }
    return try process.answers(to: requests).map { answer in
      switch answer.members["best"] {
      case .null?: return .tie
      case .number(0)?: return .first
      case .number(1)?: return .second
      default:
        throw RewardError.badAnswer(
          command: process.command, line: answer.line, reason: "its ‘best’ is not 0, 1 or null")
      }
    }
  }
}
