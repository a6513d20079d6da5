import Evaluation
import Foundation
import Testing

@Suite("The diagnosis of a run")
struct DiagnosisTests {
  @Test(
    "a healthy run raises no alarm, with a gold judge or without",
    arguments: 1...50 as ClosedRange<UInt64>)
  func healthy(seed: UInt64) {
    #expect(SyntheticRun(seed: seed).alarms() == [])
    #expect(SyntheticRun(hasGold: false, seed: seed).alarms() == [])
  }

  @Test("a gold score that stays level raises hardly an alarm, however long the run")
  func level() {
    let alarmed = (1...100 as ClosedRange<UInt64>).filter { seed in
      let run = SyntheticRun(steps: 150, seed: seed, gold: { _ in 0.7 })
      return !run.alarms().isEmpty
    }
    #expect(alarmed.count <= 5, "\(alarmed)")
  }

  @Test("growing completions that only the reward likes are length hacking, with the numbers")
  func lengthHacking() throws {
    var run = SyntheticRun()
    run.gold = { 0.6 - 0.3 * $0 }
    run.metrics = {
      [
        "completions/mean_length": 10 + 30 * $0, "reward/length_slope": 0.06,
        "reward/length_correlation": 0.9,
      ]
    }
    let alarm = try #require(run.alarms().first { $0.verdict == .lengthHacking })
    #expect(alarm.evidence.count == 3)
    #expect(alarm.evidence.joined().contains("tokens"))
    #expect(alarm.action == .warn)
    run.hasGold = false
    #expect(run.alarms().contains { $0.verdict == .lengthHacking })
    run.metrics = { ["completions/mean_length": 10 + 30 * $0, "reward/length_slope": 0.001] }
    #expect(!run.alarms().contains { $0.verdict == .lengthHacking })
  }

  @Test("completions that grow and get better are no length hacking")
  func lengthThatPays() {
    var run = SyntheticRun()
    run.metrics = { ["completions/mean_length": 10 + 30 * $0, "reward/length_slope": 0.06] }
    #expect(run.alarms() == [])
  }

  @Test("completions that become alike are a template, and repetition counts, too")
  func templateCollapse() {
    var run = SyntheticRun()
    run.gold = { 0.6 - 0.3 * $0 }
    run.metrics = { ["text/template": 0.1 + 0.5 * $0] }
    #expect(run.alarms().contains { $0.verdict == .templateCollapse })
    run.metrics = { ["text/repetition": 0.5 * $0] }
    #expect(run.alarms().contains { $0.verdict == .templateCollapse })
    run.hasGold = false
    #expect(run.alarms().map(\.verdict) == [.templateCollapse])
  }

  @Test("an entropy that falls to a few hundredths while the gold score falls is a mode collapse")
  func modeCollapse() {
    var run = SyntheticRun()
    run.gold = { 0.6 - 0.3 * $0 }
    run.metrics = { ["policy/entropy_avg": 0.6 * (1 - $0)] }
    #expect(run.alarms().contains { $0.verdict == .modeCollapse })
  }

  @Test("a KL beyond the limit, and one below zero, is a blow-up")
  func klBlowUp() {
    var run = SyntheticRun(hasGold: false)
    run.metrics = { ["objective/kl": 40 * $0] }
    #expect(run.alarms().map(\.verdict) == [.klBlowUp])
    run.metrics = { ["objective/kl": -2 * $0] }
    #expect(run.alarms().map(\.verdict) == [.klBlowUp])
    run.metrics = { ["kl": 4 * $0] }
    #expect(run.alarms().map(\.verdict) == [.klBlowUp])
  }

  @Test("a reward whose choice gains ever less is out of its distribution")
  func outOfDistribution() throws {
    var run = SyntheticRun()
    run.lookahead = { 0.9 - 0.8 * $0 }
    let alarms = run.alarms()
    #expect(alarms.map(\.verdict) == [.outOfDistribution])
    #expect(try #require(alarms.first).step > 30)
    // A policy that has come to rest has no reason to turn.
    run.goldKL = { _ in 2 }
    #expect(run.alarms() == [])
  }

  @Test("a reward whose choice gains little from the start on, and no less later, is not accused")
  func weakReward() {
    var run = SyntheticRun()
    run.lookahead = { _ in 0.3 }
    #expect(run.alarms() == [])
  }

