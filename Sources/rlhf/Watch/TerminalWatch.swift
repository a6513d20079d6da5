import Dispatch
import Evaluation
import Foundation
import Synchronization

/// A run drawn in a terminal again and again, in place, until it ends or somebody leaves.
struct TerminalWatch {
  let folder: URL
  let seconds: Double

  /// Draws; where there is no terminal, once.
  ///
  /// - Throws: What reading a run throws.
  func run() async throws {
    let screen = TerminalScreen()
    guard screen.canRedraw else {
      print(try view(screen, height: nil).text)
      return
    }
    let signals = Signals()
    screen.enter()
    do {
      while !signals.hasCome {
        let view = try view(screen, height: screen.size.rows)
        screen.draw(view.lines)
        if view.hasEnded { break }
        await signals.wait(seconds)
      }
    } catch {
      screen.leave()
      throw error
    }
    screen.leave()
    // What was seen last stays.
    print(try view(screen, height: nil).text)
  }

  private func view(_ screen: TerminalScreen, height: Int?) throws -> RunView {
    try RunView(
      of: folder, width: screen.size.columns, height: height, isColored: screen.isColored)
  }
}

/// Ctrl-C and requests to end, noticed without ending the process at once.
private final class Signals {
  private let flag = Flag()
  private let sources: [any DispatchSourceSignal]

  init() {
    let flag = flag
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { flag.raise() }
      source.resume()
      return source
    }
  }

  /// Whether one has come.
  var hasCome: Bool { flag.isUp }

  /// Waits for one, for so long at most.
  func wait(_ seconds: Double) async {
    let end = ContinuousClock.now + .seconds(seconds)
    while !hasCome, ContinuousClock.now < end {
      try? await Task.sleep(for: .seconds(min(0.1, seconds)))
    }
  }
}

/// Something that is up or not, for several threads.
private final class Flag: Sendable {
  private let value = Mutex(false)

  var isUp: Bool { value.withLock { $0 } }
  func raise() { value.withLock { $0 = true } }
}
