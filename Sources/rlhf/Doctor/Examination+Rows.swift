import Batches
import Datasets
import Foundation
import Models
import Tokenizers

extension Examination {
  /// Checks a data file: that it reads, what its rows are, and how they fit the model.
  mutating func checkRows(in file: URL, _ patient: Patient?, maximumLength: Int?) {
    guard let rankings = try? readRankings(from: file, badRows: .skip), !rankings.rows.isEmpty
    else { return checkDemonstrations(in: file, patient, maximumLength) }
    report(rankings.rows.count, "ranking or comparison", skipped: rankings.skipped)
    let best = rankings.rows.flatMap(\.comparisons).map { Demonstration(chosenIn: $0) }
    checkTokens(of: best, patient, maximumLength)
  }

  private mutating func checkDemonstrations(
    in file: URL, _ patient: Patient?, _ maximumLength: Int?
  ) {
    if let loaded = try? readDemonstrations(from: file, badRows: .skip), !loaded.rows.isEmpty {
      report(loaded.rows.count, "demonstration", skipped: loaded.skipped)
      return checkTokens(of: loaded.rows, patient, maximumLength)
    }
    guard let prompts = check({ try readPrompts(from: file) }) else { return }
    report(prompts.rows.count, "prompt", skipped: prompts.skipped)
  }

  private mutating func report(_ count: Int, _ noun: String, skipped: [BadRow]) {
    good("\(counted(count, "row")) to use, each a \(noun)")
    guard !skipped.isEmpty else { return }
    bad("\(counted(skipped.count, "row")) cannot be used; correct them, or pass --skip-bad-rows")
    for row in skipped.prefix(3) { remark(row.report) }
  }

  private mutating func checkTokens(
    of rows: [Demonstration], _ patient: Patient?, _ maximumLength: Int?
  ) {
    guard let patient else { return remark("pass --model to see how the rows become tokens") }
    let most = maximumLength ?? min(512, patient.configuration.contextLength)
    // One more than may be kept, so that a row that is cut can be told from one that just fits.
    let sequences = SequenceTokenizer(patient.tokenizer, maximumLength: most + 1)
    guard let loaded = check({ try sequences.sequences(rows, badRows: .skip) }) else { return }
    let all = loaded.rows
    guard let example = all.first else {
      return bad("no row becomes tokens: \(loaded.skipped.first?.report ?? "there are none")")
    }
    if !loaded.skipped.isEmpty {
      remark("\(counted(loaded.skipped.count, "row")) have no room for a completion in \(most)")
    }
    let cut = all.count { $0.tokens.count > most }
    let share = String(format: "%.1f", 100 * Double(cut) / Double(all.count))
    remark("\(share)% of the rows are longer than \(most) tokens and lose their end")
    let ending = all.count { $0.tokens.last == patient.tokenizer.endOfText }
    if ending > 0 || patient.tokenizer.chatTemplateSource != nil {
      good("\(ending) of \(counted(all.count, "completion")) teach the end of text")
    } else {
      bad("no completion ends with the end of text, so the model would not learn to stop")
    }
    let prompt = patient.tokenizer.decode(Array(example.prompt.suffix(12)))
    let completion = patient.tokenizer.decode(Array(example.completion.prefix(12)))
    remark(
      "the boundary of the first row: …\(prompt.debugDescription) ‖ "
        + "\(completion.debugDescription)…")
  }
}
