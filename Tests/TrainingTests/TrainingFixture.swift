import Batches
import Datasets
import Foundation
import Models
import NeuralNetworks
import Torch
import Training

/// A JSON file of golden numbers, made by `Scripts/fixtures/training.py`.
func golden<Value: Decodable>(_ name: String, _ type: Value.Type = Value.self) throws -> Value {
  let file = fixtures.appendingPathComponent("Training/\(name).json")
  return try JSONDecoder().decode(Value.self, from: Data(contentsOf: file))
}

/// The folder of the project's own fixtures.
let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("../Fixtures").standardizedFileURL

/// The folder of a tiny checkpoint, made by `Scripts/fixtures/models.py`.
func checkpoint(_ name: String) -> URL { fixtures.appendingPathComponent("Models/\(name)") }

/// What a loop wrote down.
final class Notebook {
  var metrics: [[String: Double]] = []
  var folders: [URL] = []
  var interruptedAfter = Int.max

  func values(of name: String) -> [Double] { metrics.compactMap { $0[name] } }

  /// A journal that fills this notebook, with checkpoints in a temporary folder.
  func journal(every steps: Int = 0, from checkpoint: URL? = nil) -> Journal {
    Journal(
      checkpoint: checkpoint, stepsBetweenCheckpoints: steps,
      record: { metrics, _ in self.metrics.append(metrics) },
      saveCheckpoint: { _, write in
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
          "swift-rlhf-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write(folder)
        self.folders.append(folder)
      },
      lastCheckpoint: { self.folders.last?.path },
      isInterrupted: { self.metrics.count >= self.interruptedAfter })
  }
}

extension OptimizationConfiguration {
  /// The settings of the golden runs: constant learning rate, file order.
  static func golden(learningRate: Double, batchSize: Int) -> OptimizationConfiguration {
    var configuration = OptimizationConfiguration()
    configuration.learningRate = learningRate
    configuration.schedule = .constant
    configuration.batchSize = batchSize
    configuration.shuffles = false
    return configuration
  }
}

/// Sequences of random ids and lengths, always the same.
func someSequences(_ count: Int, vocabularySize: Int = 128) -> [TokenizedSequence] {
  (0..<count).map { row in
    let length = 4 + (row * 7) % 9
    let ids = (0..<length).map { (row * 31 + $0 * 17 + $0 * $0 * 5) % (vocabularySize - 3) + 3 }
    return TokenizedSequence(
      tokens: ids, completionStart: 1 + row % 3, source: RowSource(file: "some", line: row + 1))
  }
}

/// The largest difference between the weights of two models.
func largestDifference(
  _ first: [(name: String, tensor: Tensor)], _ second: [(name: String, tensor: Tensor)]
) -> Double {
  zip(first, second).map { (a, b) in
    withoutGradients { (a.tensor - b.tensor).absolute().max().value }
  }.max() ?? .infinity
}

/// |a − b| / max(1, |b|).
func relativeError(_ found: Double, _ due: Double) -> Double {
  abs(found - due) / max(1, abs(due))
}
