import Batches
import Datasets
import DemoWorld
import Evaluation
import Foundation
import Models
import Runs
import Scoring
import Torch
import Training

/// One trial, from the SFT model to a folder with the record of an ordinary run.
struct HackTraining {
  let trial: HackTrial
  let start: HackStart
  let settings: HackSettings
  let folder: URL

  /// Trains, measures between the rollouts, and writes down what the diagnosis says.
  func train() throws {
    let run = try Run(
      folder: folder, command: "demo", arguments: ["--hacks"],
      configuration: try JSONEncoder().encode(HackTrialRecord(trial, settings)),
      seed: settings.demo.seed, inputs: InputHashes(of: []), versions: ["rlhf": version],
      stepCount: settings.rollouts[trial], resuming: false,
      overwriting: FileManager.default.fileExists(atPath: folder.path))
    let policy = try start.sft.copy()
    let reward = HackReward(trial, start, settings)
    let record = HackRecord(
      run, rounds: HackRounds(start, reward, settings), every: settings.roundEvery,
      label: "seed \(settings.demo.seed), \(trial.title)", stepCount: settings.rollouts[trial] ?? 0)
    try train(policy, reward, record)
    guard !Interruption.isRequested else {
      try run.stop(.interrupted, because: "the measurement was stopped")
      throw RefusedInput("the measurement was stopped; the same command goes on with it")
    }
    try record.close(policy)
    let rows = try readMetrics(from: folder)
    let lines = try alarms(in: rows, DiagnosisConfiguration()).map { alarm in
      try JSONEncoder().encode(alarm) + Data("\n".utf8)
    }
    try writeAtomically(Data(lines.joined()), to: folder.appendingPathComponent("verdicts.jsonl"))
    try run.finish(rows.last?.values.filter { $0.key.hasPrefix("true/") } ?? [:])
    try writeAtomically(
      JSONEncoder().encode(HackTrialRecord(trial, settings)),
      to: folder.appendingPathComponent(HackTrialRecord.fileName))
  }

  private func train(
    _ policy: LanguageModel, _ reward: HackReward, _ record: HackRecord
  ) throws {
    let stages = start.stages
    let prompts = try stages.sequences.prompts(
      stages.world.trainingPromptExamples(count: settings.demo.policyPromptCount)
    ).rows
    func observe(_ step: Int, _ episodes: [Episode], _ scores: [Double]) throws {
      try record.observe(policy, step, episodes, scores)
    }
    if trial == .cleanRLOO {
      try trainOnGroups(
        policy, from: start.sft, rewardedBy: reward, on: prompts, stages.tokenizer,
        settings.rloo(trial), seed: settings.demo.seed, recordingIn: record.journal,
        observing: observe)
    } else {
      try trainPPO(
        policy, from: start.sft, critic: start.reward.copy(), rewardedBy: reward, on: prompts,
        stages.tokenizer, settings.ppo(trial), seed: settings.demo.seed,
        recordingIn: record.journal, observing: observe)
    }
  }
}

/// What a trial was, in its folder once it has finished.
struct HackTrialRecord: Codable {
  static let fileName = "trial.json"

  let trial: HackTrial
  let seed: UInt64
  let rollouts: Int

  init(_ trial: HackTrial, _ settings: HackSettings) {
    self.trial = trial
    seed = settings.demo.seed
    rollouts = settings.rollouts[trial] ?? 0
  }
}
