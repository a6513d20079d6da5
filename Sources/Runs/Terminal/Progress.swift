import Foundation

/// Where progress is shown.
public enum ProgressOutput: Sendable, Equatable {
  /// A terminal's redrawn line where standard error is one, plain lines elsewhere and in CI.
  case automatic
  /// One line that is drawn again and again.
  case terminal
  /// A line now and then.
  case plain
  /// Nothing.
  case none
}

/// Shows on standard error how far a loop has come, how fast it goes and when it will end.
///
/// Foundation has a type of this name too: where it is imported, a declared type is written
/// `Runs.Progress`; a call of the initializer needs no prefix.
public struct Progress {
  private var estimate: RateEstimate
  private let line: ProgressLine
  private let screen: Screen
  private var metrics: [(String, Double)] = []
  private var lastShown: ContinuousClock.Instant?
  private var shownStep: Int?

  /// Creates progress that stands at its start.
  ///
  /// - Parameters:
  ///   - total: How many units the loop does; not negative.
  ///   - unit: What is counted.
  ///   - label: What is being done, as in `ppo`.
  ///   - output: Where it is shown.
  ///   - start: How many units were done before, in a resumed run.
  public init(
    total: Int, unit: String = "steps", label: String, output: ProgressOutput = .automatic,
    startingAt start: Int = 0
  ) {
    self.init(
      total: total, unit: unit, label: label, screen: Screen(output), startingAt: start)
  }

  init(total: Int, unit: String, label: String, screen: Screen, startingAt start: Int = 0) {
    precondition(total >= 0, "the total must not be negative, is \(total)")
    line = ProgressLine(label: label, unit: unit, total: total)
    self.screen = screen
    estimate = RateEstimate(start: start, at: screen.now())
  }

  /// Shows that the loop has come to a number of units, if it is time to show something.
  ///
  /// - Parameters:
  ///   - done: How many units are done.
  ///   - metrics: A few numbers to show, the most important first.
  public mutating func advance(to done: Int, metrics: [(String, Double)] = []) {
    let now = screen.now()
    estimate.advance(to: done, at: now)
    self.metrics = metrics
    let isFirst = lastShown == nil
    let isLast = done >= line.total
    let isDue = lastShown.map { now - $0 >= screen.interval } ?? true
    if isFirst || isLast || isDue { show(now) }
  }

  /// Prints a line above the progress.
  public mutating func say(_ text: String) {
    guard screen.style != .none else { return }
    if screen.style == .terminal, shownStep != nil {
      screen.write("\r\u{1B}[K\(text)\n")
      show(screen.now())
    } else {
      screen.write(text + "\n")
    }
  }

  /// Shows where the loop ended, and leaves the line.
  public mutating func finish() {
    if shownStep != estimate.done || screen.style == .terminal { show(screen.now()) }
    if screen.style == .terminal { screen.write("\n") }
  }

  private mutating func show(_ now: ContinuousClock.Instant) {
    lastShown = now
    shownStep = estimate.done
    let state = ProgressLine.State(
      done: estimate.done, rate: estimate.rate, elapsed: estimate.elapsed, metrics: metrics)
    switch screen.style {
    case .terminal:
      // One write, and clearing only what is left of the old line: so nothing flickers.
      let text = line.bar(state, width: screen.width() - 1, isColored: screen.isColored)
      screen.write("\r\(text)\u{1B}[K")
    case .plain: screen.write(line.plain(state) + "\n")
    case .none, .automatic: break
    }
  }
}

/// How fast a loop goes, the last half a minute counting most.
struct RateEstimate {
  private(set) var done: Int
  /// Seconds since the start.
  private(set) var elapsed = 0.0
  /// Units per second, nil before the first one is done.
  private(set) var rate: Double?
  private let begin: ContinuousClock.Instant
  private let start: Int
  private var countedDone: Int
  private var countedElapsed = 0.0
  private var weightedUnits = 0.0
  private var weightedSeconds = 0.0

  init(start: Int, at instant: ContinuousClock.Instant) {
    done = start
    countedDone = start
    self.start = start
    begin = instant
  }

  mutating func advance(to newDone: Int, at instant: ContinuousClock.Instant) {
    done = newDone
    elapsed = (instant - begin) / .seconds(1)
    let seconds = elapsed - countedElapsed
    guard newDone > countedDone, seconds > 0 else { return }
    let fading = exp(-seconds / 30)
    weightedUnits = weightedUnits * fading + Double(newDone - countedDone)
    weightedSeconds = weightedSeconds * fading + seconds
    (countedDone, countedElapsed) = (newDone, elapsed)
    rate = weightedUnits / weightedSeconds
  }
}
