import Batches
import Foundation
import Models
import NeuralNetworks
import Objectives
import Scoring
import Testing
import Torch

@testable import Training

@Suite("What the frozen model says, kept")
struct ReferenceCacheTests {
  init() { threadCount = 1 }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("swift-rlhf-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func cache(
    _ folder: URL, _ fingerprint: String = "a", precision: Precision = .float32
  ) -> ReferenceCache {
    ReferenceCache(folder, fingerprint: fingerprint, precision: precision, rowsPerPass: 3)
  }

  private struct Asked: Error {}

  @Test("is what it says when asked, token by token, whatever the batch")
  func values() throws {
    let model = try LanguageModel(folder: checkpoint("llama-tied"))
    let rows = someSequences(7)
    let known = ReferenceLogProbabilities(of: rows + rows, by: model, rowsPerPass: 2)
    #expect(known.sequences.count == 7)
    let some = [rows[4], rows[0], rows[6]]
    let due = withoutGradients { model.logProbabilities(of: SequenceBatch(some)).values }
    let found = known.values(of: some, on: .cpu)
    #expect(found.shape == due.shape)
    for (a, b) in zip(found.floats, due.floats) { #expect(abs(a - b) < 1e-5) }
  }

  @Test("is found again without the model, for the same model, rows and precision alone")
  func hits() throws {
    let model = try LanguageModel(folder: checkpoint("llama-tied"))
    let rows = someSequences(5)
    try withFolder { folder in
      let first = try cache(folder).logProbabilities(of: rows) { model }
      #expect(!first.wereKept)
      let again = try cache(folder).logProbabilities(of: rows) { throw Asked() }
      #expect(again.wereKept && again.found.values == first.found.values)
      for (other, rows) in [
        (cache(folder, "b"), rows), (cache(folder), Array(rows.dropLast())),
        (cache(folder, precision: .bfloat16), rows),
      ] {
        #expect(throws: Asked.self) { try other.logProbabilities(of: rows) { throw Asked() } }
      }
      var moved = rows
      moved[2].completionStart += 1
      #expect(throws: Asked.self) {
        try cache(folder).logProbabilities(of: moved) { throw Asked() }
      }
    }
  }

  @Test("is made anew where a file is cut off, changed or gone", arguments: 0..<3)
  func damage(kind: Int) throws {
    let model = try LanguageModel(folder: checkpoint("llama-tied"))
    let rows = someSequences(5)
    try withFolder { folder in
      let due = try cache(folder).logProbabilities(of: rows) { model }.found.values
      let entry = try #require(
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
          .first)
      let file = entry.appendingPathComponent("log_probabilities.safetensors")
      var data = try Data(contentsOf: file)
      switch kind {
      case 0: try data.dropLast(4).write(to: file)
      case 1:
        data[data.count - 2] ^= 0x40
        try data.write(to: file)
      default:
        try FileManager.default.removeItem(
          at: entry.appendingPathComponent("log_probabilities.sha256"))
      }
      let remade = try cache(folder).logProbabilities(of: rows) { model }
      #expect(!remade.wereKept && remade.found.values == due)
      #expect(try cache(folder).logProbabilities(of: rows) { throw Asked() }.wereKept)
    }
  }

  @Test("trains as the model itself does", arguments: [1.0, 0.5])
  func directPreference(alpha: Double) throws {
    let pairs = someSequences(12).chunked(by: 2).map {
      TokenizedComparison(chosen: $0[0], rejected: $0[1])
    }
    var configuration = DPOConfiguration()
    configuration.optimization = .golden(learningRate: 1e-3, batchSize: 4)
    configuration.optimization.epochs = 2
    configuration.ldAlpha = alpha
    let reference = try LanguageModel(folder: checkpoint("llama-tied"))
    func run(_ model: LanguageModel?, _ known: ReferenceLogProbabilities?) throws -> Notebook {
      let notebook = Notebook()
      try trainDPO(
        try LanguageModel(folder: checkpoint("llama-tied")), from: model, knowing: known, on: pairs,
        configuration, seed: 1, recordingIn: notebook.journal())
      return notebook
    }
    let known = ReferenceLogProbabilities(
      of: pairs.flatMap { [$0.chosen, $0.rejected] }, by: reference, rowsPerPass: 5)
    let (asked, kept) = (try run(reference, nil), try run(nil, known))
    for (step, (one, other)) in zip(asked.metrics, kept.metrics).enumerated() {
      #expect(Set(one.keys) == Set(other.keys))
      // At first rewards are 0 but for rounding, which depends on the shape of a batch.
      for (name, value) in one where step > 0 || name != "rewards/accuracies" {
        #expect(relativeError(other[name] ?? .nan, value) < 1e-4, "\(name)")
      }
    }
  }

  @Test(
    "is of all that judged completions need, other people's prompts among it",
    arguments: ProspectLoss.allCases)
  func judged(loss: ProspectLoss) throws {
    let rows = someSequences(9).enumerated().map {
      JudgedSequence($1, isDesirable: $0 % 3 != 1)
    }
    var configuration = KTOConfiguration()
    configuration.loss = loss
    configuration.optimization = .golden(learningRate: 1e-3, batchSize: 4)
    configuration.optimization.shuffles = true
    configuration.optimization.epochs = 2
    let reference = try LanguageModel(folder: checkpoint("llama-tied"))
    let known = ReferenceLogProbabilities(
      of: configuration.sequencesToJudge(rows, seed: 1), by: reference, rowsPerPass: 5)
    func run(_ model: LanguageModel?, _ known: ReferenceLogProbabilities?) throws -> Notebook {
      let notebook = Notebook()
      try trainKTO(
        try LanguageModel(folder: checkpoint("llama-tied")), from: model, knowing: known, on: rows,
        configuration, seed: 1, recordingIn: notebook.journal())
      return notebook
    }
    let (asked, kept) = (try run(reference, nil), try run(nil, known))
    #expect(asked.metrics.count == 6)
    for (one, other) in zip(asked.metrics, kept.metrics) {
      for (name, value) in one {
        #expect(relativeError(other[name] ?? .nan, value) < 1e-4, "\(name)")
      }
    }
  }
}
