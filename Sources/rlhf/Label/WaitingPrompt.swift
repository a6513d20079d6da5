import Datasets
import Feedback
import Runs

/// A prompt of a store with too few completions.
struct WaitingPrompt {
  /// Its number.
  let id: Identifier<StoredPrompt>
  /// What is to be completed.
  let content: Content
  /// How many completions are wanted beside those that it has.
  private(set) var missingCount: Int
  private let sha256: String
  private let seed: UInt64
  /// Draws that may still be made, for a model that repeats itself.
  private var allowance: Int
  private var drawCount = 0
  private var drawnSeeds: Set<UInt64>
  /// The texts that are there, as bytes: what looks the same may differ.
  private var texts: Set<[UInt8]>

  /// Looks what completions a prompt has.
  init(
    _ prompt: StoredPrompt, _ reader: any FeedbackReader, _ writer: CandidateWriter,
    _ order: Candidates.Order
  ) throws {
    let present = try reader.completions(of: prompt.id).filter { $0.withdrawnAt == nil }
    let own = present.filter { $0.modelHash == writer.hash }
    id = prompt.id
    content = prompt.content
    sha256 = prompt.sha256
    seed = order.seed
    missingCount = order.count - (order.countsOwnOnly ? own : present).count
    allowance = 4 * order.count
    drawnSeeds = Set(own.compactMap(\.sampling?.seed))
    texts = Set(present.map { Array($0.text.utf8) })
  }

  /// The seeds of the next draws: as many as are missing, and none once all tries are used up.
  mutating func nextSeeds() -> [UInt64] {
    var seeds: [UInt64] = []
    while seeds.count < missingCount, allowance > 0 {
      let next = derivedSeed(seed, "candidate \(sha256) \(drawCount)")
      drawCount += 1
      // Drawn before the command was stopped.
      guard !drawnSeeds.contains(next) else { continue }
      allowance -= 1
      seeds.append(next)
    }
    return seeds
  }

  /// Takes a text; false when it is empty or there already.
  mutating func take(_ text: String) -> Bool {
    guard !text.isEmpty, missingCount > 0, texts.insert(Array(text.utf8)).inserted else {
      return false
    }
    missingCount -= 1
    return true
  }
}

extension FeedbackReader {
  /// The prompts that have no task of a kind, in the order in which they came.
  func promptsWithoutTask(of kind: LabelingTask.Kind) throws -> [StoredPrompt] {
    let taken = Set(try all(LabelingTask.self).filter { $0.kind == kind }.map(\.promptID))
    return try all(StoredPrompt.self).filter { !taken.contains($0.id) }
  }
}