  @Test("members of a reward that disagree ever more are out of their distribution")
  func disagreement() {
    var run = SyntheticRun(hasGold: false)
    run.metrics = { ["reward/disagreement": 0.2 + $0] }
    #expect(run.alarms().map(\.verdict) == [.outOfDistribution])
  }

  @Test("a ratio away from 1 is a sampler that is another policy")
  func samplerMismatch() {
    var run = SyntheticRun(hasGold: false)
    run.metrics = { _ in ["policy/first_ratio_error": 0.04] }
    #expect(run.alarms().map(\.verdict) == [.samplerMismatch])
    #expect(run.alarms().first?.step == 1)
    run.metrics = { _ in ["val/ratio": 1.4] }
    #expect(run.alarms().map(\.verdict) == [.samplerMismatch])
    // A completion that became much likelier in the updates says nothing of the sampler.
    run.metrics = { _ in ["val/ratio": 12, "policy/first_ratio_error": 1e-6] }
    #expect(run.alarms() == [])
  }

  @Test("equal groups, equal rewards, no gradient and weights that stay are a dead gradient")
  func deadGradient() {
    for metrics in [
      ["frac_reward_zero_std": 1], ["reward_std": 0], ["grad_norm": 0],
      ["policy/approxkl_avg": 0],
    ] as [[String: Double]] {
      var run = SyntheticRun(hasGold: false)
      run.metrics = { _ in metrics }
      #expect(run.alarms().map(\.verdict) == [.deadGradient], "\(metrics)")
      #expect(run.alarms().first?.step == 5)
    }
    var over = SyntheticRun(hasGold: false)
    over.metrics = { _ in ["policy/approxkl_avg": 0, "lr": 0] }
    #expect(over.alarms() == [])
  }

  @Test("a gold score that turns while the reward rises is overoptimization, soon after the turn")
  func overoptimization() throws {
    var run = SyntheticRun(steps: 100)
    run.gold = { 0.5 + 1.2 * $0 * (1 - $0) }
    let alarm = try #require(run.alarms().first { $0.verdict == .overoptimization })
    #expect((50...80).contains(alarm.step), "\(alarm)")
    #expect(alarm.evidence.joined().contains("rose by"))
    run.reward = { 2 - $0 }
    #expect(!run.alarms().contains { $0.verdict == .overoptimization })
  }

  @Test("a reward of the wrong sign is found in the first gold round")
  func wrongSign() throws {
    var run = SyntheticRun()
    run.lookahead = { _ in -0.6 }
    let alarm = try #require(run.alarms().first)
    #expect((alarm.step, alarm.verdict) == (0, .overoptimization))
  }

  @Test("a verdict falls once while it stands, and again after it was quiet for a window")
  func onceWhileItStands() {
    var diagnosis = Diagnosis(DiagnosisConfiguration())
    func steps(_ range: Range<Int>, kl: Double) -> [Alarm] {
      range.flatMap { diagnosis.alarms(on: ["objective/kl": kl], at: $0) }
    }
    #expect(steps(1..<20, kl: 30).map(\.step) == [5])
    #expect(diagnosis.standing == .klBlowUp)
    // Two steps bring the mean of the window below the limit; then it must be quiet for five.
    #expect(steps(20..<25, kl: 1) == [])
    #expect(diagnosis.standing == .klBlowUp)
    #expect(steps(25..<30, kl: 1) == [])
    #expect(diagnosis.standing == .healthy)
    #expect(steps(30..<40, kl: 30).map(\.verdict) == [.klBlowUp])
  }

  @Test("what was lost does not matter: missing names, NaN, an empty row")
  func nothingToSee() {
    var diagnosis = Diagnosis(DiagnosisConfiguration())
    for step in 1...30 {
      let row = step % 2 == 0 ? [:] : ["objective/scores": Double.nan, "gold/score": .nan]
      #expect(diagnosis.alarms(on: row, at: step) == [])
    }
    #expect(diagnosis.standing == .healthy)
  }

  @Test("an alarm is a line of verdicts.jsonl")
  func line() throws {
    let alarm = Alarm(
      step: 7, verdict: .lengthHacking, evidence: ["a"], advice: "b", action: .stop)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(alarm), as: UTF8.self)
    #expect(
      text
        == #"{"action":"stop","advice":"b","evidence":["a"],"step":7,"verdict":"length_hacking"}"#)
    #expect(try JSONDecoder().decode(Alarm.self, from: Data(text.utf8)) == alarm)
  }
}
