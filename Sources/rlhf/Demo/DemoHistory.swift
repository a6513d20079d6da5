import Datasets
import DemoWorld
import Foundation
import Runs
import Scoring
import Training

/// What the stages of the demo wrote down: every metric of every step.
final class DemoHistory {
  /// The metrics of each stage, in the order of its steps.
  private(set) var metrics: [String: [[String: Double]]] = [:]
  /// The rubric's mean score of each rollout of PPO: measured, never trained on.
  private(set) var trueScores: [Double] = []
  /// How long each stage took.
  private(set) var durations: [(stage: String, seconds: Double)] = []
  private let run: Run
  private var stepCount = 0

  init(_ run: Run) { self.run = run }

  /// A journal with a progress line, whose metrics are kept here and in the run's folder.
  func journal(_ stage: String, _ stepCount: Int) -> Journal {
    var progress = Runs.Progress(total: stepCount, label: stage)
    return Journal(
      record: { metrics, step in
        self.metrics[stage, default: []].append(metrics)
        self.stepCount += 1
        try self.run.record(metrics.withPrefix("\(stage)/"), at: self.stepCount)
        progress.advance(to: step, metrics: shown(metrics))
        if step == stepCount { progress.finish() }
      },
      isInterrupted: { Interruption.isRequested })
  }

  /// Judges the episodes of a rollout by the rubric.
  func observe(_ episodes: [Episode]) {
    let scores = episodes.map { episode -> Double in
      guard case .text(let prompt) = episode.prompt.content else { return 0 }
      return Rubric.score(episode.completion, for: prompt).total
    }
    trueScores.append(scores.mean)
  }

  /// Runs a stage and notes how long it takes; an interrupted one ends the demo.
  func timed<Result>(_ stage: String, _ body: () throws -> Result) throws -> Result {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try body()
    durations.append((stage, (clock.now - start) / .seconds(1)))
    if Interruption.isRequested { throw RefusedInput("the demo was stopped during ‘\(stage)’") }
    return result
  }

  /// The values of a metric over the steps of a stage.
  func values(_ name: String, of stage: String) -> [Double] {
    metrics[stage, default: []].compactMap { $0[name] }
  }
}

/// The few metrics that a progress line has room for.
private func shown(_ metrics: [String: Double]) -> [(String, Double)] {
  let names = [
    ("reward", "objective/scores"), ("KL", "objective/kl"), ("loss", "loss"),
    ("accuracy", "accuracy"), ("accuracy", "rewards/accuracies"),
  ]
  return names.compactMap { word, name in metrics[name].map { (word, $0) } }
}

extension [String: Double] {
  fileprivate func withPrefix(_ prefix: String) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: map { (prefix + $0.key, $0.value) })
  }
}
