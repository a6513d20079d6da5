import Batches
import Evaluation
import Models
import Runs
import Scoring
import Training

/// Writes a trial's metrics down: those of each rollout with what its texts look like, and between
/// rollouts those of a round.
final class HackRecord {
  private let run: Run
  private let every: Int
  private let stepCount: Int
  private var rounds: HackRounds
  private var progress: Runs.Progress
  /// What the rollout of the step under way looks like.
  private var texts: [String: Double] = [:]

  init(_ run: Run, rounds: HackRounds, every: Int, label: String, stepCount: Int) {
    self.run = run
    self.rounds = rounds
    self.every = every
    self.stepCount = stepCount
    progress = Runs.Progress(total: stepCount, label: label)
  }

  /// Where the loop writes.
  var journal: Journal {
    Journal(
      record: { metrics, step in
        try self.run.record(metrics.merging(self.texts) { $1 }, at: step)
        let reward = metrics["objective/scores"] ?? metrics["reward"]
        self.progress.advance(
          to: step,
          metrics: [("reward", reward), ("KL", metrics["objective/kl"])].compactMap {
            name, value in value.map { (name, $0) }
          })
        if step == self.stepCount { self.progress.finish() }
      },
      isInterrupted: { Interruption.isRequested })
  }

  /// Takes in a rollout; before it, measures the policy that made it when it is time.
  func observe(
    _ policy: LanguageModel, _ step: Int, _ episodes: [Episode], _ scores: [Double]
  ) throws {
    if (step - 1) % every == 0 { try measure(policy, after: step - 1) }
    texts = completionMetrics(
      of: episodes.map(\.completion), scores: scores,
      lengths: episodes.map(\.sequence.completion.count))
  }

  /// Measures the policy at its end.
  func close(_ policy: LanguageModel) throws { try measure(policy, after: stepCount) }

  private func measure(_ policy: LanguageModel, after step: Int) throws {
    try run.record(try rounds.metrics(of: policy, at: step), at: step)
  }
}
