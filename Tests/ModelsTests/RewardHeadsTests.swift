import Foundation
import Models
import NeuralNetworks
import Testing
import Torch

@Suite("Several heads on one trunk")
struct RewardHeadsTests {
  /// A folder whose heads are the fixture's times 1, 2 and −1.
  private func threeHeads(in parent: URL, _ keys: [String: Any?]) throws -> EditedFolder {
    let folder = try EditedFolder("llama-reward", in: parent)
    try folder.changeTensors { tensors in
      tensors.map { name, tensor in
        guard name == "score.weight" else { return (name, tensor) }
        return (name, .concatenation(of: [tensor, 2 * tensor, -tensor], along: 0))
      }
    }
    try folder.configure(["id2label": ["0": "a", "1": "b", "2": "c"]])
    try folder.configure(keys)
    return folder
  }

  @Test("give each what its weights say, and their mean as the score")
  func heads() throws {
    let fixture = try Fixture("llama-reward")
    let batch = try fixture.batch("right")
    let alone = batch.rewards(of: try ScalarModel(folder: fixture.folder))
    try withTemporaryFolder { parent in
      let folder = try threeHeads(in: parent, ["reward_heads": 3])
      let model = try ScalarModel(folder: folder.url)
      #expect(model.headCount == 3)
      expectClose(batch.rewards(of: model), alone * (2.0 / 3), within: 1e-5)
      let scores = withoutGradients {
        model.headScores(of: batch.tokens, at: batch.positions, .causal)
      }
      expectClose(
        scores.select(2, along: -1), -1 * scores.select(0, along: -1), within: 1e-6)
      let second = try model.keeping(heads: [1])
      #expect(second.headCount == 1)
      expectClose(batch.rewards(of: second), alone * 2, within: 1e-5)
    }
  }

  @Test("are not taken for an ensemble where the folder does not say so")
  func classifiers() throws {
    try withTemporaryFolder { parent in
      let folder = try threeHeads(in: parent, [:])
      let error = #expect(throws: ModelError.self) { try ScalarModel(folder: folder.url) }
      #expect(error.map { "\($0)" }?.contains("‘num_labels’ is 3") == true)
      try folder.configure(["reward_heads": 2])
      #expect(throws: ModelError.self) { try ScalarModel(folder: folder.url) }
      try folder.configure(["reward_heads": 3, "reward_shifts": [0.5]])
      #expect(throws: ModelError.self) { try ScalarModel(folder: folder.url) }
      try folder.configure(["reward_heads": 3, "reward_shifts": nil])
      #expect(throws: ModelError.self) { try ScalarModel(folder: folder.url, headCount: 1) }
    }
  }

  @Test("are written and read again, with as many labels")
  func saving() throws {
    let language = try LanguageModel(folder: Fixture("llama-untied").folder)
    let model = try ScalarModel(trunkOf: language, headGenerator: Generator(seed: 3), headCount: 4)
    model.configuration.rewardHeads.shifts = [0, 0.5, -1, 2]
    model.configuration.rewardHeads.stepSeparator = "\n\n"
    try withTemporaryFolder { folder in
      try model.save(to: folder)
      let again = try ScalarModel(folder: folder)
      #expect(again.configuration.rewardHeads == model.configuration.rewardHeads)
      #expect(again.scoreWeight.floats == model.scoreWeight.floats)
      let file = try Data(contentsOf: folder.appendingPathComponent("config.json"))
      let members = try JSONSerialization.jsonObject(with: file) as? [String: Any]
      #expect((members?["id2label"] as? [String: String])?.count == 4)
      #expect(members?["reward_heads"] as? Int == 4)
    }
    #expect(Set(model.scoreWeight.floats).count == 4 * 32, "heads begin at different places")
  }

  @Test("of one model say nothing in its config.json that others do not know")
  func single() throws {
    let model = try ScalarModel(folder: Fixture("llama-reward").folder)
    let text = String(decoding: model.configuration.json(for: .scalar, in: .float32), as: UTF8.self)
    #expect(!text.contains("reward_"))
  }

  @Test("are normalized, each by itself, and keep it in their folder")
  func normalization() throws {
    let fixture = try Fixture("llama-reward")
    let batch = try fixture.batch("right")
    try withTemporaryFolder { parent in
      let folder = try threeHeads(in: parent, ["reward_heads": 3])
      let model = try ScalarModel(folder: folder.url)
      func rewards(_ model: ScalarModel) throws -> [[Double]] {
        try (0..<3).map {
          batch.rewards(of: try model.keeping(heads: [$0])).floats.map(Double.init)
        }
      }
      let before = try rewards(model)
      try model.normalizeScores(by: before)
      try model.save(to: parent.appendingPathComponent("normalized"))
      let again = try ScalarModel(folder: parent.appendingPathComponent("normalized"))
      for (head, scores) in try rewards(again).enumerated() {
        let mean = scores.reduce(0, +) / Double(scores.count)
        let square = scores.reduce(0) { $0 + $1 * $1 } / Double(scores.count)
        #expect(abs(mean) < 1e-5 && abs(square - 1) < 1e-4, "head \(head): \(scores)")
        let isRising = before[head][0] < before[head][1]
        #expect((scores[0] < scores[1]) == isRising, "no preference changes")
      }
      // A second time nothing moves.
      let (weights, shifts) = (again.scoreWeight.floats, again.configuration.rewardHeads.shifts)
      try again.normalizeScores(by: try rewards(again))
      for (a, b) in zip(weights, again.scoreWeight.floats) { #expect(abs(a - b) < 1e-4) }
      for (a, b) in zip(shifts, again.configuration.rewardHeads.shifts) {
        #expect(abs(a - b) < 1e-4)
      }
      #expect(throws: ModelError.self) {
        try again.normalizeScores(by: [[1, 1], [1, 2], [3, 4]])
      }
    }
  }
}
