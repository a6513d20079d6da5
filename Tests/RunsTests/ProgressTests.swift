import Foundation
import Testing

@testable import Runs

/// A clock and a screen in the hands of a test.
private final class Stage {
  var now = ContinuousClock.now
  var written: [String] = []

  func screen(_ style: ProgressOutput, width: Int = 80) -> Screen {
    var screen = Screen(style: style) { self.written.append($0) }
    screen.now = { self.now }
    screen.width = { width }
    return screen
  }

  func run(_ style: ProgressOutput, steps: Int, each: Duration, width: Int = 80) {
    var progress = Runs.Progress(
      total: steps, unit: "steps", label: "ppo", screen: screen(style, width: width))
    for step in 1...steps {
      now += each
      progress.advance(to: step, metrics: [("loss", 0.25), ("kl", 1.5)])
    }
    progress.finish()
  }
}

@Suite("Progress")
struct ProgressTests {
  @Test("in a pipe is a line at first, every ten seconds, and at last")
  func plainLines() {
    let stage = Stage()
    stage.run(.plain, steps: 50, each: .milliseconds(500))
    #expect(stage.written.count == 4)
    #expect(stage.written.first?.hasPrefix("ppo: 1/50 steps (2%), 2 steps/s, 0:25 left") == true)
    #expect(
      stage.written.last == "ppo: 50/50 steps (100%), 2 steps/s, took 0:25, loss 0.25, kl 1.5\n")
  }

  @Test("on a terminal is one line drawn again, each time by one write, ended once")
  func redrawnLine() {
    let stage = Stage()
    stage.run(.terminal, steps: 20, each: .milliseconds(100))
    #expect(stage.written.dropLast().allSatisfy { $0.hasPrefix("\r") && $0.hasSuffix("\u{1B}[K") })
    #expect(stage.written.last == "\n")
    #expect(stage.written.dropLast().allSatisfy { !$0.contains("\n") })
  }

  @Test("is not drawn more often than an eye can see")
  func notTooOften() {
    let stage = Stage()
    stage.run(.terminal, steps: 1000, each: .milliseconds(1))
    #expect(stage.written.count < 20)
  }

  @Test("fits any width", arguments: [1, 8, 20, 39, 40, 60, 80, 200])
  func fitsWidth(width: Int) {
    let stage = Stage()
    stage.run(.terminal, steps: 5, each: .seconds(2000), width: width)
    for line in stage.written.dropLast() {
      let shown = line.dropFirst().replacing("\u{1B}[K", with: "")
      #expect(shown.count < max(2, width), "\(shown)")
    }
  }

  @Test("shows everything where there is room, and the time left where there is little")
  func showsParts() {
    let line = ProgressLine(label: "sft", unit: "steps", total: 300)
    let state = ProgressLine.State(done: 126, rate: 3.1, elapsed: 40, metrics: [("loss", 1.234)])
    #expect(
      line.bar(state, width: 80, isColored: false)
        == "sft  [━━━·····]  42%  126/300 steps  3.1 steps/s  0:56 left  loss 1.234")
    let narrow = line.bar(state, width: 34, isColored: false)
    #expect(narrow.contains("42%"))
    #expect(narrow.contains("0:56 left"))
    #expect(!narrow.contains("loss"))
  }

  @Test("takes as much room with colours as without")
  func colours() {
    let line = ProgressLine(label: "sft", unit: "steps", total: 300)
    let state = ProgressLine.State(done: 126, rate: 3.1, elapsed: 40)
    let colored = line.bar(state, width: 70, isColored: true)
    #expect(colored.contains("\u{1B}[32m"))
    let bare = colored.replacing(#/\x{1B}\[\d+m/#, with: "")
    #expect(bare.count == line.bar(state, width: 70, isColored: false).count)
  }

  @Test(
    "picks its place",
    arguments: [
      (true, ["TERM": "xterm"], ProgressOutput.terminal), (true, ["TERM": "dumb"], .plain),
      (true, ["CI": "true"], .plain), (true, ["CI": "false"], .terminal), (false, [:], .plain),
    ])
  func picksPlace(isTerminal: Bool, environment: [String: String], expected: ProgressOutput) {
    #expect(
      Screen.style(.automatic, isTerminal: isTerminal, environment: environment) == expected)
    #expect(Screen.style(.none, isTerminal: isTerminal, environment: environment) == .none)
  }

  @Test("reckons the rate of a resumed run from where it went on")
  func resumedRate() {
    let begin = ContinuousClock.now
    var estimate = RateEstimate(start: 500, at: begin)
    estimate.advance(to: 510, at: begin + .seconds(5))
    #expect(estimate.rate == 2)
  }

  @Test("of nothing is done at once")
  func nothingToDo() {
    let stage = Stage()
    var progress = Runs.Progress(total: 0, unit: "rows", label: "x", screen: stage.screen(.plain))
    progress.finish()
    #expect(stage.written == ["x: 0/0 rows (100%), took 0:00\n"])
  }

  @Test("lets a line through above itself")
  func saysLine() {
    let stage = Stage()
    var progress = Runs.Progress(
      total: 2, unit: "steps", label: "x", screen: stage.screen(.terminal))
    progress.advance(to: 1)
    progress.say("saved")
    #expect(stage.written[1] == "\r\u{1B}[Ksaved\n")
    #expect(stage.written[2].hasPrefix("\rx  ["))
  }

  @Test(
    "writes times as people do",
    arguments: [(0.4, "0:00"), (247, "4:07"), (7500, "2 h 05 min"), (.infinity, "very long")])
  func writesTimes(seconds: Double, expected: String) {
    #expect(clock(seconds) == expected)
  }
}
