import ArgumentParser
import Batches
import Datasets
import Feedback
import Runs

/// Completions that a checkpoint writes for the prompts of a store, until each has enough.
///
/// Every completion is drawn from a seed that follows from the order's seed, the prompt and the
/// number of the draw, and is kept as soon as its batch is done: whoever stops on the way goes on
/// where they stopped.
struct Candidates {
  /// What is wanted.
  struct Order {
    /// Different completions of each prompt.
    var count: Int
    /// What all draws follow from.
    var seed: UInt64
    /// Completions that are written together.
    var batchSize: Int
    /// Whether only this checkpoint's completions count.
    var countsOwnOnly = false
  }

  /// What came of it.
  struct Report {
    /// Completions that are new.
    var newCount = 0
    /// Draws that came to a text that was there, or to none.
    var wastedCount = 0
    /// Prompts with fewer different completions than were wanted.
    var shortCount = 0
    /// Completions that tell which model wrote them.
    var identityLeakCount = 0
    /// Prompts that the model cannot complete, with the reason.
    var refused: [(prompt: Identifier<StoredPrompt>, reason: String)] = []
  }

  private let importer: Importer
  private let writer: CandidateWriter
  private let order: Order
  private var waiting: [WaitingPrompt]
  private var report = Report()

  /// Looks which prompts have too few completions.
  ///
  /// - Parameter prompts: Those to complete.
  init(
    _ store: any FeedbackStore, _ prompts: [StoredPrompt], _ writer: CandidateWriter,
    _ order: Order
  ) throws {
    importer = Importer(store: store)
    self.writer = writer
    self.order = order
    waiting = try store.read { reader in
      try prompts.map { try WaitingPrompt($0, reader, writer, order) }.filter {
        $0.missingCount > 0
      }
    }
  }

  /// How many completions are missing.
  var missingCount: Int { waiting.reduce(0) { $0 + $1.missingCount } }

  /// Writes what is missing.
  mutating func write() throws -> Report {
    refuseImpossible()
    let total = missingCount
    var progress = Progress(total: total, unit: "completions", label: "candidates")
    Interruption.install()
    while true {
      let draws = waiting.indices.flatMap { place in
        waiting[place].nextSeeds().map { (place: place, seed: $0) }
      }
      if draws.isEmpty { break }
      for batch in draws.chunked(by: order.batchSize) {
        try keep(batch)
        progress.advance(to: total - missingCount)
        if let status = Interruption.exitStatus {
          progress.finish()
          note("Stopped; what was written is kept, and the same command goes on.")
          throw ExitCode(status)
        }
      }
    }
    progress.finish()
    report.shortCount += waiting.count { $0.missingCount > 0 }
    return report
  }

  private mutating func refuseImpossible() {
    for prompt in waiting {
      guard let reason = writer.problem(with: prompt.content) else { continue }
      report.refused.append((prompt.id, reason))
    }
    let refused = Set(report.refused.map(\.prompt))
    waiting.removeAll { refused.contains($0.id) }
  }

  private mutating func keep(_ draws: [(place: Int, seed: UInt64)]) throws {
    let written = try writer.completions(
      of: draws.map { waiting[$0.place].content }, seeds: draws.map(\.seed))
    var fresh: [NewCompletion] = []
    for (draw, completion) in zip(draws, written) {
      guard waiting[draw.place].take(completion.text) else {
        report.wastedCount += 1
        continue
      }
      fresh.append(
        NewCompletion(
          promptID: waiting[draw.place].id, text: completion.text, modelName: writer.name,
          modelHash: writer.hash, sampling: writer.sampling(seed: draw.seed),
          finishReason: completion.finishReason))
    }
    guard !fresh.isEmpty else { return }
    let added = try importer.addCompletions(fresh)
    report.newCount += added.ids.count
    report.identityLeakCount += added.identityLeakCount
  }
}
