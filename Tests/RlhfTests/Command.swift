import Foundation

/// What a run of the command left behind.
struct CommandResult {
  /// The exit status; 128 and the number of the signal when one ended it.
  let status: Int32
  /// What came on standard output.
  let output: String
  /// What came on standard error.
  let errors: String

  /// The lines of standard error that tell of an error.
  var complaints: [String] {
    errors.split(separator: "\n").filter { $0.lowercased().hasPrefix("error:") }.map(String.init)
  }
}

/// The built command, running.
///
/// Its output goes to files: pipes would be inherited by commands that start meanwhile, and stay
/// open until those end.
final class RunningCommand {
  private let process = Process()
  private let folder: URL

  /// Starts `rlhf` in a folder.
  ///
  /// - Parameter shell: A script that ends in `exec "$@"`, to start the command in it.
  init(
    _ arguments: [String], in workFolder: URL, input: String = "", shell: String? = nil
  ) throws {
    folder = try temporaryFolder()
    for name in ["output", "errors"] { try Data().write(to: folder.appendingPathComponent(name)) }
    try Data(input.utf8).write(to: folder.appendingPathComponent("input"))
    let command = builtCommand.path
    process.executableURL = shell == nil ? builtCommand : URL(fileURLWithPath: "/bin/sh")
    process.arguments = shell.map { ["-c", $0, "sh", command] + arguments } ?? arguments
    process.currentDirectoryURL = workFolder
    process.standardInput = try FileHandle(
      forReadingFrom: folder.appendingPathComponent("input"))
    process.standardOutput = try FileHandle(
      forWritingTo: folder.appendingPathComponent("output"))
    process.standardError = try FileHandle(
      forWritingTo: folder.appendingPathComponent("errors"))
    try withSignalsReceived { try process.run() }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Whether it has not ended.
  var isRunning: Bool { process.isRunning }

  /// Sends a signal.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end.
  func finish() -> CommandResult {
    process.waitUntilExit()
    let status = process.terminationStatus
    return CommandResult(
      status: process.terminationReason == .uncaughtSignal ? 128 + status : status,
      output: text(of: folder.appendingPathComponent("output")),
      errors: text(of: folder.appendingPathComponent("errors")))
  }
}

/// Runs `rlhf` to its end.
func rlhf(
  _ arguments: [String], in folder: URL, input: String = "", shell: String? = nil
) throws -> CommandResult {
  try RunningCommand(arguments, in: folder, input: input, shell: shell).finish()
}

/// The text of a file; empty when there is none.
func text(of file: URL) -> String {
  (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
}

/// A new folder of its own, which goes when the tests end.
func temporaryFolder() throws -> URL {
  let folder = allFolders.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  return folder
}

private let allFolders: URL = {
  atexit { try? FileManager.default.removeItem(at: allFolders) }
  return FileManager.default.temporaryDirectory
    .appendingPathComponent("rlhf-tests-\(ProcessInfo.processInfo.processIdentifier)")
}()

/// Runs `body` with no signal held back.
///
/// Tests run on threads that hold signals back, and a command that is started inherits that.
private func withSignalsReceived(_ body: () throws -> Void) rethrows {
  var none = sigset_t()
  var before = sigset_t()
  sigemptyset(&none)
  pthread_sigmask(SIG_SETMASK, &none, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
  try body()
}

/// The command lies beside the tests.
private let builtCommand = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
  .deletingLastPathComponent().appendingPathComponent("rlhf")
