import Batches
import Models
import NeuralNetworks
import Objectives
import Scoring
import Testing
import Torch

@testable import Training

@Suite("PPO with everything switched on")
struct PPOEverythingTests {
  init() { threadCount = 1 }

  @Test("is a configuration that is not refused, and that does what it says")
  func isOn() throws {
    try SmallPPO.everything.configuration.validate()
    let notebook = Notebook()
    _ = try SmallPPO.everything.train(notebook)
    let counts = notebook.values(of: "policy/update_count")
    #expect(counts.first == 0, "a warm-up")
    #expect(counts.contains(4), "a whole rollout")
    #expect(counts.dropFirst().contains { $0 < 4 }, "a rollout cut short: \(counts)")
    #expect(Set(notebook.values(of: "objective/cost_multiplier")).count == counts.count)
    #expect(Set(notebook.values(of: "objective/kl_coefficient")).count > 2)
    #expect(notebook.values(of: "loss/ptx_avg").count == counts.count - 1)
  }

  @Test("goes on from a checkpoint bit for bit", arguments: [1, 2, 3])
  func resume(interruptedAfter step: Int) throws {
    let small = SmallPPO.everything
    let wholeNotes = Notebook()
    let whole = try small.train(wholeNotes)
    let first = Notebook()
    first.interruptedAfter = step
    #expect(try small.train(first).outcome == .interrupted(step: step))
    let second = Notebook()
    let resumed = try small.train(second, resuming: first.folders.last)
    #expect(first.metrics + second.metrics == wholeNotes.metrics)
    for (one, other) in [
      (whole.policy.parameters, resumed.policy.parameters),
      (whole.reference.parameters, resumed.reference.parameters),
      (whole.critic.parameters, resumed.critic.parameters),
    ] { #expect(largestDifference(one.named, other.named) == 0) }
  }

  @Test("reports the same whatever the micro-batch", arguments: [1, 3])
  func splitInvariance(microBatchSize: Int) throws {
    func metrics(_ size: Int) throws -> [String: Double] {
      var small = SmallPPO.everything
      small.configuration.criticWarmup = 0
      small.configuration.optimization.maximumSteps = 1
      small.configuration.optimization.microBatchSize = size
      let notebook = Notebook()
      _ = try small.train(notebook)
      return notebook.metrics[0]
    }
    let whole = try metrics(0), parts = try metrics(microBatchSize)
    #expect(Set(whole.keys) == Set(parts.keys))
    for (name, value) in whole {
      #expect(relativeError(parts[name] ?? .nan, value) < 1e-4, "\(name)")
    }
  }

  @Test("reports the same and has the same gradients however wide the padding")
  func paddingInvariance() throws {
    func outcome(_ minimumTime: Int) throws -> (metrics: [String: Double], gradients: [Tensor?]) {
      let configuration = SmallPPO.everything.configuration
      let models = try SmallPPO.models()
      let made = someEpisodes(
        [[9, 0, 2], [4, 11], [30, 8, 9, 5, 0, 2]], isFinished: [true, true, false])
      let judgement = Judgement(
        scores: [1, 3, 5], metrics: [:], [0.5, 0, 1], multiplier: 2, worths: [0.3, 1, 1])
      let rollout = evaluated(
        made, judgement, sampled: made.map { $0.sequence.completion.map { Float(-$0) / 10 } },
        by: models, klCoefficient: 0.1, minimumTime: minimumTime, configuration)
      var averages = Averages()
      updatePolicy(models.policy, on: rollout, rows: [0, 1, 2], configuration, &averages)
      updateCritic(models.critic, on: rollout, rows: [0, 1, 2], configuration, &averages)
      return (
        averages.means.merging(rollout.metrics(0.1)) { $1 },
        (models.policy.parameters.named + models.critic.parameters.named).map(\.tensor.gradient)
      )
    }
    let narrow = try outcome(0), wide = try outcome(40)
    for (name, value) in narrow.metrics {
      #expect(relativeError(wide.metrics[name] ?? .nan, value) < 1e-5, "\(name)")
    }
    for case (let one?, let other?) in zip(narrow.gradients, wide.gradients) {
      #expect((one - other).absolute().max().value < 1e-5)
    }
  }
}
