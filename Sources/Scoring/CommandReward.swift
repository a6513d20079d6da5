import Datasets
import Foundation

/// A reward given by a command of the user's, which runs as long as training does.
///
/// It gets one JSON object per line on its standard input, with the keys `prompt` and `completion`
/// and the other columns of the prompt's row, and answers each with a line `{"reward": 0.5}` on its
/// standard output, in order. What it writes to standard error goes to ours.
///
/// The command is run by the shell, as `sh -c`: it may do what the user may do.
public final class CommandReward: Reward {
  private let command: String
  private let onSilence: (_ seconds: Int) throws -> Void
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()

  /// Starts the command.
  ///
  /// - Parameter onSilence: Called each second in which no answer comes; what it throws ends the
  ///   waiting.
  /// - Throws: `RewardError.notStarted`.
  public init(
    _ command: String, onSilence: @escaping (_ seconds: Int) throws -> Void = { _ in }
  ) throws {
    self.command = command
    self.onSilence = onSilence
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardInput = input
    process.standardOutput = output
    // A command that ends early must give an error, not end us by SIGPIPE.
    signal(SIGPIPE, SIG_IGN)
    do { try process.run() } catch {
      throw RewardError.notStarted(command: command, reason: "\(error)")
    }
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.terminate()
  }

  /// Sends every episode and waits for as many answers.
  public func scores(of episodes: [Episode]) throws -> [Double] {
    let lines = try episodes.map(CommandReward.request)
    // Writing and reading go on at once: with full pipes on both sides, each would wait for ever.
    let writer = Thread { [handle = input.fileHandleForWriting] in
      for line in lines { guard (try? handle.write(contentsOf: line)) != nil else { return } }
    }
    writer.start()
    return try episodes.indices.map { index in
      guard let line = try nextLine() else { throw ended(answered: index, of: episodes.count) }
      return try score(in: line)
    }
  }

  private func ended(answered: Int, of count: Int) -> RewardError {
    process.waitUntilExit()
    return .ended(
      command: command, answered: answered, of: count, status: process.terminationStatus,
      lastWords: "")
  }

  private func nextLine() throws -> Data? {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = unread[unread.startIndex..<end]
        unread = unread[(end + 1)...]
        return Data(line)
      }
      try waitForOutput()
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { return nil }
      unread.append(more)
    }
  }

  private func waitForOutput() throws {
    let descriptor = output.fileHandleForReading.fileDescriptor
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    var seconds = 0
    while poll(&wanted, 1, 1_000) == 0 {
      seconds += 1
      try onSilence(seconds)
    }
  }

  private func score(in line: Data) throws -> Double {
    let text = String(decoding: line, as: UTF8.self)
    guard let answer = (try? JSONSerialization.jsonObject(with: line)) as? [String: Any] else {
      throw RewardError.badAnswer(command: command, line: text, reason: "it is not a JSON object")
    }
    guard let reward = (answer["reward"] as? NSNumber)?.doubleValue, reward.isFinite else {
      throw RewardError.badAnswer(
        command: command, line: text, reason: "it has no finite number ‘reward’")
    }
    return reward
  }

  private static func request(for episode: Episode) throws -> Data {
    var object: [String: Any] = [:]
    for (column, json) in episode.prompt.columns {
      object[column] = try JSONSerialization.jsonObject(
        with: Data(json.utf8), options: .fragmentsAllowed)
    }
    switch episode.prompt.content {
    case .text(let text): object["prompt"] = text
    case .messages(let messages):
      object["prompt"] = messages.map { ["role": $0.role, "content": $0.content] }
    }
    object["completion"] = episode.completion
    return try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
      + Data("\n".utf8)
  }
}
