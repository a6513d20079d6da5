import ArgumentParser
import Datasets
import Feedback
import Foundation
import Runs

/// The exit status of a loop that waits for judgements: to try again later makes sense.
let judgementsMissingStatus: Int32 = 75

extension LoopRun {
  /// Brings the prompts into the store, which is made, with a link for its administrator, where it
  /// is not there.
  func prepareStore() throws {
    let loaded = try readPrompts(from: URL(fileURLWithPath: settings.prompts))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // Of rows with completions only the prompts are taken: the policy completes them.
    let file = folder.appendingPathComponent("prompts.jsonl")
    try writeJSONLines(loaded.rows.map { Prompt($0.content) }, to: file)
    if !FileManager.default.fileExists(atPath: storeFolder.path) {
      let name = folder.standardizedFileURL.lastPathComponent
      try LabelInitCommand.parse([storeFolder.path, "--name", name]).run()
    }
    let store = try StoreArgument.parse([storeFolder.path]).opened()
    let options = ImportOptions(purpose: "prompts of a loop")
    _ = try Importer(store: store).importRows(from: file, options)
  }

  /// Lets the policy complete the round's prompts, and makes tasks of them.
  mutating func writeCandidates(_ round: inout LoopRecord.Round) throws {
    let store = try StoreArgument.parse([storeFolder.path]).opened()
    let writer = try CandidateWriter(
      policy(after: round.number - 1), settings.candidates.sampling, device: settings.device)
    if round.prompts.isEmpty {
      round.prompts = try store.read { try nextPrompts(in: $0) }.map(\.id.number)
      round.policyHash = writer.hash
      try keep(round)
    }
    let identifiers = round.prompts.map { Identifier<StoredPrompt>($0) }
    let prompts = try store.read { reader in try identifiers.compactMap { try reader.find($0) } }
    let order = Candidates.Order(
      count: settings.candidates.count, seed: settings.seed &+ UInt64(round.number),
      batchSize: settings.candidates.batchSize, countsOwnOnly: true)
    var candidates = try Candidates(store, prompts, writer, order)
    candidates.show(try candidates.write())
    let proposals = try store.read { reader in
      try identifiers.map { prompt in
        let shown = try reader.showableCompletions(of: prompt, by: writer.hash)
        return TaskProposal(
          promptID: prompt, completionIDs: Array(shown.prefix(settings.candidates.count)))
      }
    }.filter { $0.completionIDs?.count ?? 0 > 1 }
    let made = try Importer(store: store).makeTasks(
      kind: .ranking, overlap: settings.labeling.overlap,
      purpose: "round \(round.number) of a loop", round: round.number, from: proposals)
    guard let batch = made.batchID else {
      throw RefusedInput(
        "round \(round.number) has no task: the policy writes too few different completions; raise "
          + "candidates.sampling.temperature or maximum_new_tokens")
    }
    round.batch = batch.number
    note("  \(counted(made.taskCount, "task")) to judge")
  }

  /// The next prompts that no round had; from the first again when all were.
  private func nextPrompts(in reader: any FeedbackReader) throws -> [StoredPrompt] {
    let all = try reader.all(StoredPrompt.self)
    let wanted = settings.candidates.promptsPerRound
    guard wanted > 0, wanted < all.count else { return all }
    let had = Set(record.rounds.flatMap(\.prompts))
    let fresh = all.filter { !had.contains($0.id.number) }
    return Array((fresh + all.filter { had.contains($0.id.number) }).prefix(wanted))
  }

  /// Ends the command, and says how to go on, unless there are enough judgements.
  func awaitJudgements(_ round: inout LoopRecord.Round) throws {
    let store = try SQLiteStore.open(at: storeFolder, access: .readOnly)
    let batch = Identifier<TaskBatch>(round.batch ?? 0)
    let (count, places) = try store.read { try $0.judgementCount(in: batch) }
    let wanted = settings.labeling.judgements
    let due = wanted > 0 ? min(wanted, places) : places
    guard count < due else {
      round.judgementCount = count
      return note("  \(counted(count, "judgement")) are in")
    }
    note(
      """
      Round \(round.number) waits for \(counted(due - count, "judgement")) more, of \(due). Label:
        rlhf label serve \(displayed(storeFolder))
      and then go on:
        \(commandToGoOn())
      """)
    throw ExitCode(judgementsMissingStatus)
  }
}

extension FeedbackReader {
  /// How many judgements the tasks of a batch have, and how many they ask for; tasks that were
  /// taken out of use ask for none.
  fileprivate func judgementCount(
    in batch: Identifier<TaskBatch>
  ) throws -> (count: Int, places: Int) {
    try tasks(of: batch).filter { $0.state != .void && $0.gold == nil }
      .reduce(into: (0, 0)) { sum, task in
        sum.0 += try assignments(of: task.id).count { $0.state == .submitted }
        sum.1 += task.requiredOverlap
      }
  }

  /// The completions of a prompt that a checkpoint wrote and that may be shown.
  fileprivate func showableCompletions(
    of prompt: Identifier<StoredPrompt>, by hash: String
  ) throws -> [Identifier<StoredCompletion>] {
    try completions(of: prompt).filter { completion in
      guard completion.modelHash == hash, completion.withdrawnAt == nil else { return false }
      return try !tags(on: .completion, completion.id.number).contains(where: \.excludes)
    }.map(\.id)
  }
}
