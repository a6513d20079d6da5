import Foundation
import Scoring
import Statistics

extension EvaluateCommand {
  /// How often the first model's completion is preferred to the second's.
  func preference(
    for first: String, against second: String, on prompts: String
  ) throws -> [Finding] {
    // Opened first: whoever named a judge that does not open has lost no time.
    let judge = try judges.opened(device: options.device, batchSize: batchSize)
    let contest = try Contest(self, prompts: prompts)
    note(
      "\(first) against \(second), \(counted(contest.prompts.count, "prompt")), judged by \(judge.name)"
    )
    let result = try contest.result(of: first, against: second, judge)
    try keep(result.rows)
    var findings = findings(of: result.rows, result.entropies)
    if let sequence = result.sequence {
      findings.insert(Finding("win_rate_whenever_stopped", sequence.estimate), at: 1)
      note(sequence.words(first, second, of: contest.prompts.count))
    }
    if judge.unclearCount > 0 {
      findings.append(Finding("unclear_verdicts", Double(judge.unclearCount)))
      note(
        "\(counted(judge.unclearCount, "reply")) of the judge held no verdict, and count as ties")
    }
    return findings
  }

  /// All measures of rows, and what a reader should know of them.
  func findings(of rows: [ContestRow], _ entropies: OwnAndOther? = nil) -> [Finding] {
    let found = ContestFindings(rows: rows, seed: options.seed)
    let entropy = entropies.map {
      [Finding("entropy", $0.own), Finding("entropy_against", $0.other)]
    }
    remark(on: rows)
    return found.preference + found.axes + found.scores + found.order + found.texts
      + (entropy ?? [])
  }

  /// Writes the rows where that was asked for.
  func keep(_ rows: [ContestRow]) throws {
    guard let file = contest.outputFile else { return }
    try write(rows, to: file)
    note("Every pair is in \(file)")
  }

  private func remark(on rows: [ContestRow]) {
    let longer = LengthControlledWinRate(rows.map(\.sized)).longerShare
    if longer < 0.05 || longer > 0.95 {
      let who = longer > 0.5 ? "first" : "second"
      note(
        "The \(who) model's completion is nearly always the longer one: the length-controlled rate "
          + "is an extrapolation.")
    }
    let orders = rows.compactMap(\.judgement.swapped)
    let flips = orders.count { !$0.isConsistent }
    if !orders.isEmpty, 4 * flips > orders.count {
      note(
        "The judge changed its verdict with the order in \(flips) of \(counted(orders.count, "pair")): "
          + "these count as ties, and it is a poor judge of these completions.")
    }
  }
}

extension ConfidenceSequence {
  /// What came of asking until sure.
  fileprivate func words(_ first: String, _ second: String, of count: Int) -> String {
    let asked = "after \(self.count) of \(counted(count, "prompt"))"
    return switch standing() {
    case .better: "\(first) is preferred to \(second): sure \(asked)."
    case .worse: "\(second) is preferred to \(first): sure \(asked)."
    case .alike: "Neither is preferred by more than 5 in 100: sure \(asked)."
    case .open: "Not sure \(asked): the interval still holds 50 %. Give more prompts."
    }
  }
}
