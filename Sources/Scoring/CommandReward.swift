import Foundation

/// A reward given by a command of the user's, which runs as long as training does.
///
/// It gets one JSON object per line on its standard input, with the keys `prompt` and `completion`
/// and the other columns of the prompt's row, and answers each with a line `{"reward": 0.5}` on its
/// standard output, in order. What it writes to standard error goes to ours.
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

  /// Sends every episode and waits for as many answers.
  public func scores(of episodes: [Episode]) throws -> [Double] {
    let requests = episodes.map {
      Request(prompt: $0.prompt, subject: ("completion", $0.completion))
    }
    return try process.answers(to: requests).map { answer in
      guard case .number(let reward)? = answer.members["reward"], reward.isFinite else {
        throw RewardError.badAnswer(
          command: process.command, line: answer.line,
          reason: "it has no finite number ‘reward’")
      }
      return reward
    }
  }
}
