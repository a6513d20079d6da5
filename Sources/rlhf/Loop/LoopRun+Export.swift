import ArgumentParser
import Datasets
import Feedback
import Foundation
import Tokenizers

extension LoopRun {
  /// Writes all judgements so far as rows for the reward model, and prompts for PPO.
  ///
  /// A model without a chat template gets conversations as transcripts. Prompts that are held out
  /// to measure with are not trained on.
  func export(_ round: inout LoopRecord.Round) throws {
    let model = URL(fileURLWithPath: settings.model)
    let hasTemplate = try Tokenizer(folder: model).chatTemplate() != nil
    let own = folder(of: round.number)
    let filter = ExportFilter(
      includesMachines: settings.labeling.includesMachines,
      batches: record.rounds.compactMap(\.batch).map { Identifier<TaskBatch>($0) })
    let store = try StoreArgument.parse([storeFolder.path])
    let report = try store.export(
      hasTemplate ? .rankings : .standard, filter, to: own.appendingPathComponent("data"))
    report.show()
    round.exportHash = report.manifestHash
    let prompts = try store.openedToRead().read { try $0.all(StoredPrompt.self) }
      .filter { $0.split == .train }.map(\.content)
    try writeJSONLines(
      prompts.map { Prompt(hasTemplate ? $0 : .text($0.dialogue)) },
      to: own.appendingPathComponent("prompts.jsonl"))
  }
}
