import Foundation

/// A reward given by a command of the user's, which runs as long as training does.
///
/// It gets one JSON object per line on its standard input, with the keys `prompt` and `completion`
/// and the other columns of the prompt's row, and answers each with a line `{"reward": 0.5}` on its
/// standard output, in order. What it writes to standard error goes to ours. As one of several
/// rewards it may answer `{"reward": null}` where it has nothing to say.
///
/// The command is run by the shell, as `sh -c`: it may do what the user may do.
public final class CommandReward: Reward {
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

  /// Sends every episode and waits for as many answers, all of which must be numbers.
  public func scores(of episodes: [Episode]) throws -> [Double] {
    try answers(to: episodes).map { answer in
      guard let reward = try opinion(in: answer) else {
        throw bad(answer, "null is for one of several ‘rewards’ that leaves a row to the others")
      }
      return reward
    }
  }

  /// Sends every episode and waits for as many answers, which may be null.
  public func opinions(of episodes: [Episode]) throws -> [Double?] {
    try answers(to: episodes).map(opinion)
  }

  private func answers(to episodes: [Episode]) throws -> [Answer] {
    try process.answers(
      to: episodes.map { Request(prompt: $0.prompt, subject: ("completion", $0.completion)) })
  }

  private func opinion(in answer: Answer) throws -> Double? {
    switch answer.members["reward"] {
    case .number(let reward)? where reward.isFinite: return reward
    case .null?: return nil
    default: throw bad(answer, "it has no finite number ‘reward’")
    }
  }

  private func bad(_ answer: Answer, _ reason: String) -> RewardError {
    .badAnswer(command: process.command, line: answer.line, reason: reason)
  }
}
