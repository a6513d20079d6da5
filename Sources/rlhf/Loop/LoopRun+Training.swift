import ArgumentParser
import Foundation

extension LoopRun {
  /// Trains a reward model on all judgements so far, from the model after SFT.
  func trainRewardModel(_ round: LoopRecord.Round) throws {
    let rows = folder(of: round.number).appendingPathComponent("data/train.jsonl")
    try train(
      "reward", RewardCommand.self, settings.reward, in: round,
      ["--model", settings.model, "--data", displayed(rows)])
  }

  /// Moves the policy towards the new reward model, near to the model after SFT.
  func movePolicy(_ round: LoopRecord.Round) throws {
    let own = folder(of: round.number)
    try train(
      "ppo", PPOCommand.self, settings.ppo, in: round,
      [
        "--model", displayed(policy(after: round.number - 1)), "--reference", settings.model,
        "--reward-model", displayed(own.appendingPathComponent("reward/model")),
        "--prompts", displayed(own.appendingPathComponent("prompts.jsonl")),
      ])
  }

  /// Runs a training command in the round's folder, unless its model is there: from the beginning,
  /// or from where it was stopped.
  private func train<Command: ParsableCommand>(
    _ name: String, _ type: Command.Type, _ stage: LoopStage, in round: LoopRecord.Round,
    _ arguments: [String]
  ) throws {
    let output = folder(of: round.number).appendingPathComponent(name)
    let files = FileManager.default
    if files.fileExists(atPath: output.appendingPathComponent("model").path) { return }
    note("  \(name) of round \(round.number)")
    let isBegun = files.fileExists(atPath: output.appendingPathComponent("run.json").path)
    let common = [
      "--output", displayed(output), "--seed", "\(settings.seed &+ UInt64(round.number))",
      "--device", settings.device,
    ]
    var command = try type.parse(
      stage.arguments + arguments + common + (isBegun ? ["--resume"] : []))
    try command.run()
  }
}
