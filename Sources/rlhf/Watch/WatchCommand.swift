import ArgumentParser
import Evaluation
import Foundation
import LabelingWeb

/// `rlhf watch`: shows a run while it goes on.
struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Shows a run while it goes on.",
    discussion: """
      The page of rlhf report, kept up to date, for browsers on this machine. From elsewhere, forward \
      the port: ssh -L 8090:127.0.0.1:8090 HOST. Or look at it in the terminal, with --terminal: that \
      ends by itself when the run does, and prints once where there is no terminal. Ctrl-C ends either; \
      the run is only read, and goes on.
      """)

  @Argument(
    help: ArgumentHelp("The folder of a run; with a browser, of several.", valueName: "run"))
  var runs: [String]

  @Option(help: "The port to listen on.")
  var port = 8090

  @Flag(help: "Shows it in this terminal instead.")
  var terminal = false

  @Option(help: ArgumentHelp("With --terminal: between two looks.", valueName: "seconds"))
  var every = 2.0

  func validate() throws {
    guard !runs.isEmpty else { throw ValidationError("give the folder of a run") }
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port is \(port) and must be from 1 to 65535, or 0 for any")
    }
    guard !terminal || runs.count == 1 else {
      throw ValidationError("--terminal shows one run, not \(runs.count)")
    }
    guard every >= 0.2, every <= 3600 else {
      throw ValidationError("--every is \(every) and must be from 0.2 to 3600 seconds")
    }
  }

  func run() async throws {
    let folders = runs.map { URL(fileURLWithPath: $0) }
    if terminal {
      try await TerminalWatch(folder: folders[0], seconds: every).run()
      return
    }
    let page = WatchedPage(folders: folders)
    // What is wrong with the folders is said here, not in the browser.
    _ = try page.current()
    let server = try PageServer(port: port) { try page.current() }
    try await server.run { port in
      note("The run is shown at http://127.0.0.1:\(port); Ctrl-C ends it.")
    }
  }
}
