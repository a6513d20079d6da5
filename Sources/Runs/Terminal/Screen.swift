import Foundation

/// Where progress is written, and what that place can show.
struct Screen {
  var style: ProgressOutput
  var isColored = false
  var width: () -> Int = { 80 }
  var now: () -> ContinuousClock.Instant = { ContinuousClock.now }
  var write: (String) -> Void

  /// The least time between two showings.
  var interval: Duration { style == .terminal ? .milliseconds(80) : .seconds(10) }

  /// Standard error.
  init(
    _ output: ProgressOutput, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    let isTerminal = isatty(STDERR_FILENO) != 0
    style = Screen.style(output, isTerminal: isTerminal, environment: environment)
    isColored = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty
    width = terminalWidth
    write = writeToStandardError
  }

  init(style: ProgressOutput, write: @escaping (String) -> Void) {
    self.style = style
    self.write = write
  }

  static func style(
    _ output: ProgressOutput, isTerminal: Bool, environment: [String: String]
  ) -> ProgressOutput {
    guard output == .automatic else { return output }
    let isContinuousIntegration = !["", "false", "0"].contains(environment["CI"] ?? "")
    let canRedraw = isTerminal && environment["TERM"] != "dumb" && !isContinuousIntegration
    return canRedraw ? .terminal : .plain
  }
}

private func terminalWidth() -> Int {
  var size = winsize()
  guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
  return Int(size.ws_col)
}

/// Writes as much as goes; progress is not worth an error.
private func writeToStandardError(_ text: String) {
  var text = text
  text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
