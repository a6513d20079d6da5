import Datasets
import Foundation

/// A command of the user's that answers lines of JSON with lines of JSON for as long as we need it.
///
/// What it writes to standard error goes to ours.
final class LineProcess {
  /// What the shell was given.
  let command: String
  private let onSilence: (_ seconds: Int) throws -> Void
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()

  /// Starts the command, as `sh -c`.
  ///
  /// - Throws: `RewardError.notStarted`.
  init(_ command: String, onSilence: @escaping (_ seconds: Int) throws -> Void) throws {
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

  /// Sends every request and waits for as many answers, in order.
  func answers(to requests: [Request]) throws -> [Answer] {
    let lines = try requests.map { try $0.line() }
    // Writing and reading go on at once: with full pipes on both sides, each would wait for ever.
    let writer = Thread { [handle = input.fileHandleForWriting] in
      for line in lines { guard (try? handle.write(contentsOf: line)) != nil else { return } }
    }
    writer.start()
    return try lines.indices.map { index in
      guard let line = try nextLine() else { throw ended(answered: index, of: lines.count) }
      return try answer(in: line)
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

  private func answer(in line: Data) throws -> Answer {
    let text = String(decoding: line, as: UTF8.self)
    guard let members = (try? JSONSerialization.jsonObject(with: line)) as? [String: Any] else {
      throw RewardError.badAnswer(command: command, line: text, reason: "it is not a JSON object")
    }
    return Answer(line: text, members: members.mapValues(Answer.Value.init))
  }
}

/// What a command is asked of a prompt.
struct Request {
  /// The prompt, whose other columns are sent along.
  let prompt: Prompt
  /// What is to be judged: its key, and a text or a list of texts.
  let subject: (key: String, value: Any)

  /// The request as one line of JSON.
  func line() throws -> Data {
    var object: [String: Any] = [:]
    for (column, json) in prompt.columns {
      object[column] = try JSONSerialization.jsonObject(
        with: Data(json.utf8), options: .fragmentsAllowed)
    }
    switch prompt.content {
    case .text(let text): object["prompt"] = text
    case .messages(let messages):
      object["prompt"] = messages.map { ["role": $0.role, "content": $0.content] }
    }
    object[subject.key] = subject.value
    return try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
      + Data("\n".utf8)
  }
}

/// A line that a command answered.
struct Answer {
  /// A value in it, as far as one is understood.
  enum Value {
    case null
    case number(Double)
    case other

    init(_ value: Any) {
      switch value {
      case is NSNull: self = .null
      case let number as NSNumber: self = .number(number.doubleValue)
      default: self = .other
      }
    }
  }

  /// The line as it came.
  let line: String
  /// The members of its object.
  let members: [String: Value]
}
