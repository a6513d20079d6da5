import Datasets
import DemoWorld
import Evaluation
import Foundation
import Models
import Runs
import Statistics
import Tokenizers
import Torch

/// The demo from its first stage to its findings; every model and every row is kept in a folder.
struct DemoRun {
  private let folder: URL
  private let stages: DemoStages
  private let history: DemoHistory

  init(_ settings: DemoSettings, in folder: URL, history: DemoHistory) throws {
    self.folder = folder
    self.history = history
    stages = try DemoStages(settings, journal: history.journal)
  }

  func findings() throws -> DemoFindings {
    note("base model: learning to write, from texts that behave well and badly")
    let base = try history.timed("base") { try stages.base() }

    note("1. SFT: learning from demonstrations")
    let sft = try history.timed("sft") { try stages.sft(base) }
    try keep("sft") { try sft.save(to: $0) }

    note("2. reward model: \(stages.settings.completionsPerPrompt) completions per prompt, ranked")
    let rankings = try history.timed("rankings") { try stages.rankings(sft) }
    try keepRows(rankings)
    let reward = try history.timed("reward") { try stages.rewardModel(sft, rankings) }
    try keep("reward") { try reward.save(to: $0) }

    note("3. PPO: moving to a higher reward, near to the SFT model")
    let ppo = try history.timed("ppo") {
      try stages.ppo(sft, reward) { _, episodes, _ in history.observe(episodes) }
    }
    try keep("ppo") { try ppo.save(to: $0) }

    note("or DPO: the same rankings without a reward model")
    let dpo = try history.timed("dpo") { try stages.dpo(sft, rankings) }
    try keep("dpo") { try dpo.save(to: $0) }

    note("evaluation: held-out prompts, judged by the rubric that no training read")
    return try history.timed("evaluation") {
      try evaluated([("base", base), ("SFT", sft), ("PPO", ppo), ("DPO", dpo)], reward, sft)
    }
  }

  private func evaluated(
    _ models: [(name: String, model: LanguageModel)], _ reward: ScalarModel, _ sft: LanguageModel
  ) throws -> DemoFindings {
    let standings = try models.map {
      try stages.standing(of: $0.model, named: $0.name, reward: reward, reference: sft)
    }
    return DemoFindings(
      settings: stages.settings, sft: standings[1], ppo: standings[2], dpo: standings[3],
      standings: standings, rewardAccuracy: rewardAccuracy(standings[0], standings[1]),
      conversations: try conversations(Array(models.dropFirst())), history: history)
  }

  /// How often the reward model prefers the truly better one of two replies to a prompt.
  private func rewardAccuracy(_ first: DemoStanding, _ second: DemoStanding) -> PairwiseAccuracy {
    let pairs = first.trueScores.indices.filter { first.trueScores[$0] != second.trueScores[$0] }
    let better = pairs.map { first.trueScores[$0] > second.trueScores[$0] }
    return pairwiseAccuracy(
      chosen: zip(pairs, better).map { $1 ? first.rewards[$0] : second.rewards[$0] },
      rejected: zip(pairs, better).map { $1 ? second.rewards[$0] : first.rewards[$0] })
  }

  private func conversations(
    _ models: [(name: String, model: LanguageModel)]
  ) throws -> [ConversationComparison] {
    let prompts = DemoWorld.showcasePrompts
    let replies = try models.map { try stages.sample($0.model, prompts, purpose: "showcase") }
    return prompts.enumerated().map { index, prompt in
      ConversationComparison(
        prompt: prompt,
        replies: models.indices.map { model in
          let reply = replies[model][index]
          return ConversationComparison.Reply(
            models[model].name, reply, score: Rubric.score(reply, for: prompt).total)
        })
    }
  }

  private func keep(_ name: String, _ write: (URL) throws -> Void) throws {
    try replaceFolderAtomically(at: folder.appendingPathComponent(name)) { folder in
      try write(folder)
      try stages.tokenizer.save(to: folder)
    }
  }

  /// Writes the data, so that the same steps can be made again with `rlhf sft`, `reward`, `dpo`.
  private func keepRows(_ rankings: [Ranking]) throws {
    let data = folder.appendingPathComponent("data")
    try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    try writeJSONLines(
      stages.world.demonstrationExamples(count: stages.settings.demonstrationCount),
      to: data.appendingPathComponent("demonstrations.jsonl"))
    // In a file of people's data an empty reply is a fault, and a ranking of ties alone is no use.
    let whole = rankings.filter { ranking in
      ranking.completions.allSatisfy { !$0.isEmpty } && Set(ranking.ranks).count > 1
    }
    try writeJSONLines(whole, to: data.appendingPathComponent("rankings.jsonl"))
    try writeJSONLines(
      stages.world.trainingPromptExamples(count: stages.settings.policyPromptCount),
      to: data.appendingPathComponent("prompts.jsonl"))
  }
}

extension DemoFindings {
  /// The numbers worth comparing between runs.
  var summary: [String: Double] {
    [
      "ppo/win_rate": ppo.winRate(over: sft).value,
      "ppo/win_rate_lower": ppo.winRate(over: sft).lower,
      "dpo/win_rate": dpo.winRate(over: sft).value,
      "dpo/win_rate_lower": dpo.winRate(over: sft).lower,
      "sft/true_score": sft.trueScore.value,
      "ppo/true_score": ppo.trueScore.value,
      "dpo/true_score": dpo.trueScore.value,
      "reward/accuracy": rewardAccuracy.accuracy.value,
    ]
  }
}
