import Foundation

/// A store of a test's own, and the commands that work on it.
struct LabelingStore {
  /// The folder that the store, and whatever else the test makes, is in.
  let folder: URL
  private let laboratory: Laboratory

  /// Makes an empty store.
  init() throws {
    laboratory = try Laboratory.shared()
    folder = try temporaryFolder()
    let made = try label("init")
    guard made.status == 0 else { throw Failure(description: made.errors) }
  }

  /// The store's path.
  var path: String { folder.appendingPathComponent("store").path }

  /// Runs `rlhf label VERB STORE …`; files are named from the laboratory's folder.
  func label(_ verb: String, _ arguments: String...) throws -> CommandResult {
    try rlhf(["label", verb, path] + arguments, in: laboratory.folder)
  }

  /// Runs `rlhf label VERB STORE …` and complains if that fails.
  @discardableResult
  func succeed(_ verb: String, _ arguments: String...) throws -> String {
    let result = try rlhf(["label", verb, path] + arguments, in: laboratory.folder)
    guard result.status == 0 else {
      throw Failure(description: "label \(verb) ended with \(result.status): \(result.errors)")
    }
    return result.output
  }

  /// A path in the test's folder.
  func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// Writes lines into a file of the test's folder, and returns its path.
  func write(_ lines: [String], to name: String) throws -> String {
    try Data((lines.joined(separator: "\n") + "\n").utf8)
      .write(to: folder.appendingPathComponent(name))
    return file(name)
  }

  /// Lets a command judge every task: longer completions are better.
  func judgeByLength() throws { try succeed("judge", "--reward-command", judgeOfLength) }

  /// The rows of a file of JSON lines.
  func rows(of name: String) throws -> [[String: Any]] {
    try text(of: folder.appendingPathComponent(name)).split(separator: "\n").map { line in
      guard let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      else { throw Failure(description: "\(line)") }
      return row
    }
  }
}

/// A shell command that scores completions by the length of their line.
let judgeOfLength = #"while IFS= read -r line; do echo "{\"reward\": ${#line}}"; done"#

/// A server under test.
final class LabelingServerProcess {
  /// The port that it listens on.
  let port: UInt16
  private let command: RunningCommand

  /// Starts a server and waits until it listens.
  init(_ store: LabelingStore, _ more: String...) throws {
    port = try freePort()
    command = try RunningCommand(
      ["label", "serve", store.path, "--port", "\(port)"] + more, in: store.folder)
    let deadline = ContinuousClock.now + .seconds(30)
    while !isListening(port) {
      guard command.isRunning, .now < deadline else {
        command.send(SIGKILL)
        throw Failure(description: "the server does not listen: \(command.finish().errors)")
      }
      usleep(20_000)
    }
  }

  deinit { command.send(SIGKILL) }

  /// Asks it to end, and waits until it has.
  func stop() -> CommandResult {
    command.send(SIGTERM)
    return command.finish()
  }
}

private func freePort() throws -> UInt16 {
  try withLocalSocket { socket, address in
    var address = address
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    guard isBound else { throw Failure(description: "no free port") }
    return UInt16(bigEndian: address.sin_port)
  }
}

private func isListening(_ port: UInt16) -> Bool {
  let found = try? withLocalSocket { socket, address in
    var address = address
    address.sin_port = port.bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
  return found ?? false
}

private func withLocalSocket<Value>(
  _ body: (_ socket: Int32, _ address: sockaddr_in) throws -> Value
) throws -> Value {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  guard descriptor >= 0 else { throw Failure(description: "no socket") }
  defer { close(descriptor) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
  return try body(descriptor, address)
}
