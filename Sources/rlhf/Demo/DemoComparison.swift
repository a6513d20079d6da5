import Datasets
import Foundation
import Models
import Runs
import Statistics

/// The demo's world, in which every method starts from the same SFT model, rankings and reward
/// model: once for each of several seeds.
struct DemoComparison {
  let settings: DemoSettings
  let seedCount: Int
  let history: DemoHistory

  /// How one method did on one seed, and what it took.
  struct Result {
    let standing: DemoStanding
    /// The share of prompts to which its reply is truly better than the SFT model's.
    let outcomes: [Outcome]
    /// Tokens that went through the policy while it learned.
    let trainingTokens: Double
    let trainingSeconds: Double
  }

  /// Trains and measures all methods.
  ///
  /// - Returns: For each method, in one order, its results by seed.
  func results() throws -> [[Result]] {
    let bySeed = try (0..<seedCount).map { index in
      var settings = settings
      settings.seed += UInt64(index)
      return try results(settings)
    }
    return bySeed[0].indices.map { method in bySeed.map { $0[method] } }
  }

  private func results(_ settings: DemoSettings) throws -> [Result] {
    func stage(_ name: String) -> String { "seed \(settings.seed), \(name)" }
    let stages = try DemoStages(settings) { history.journal(stage($0), $1) }
    note("seed \(settings.seed): base model, SFT, rankings, reward model")
    let (sft, rankings, reward) = try history.timed(stage("start")) {
      let sft = try stages.sft(stages.base())
      let rankings = try stages.rankings(sft)
      return (sft, rankings, try stages.rewardModel(sft, rankings))
    }
    let before = try stages.standing(of: sft, named: "SFT", reward: reward, reference: sft)

    func result(_ standing: DemoStanding, of name: String) -> Result {
      Result(
        standing: standing,
        outcomes: zip(standing.trueScores, before.trueScores).map { Outcome($0, against: $1) },
        trainingTokens: history.values("num_tokens", of: stage(name)).last ?? 0,
        trainingSeconds: history.durations.last { $0.stage == stage(name) }?.seconds ?? 0)
    }
    func trained(
      _ title: String, _ name: String, _ train: () throws -> LanguageModel
    ) throws -> Result {
      note("seed \(settings.seed): \(title)")
      let policy = try history.timed(stage(name), train)
      let standing = try stages.standing(
        of: policy, named: title, reward: reward, reference: sft)
      return result(standing, of: name)
    }
    let best = try stages.standingOfBest(
      of: settings.bestOf, from: sft, named: "best of \(settings.bestOf)", reward: reward)
    return [
      result(before, of: "SFT"),
      try trained("PPO", "ppo") { try stages.ppo(sft, reward) { _, _, _ in } },
      try trained("RLOO", "rloo") {
        try stages.groups(sft, reward, settings.rloo, called: "rloo")
      },
      try trained("GRPO", "grpo") {
        try stages.groups(sft, reward, settings.grpo, called: "grpo")
      },
      try trained("DPO", "dpo") { try stages.dpo(sft, rankings) },
      try trained("KTO", "kto") { try stages.kto(sft, rankings) },
      result(best, of: "best"),
    ]
  }
}
