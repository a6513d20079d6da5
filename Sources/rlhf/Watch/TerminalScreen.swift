import Foundation

/// The terminal on standard output, drawn in whole screens.
struct TerminalScreen {
  private let environment = ProcessInfo.processInfo.environment
  private let isTerminal = isatty(STDOUT_FILENO) != 0

  /// Whether it can be drawn again and again: a terminal that is not a dumb one.
  var canRedraw: Bool { isTerminal && environment["TERM"] != "dumb" }

  /// Whether to use colours (https://no-color.org).
  var isColored: Bool { canRedraw && (environment["NO_COLOR"] ?? "").isEmpty }

  /// How many columns and rows it has; where nobody knows, what `COLUMNS` says, or 80 and 24.
  var size: (columns: Int, rows: Int) {
    var size = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return (Int(size.ws_col), max(4, Int(size.ws_row)))
    }
    return (environment["COLUMNS"].flatMap { Int($0) }.map { min(400, max(20, $0)) } ?? 80, 24)
  }

  /// Turns to a screen of its own without a cursor, so that what was there stays.
  func enter() { put("\u{1B}[?1049h\u{1B}[?25l") }

  /// Turns back.
  func leave() { put("\u{1B}[?25h\u{1B}[?1049l") }

  /// Draws lines over what was there: in one piece, and clearing only what is left, so that nothing
  /// flickers.
  func draw(_ lines: [String]) {
    put("\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J")
  }

  private func put(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}
