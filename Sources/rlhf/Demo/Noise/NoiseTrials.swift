import Batches
import Datasets
import DemoWorld
import Foundation
import Models
import Runs
import Scoring
import Statistics
import Training

/// A point of a curve: how far from the SFT model, what the reward says, and what is true.
struct NoisePoint: Codable {
  /// In nats per reply; of the best of n the bound.
  let kl: Double
  let reward: Double
  let trueScore: Double
}

/// A curve of one seed.
struct NoiseCurve: Codable {
  /// Who judged.
  let judge: String
  /// The price of KL in PPO; nil for the best of n.
  let klCoefficient: Double?
  let points: [NoisePoint]
}

/// All trials of one seed; a curve that is in the folder is not made again.
struct NoiseTrials {
  private let start: NoiseStart
  private let settings: NoiseSettings
  private let folder: URL
  private var stages: DemoStages { start.stages }

  init(_ settings: NoiseSettings, seed: UInt64, in folder: URL) throws {
    self.settings = settings
    var demo = settings.demo
    demo.seed = seed
    self.folder = folder.appendingPathComponent("seed-\(seed)")
    try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
    let stages = try DemoStages(demo) { stage, stepCount in
      var progress = Runs.Progress(total: stepCount, label: stage)
      return Journal(
        record: { _, step in
          progress.advance(to: step)
          if step == stepCount { progress.finish() }
        }, isInterrupted: { Interruption.isRequested })
    }
    start = NoiseStart(settings: settings, stages: stages, folder: self.folder)
  }

  /// Makes what is missing: the best of n by everyone, and PPO with the first few at each price.
  func run() throws {
    let judges = try NoiseJudge.all(start)
    let sft = try start.sft()
    try makeBestOf(judges, sft)
    for coefficient in settings.klCoefficients {
      for judge in judges.prefix(NoiseJudge.trainedCount) {
        let name = "ppo \(judge.name) kl \(coefficient)"
        try make(name) {
          NoiseCurve(
            judge: judge.name, klCoefficient: coefficient,
            points: try points(ofPPO: judge, sft, coefficient))
        }
      }
    }
  }

  /// The curves that are there.
  func results() throws -> [NoiseCurve] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try names.filter { $0.hasSuffix(".json") }.map {
      try JSONDecoder().decode(
        NoiseCurve.self, from: Data(contentsOf: folder.appendingPathComponent($0)))
    }
  }

  private func file(_ name: String) -> URL {
    folder.appendingPathComponent("\(name.replacing(" ", with: "-")).json")
  }

  private func make(_ name: String, _ curve: () throws -> NoiseCurve) throws {
    guard !FileManager.default.fileExists(atPath: file(name).path) else { return }
    note("seed \(stages.settings.seed): \(name)")
    let made = try curve()
    if Interruption.isRequested { throw RefusedInput("stopped during ‘\(name)’") }
    try writeAtomically(try JSONEncoder().encode(made), to: file(name))
  }

  // MARK: The best of n

  private func makeBestOf(_ judges: [NoiseJudge], _ sft: LanguageModel) throws {
    func name(_ judge: NoiseJudge) -> String { "best-of \(judge.name)" }
    let missing = judges.filter { !FileManager.default.fileExists(atPath: file(name($0)).path) }
    guard !missing.isEmpty else { return }
    note("seed \(stages.settings.seed): \(settings.bestOf) replies to each prompt")
    let episodes = try episodes(of: sft, count: settings.bestOf)
    let truth = trueScores(of: episodes)
    for judge in missing {
      let reward = judge.reward(uncertaintyWeight: settings.bestOfWeight)
      let rewards = try reward.scores(of: episodes)
      try make(name(judge)) {
        NoiseCurve(
          judge: judge.name, klCoefficient: nil,
          points: sizes.map { point(ofBest: $0, rewards, truth) })
      }
    }
  }

  private var sizes: [Int] {
    sequence(first: 1) { $0 * 2 }.prefix { $0 <= settings.bestOf }.map { $0 }
  }

  /// The expected reward and true score of the best of n by the reward, over all prompts.
  private func point(ofBest n: Int, _ rewards: [Double], _ truth: [Double]) -> NoisePoint {
    let prompts = zip(
      rewards.chunked(by: settings.bestOf), truth.chunked(by: settings.bestOf))
    let both = prompts.map { rewards, truth in
      (
        expectedBest(of: n, among: rewards),
        expectedBest(of: n, among: rewards, worth: truth)
      )
    }
    return NoisePoint(
      kl: bestOfKLBound(n), reward: both.map(\.0).mean, trueScore: both.map(\.1).mean)
  }

  // MARK: PPO

  private func points(
    ofPPO judge: NoiseJudge, _ sft: LanguageModel, _ coefficient: Double
  ) throws -> [NoisePoint] {
    let reward = judge.reward(uncertaintyWeight: settings.ppoWeight)
    let policy = try sft.copy()
    var configuration = settings.demo.ppo
    configuration.klCoefficient = coefficient
    let prompts = try stages.sequences.prompts(
      stages.world.trainingPromptExamples(count: stages.settings.policyPromptCount)
    ).rows
    let stepCount = configuration.optimization.stepCount(rows: prompts.count)
    var journal = stages.journal("ppo", stepCount)
    let record = journal.record
    var points = [try point(of: policy, from: sft, reward)]
    journal.record = { metrics, step in
      try record(metrics, step)
      if step % settings.measureEvery == 0 || step == stepCount {
        points.append(try point(of: policy, from: sft, reward))
      }
    }
    try trainPPO(
      policy, from: sft, critic: judge.models[0].copy(), rewardedBy: reward, on: prompts,
      stages.tokenizer, configuration, seed: stages.settings.seed, recordingIn: journal)
    return points
  }

  private func point(
    of policy: LanguageModel, from sft: LanguageModel, _ reward: ModelReward
  ) throws -> NoisePoint {
    let episodes = try episodes(of: policy, count: 2)
    return NoisePoint(
      kl: policy.divergences(of: episodes.map(\.sequence), from: sft).mean,
      reward: try reward.scores(of: episodes).mean,
      trueScore: trueScores(of: episodes).mean)
  }

  // MARK: Replies

  private func episodes(of model: LanguageModel, count: Int) throws -> [Episode] {
    let prompts = stages.world.heldOutPrompts(count: settings.measuredPromptCount)
    let rows = try stages.sequences.prompts(prompts.map { Prompt(.text($0)) }).rows
    return try model.episodes(
      after: rows.flatMap { Array(repeating: $0, count: count) }, settings.demo.sampling,
      seed: derivedSeed(stages.settings.seed, "evaluation"), stages.tokenizer, rowsPerPass: 256)
  }

  private func trueScores(of episodes: [Episode]) -> [Double] {
    episodes.map { episode in
      guard case .text(let prompt) = episode.prompt.content else { return 0 }
      return Rubric.score(episode.completion, for: prompt).total
    }
  }
}
