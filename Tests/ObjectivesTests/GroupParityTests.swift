import Foundation
import Objectives
import Testing
import Torch

/// Arrays that TRL wrote out while it trained; beside the repository on some machines only.
private let parityFolder = URL(fileURLWithPath: #filePath)
  .appendingPathComponent("../../../../shared/fixtures/parity").standardizedFileURL
private let hasParity = FileManager.default.fileExists(atPath: parityFolder.path)
private let absent: Comment = "TRL's arrays are not on this machine (../shared/fixtures/parity)."

/// A run of TRL: one rollout, and two updates on it.
private struct Trace {
  private struct Record: Decodable {
    let lossVariants: [String: [String: Double]]?
    let lossesFromComputeLoss: [Double]
  }
  let file: SafetensorsFile
  /// By name, as in `grpo/token/beta=0.04`, for the first update and the second.
  let variants: [[String: Double]]
  /// Of all steps of the run.
  let losses: [Double]

  init(_ name: String) throws {
    let folder = parityFolder.appendingPathComponent(name)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let record = try decoder.decode(
      Record.self, from: Data(contentsOf: folder.appendingPathComponent("config.json")))
    file = try SafetensorsFile(folder.appendingPathComponent("arrays.safetensors"))
    variants = ["iter1", "iter2"].map { record.lossVariants?[$0] ?? [:] }
    losses = record.lossesFromComputeLoss
  }

  func rollout(_ name: String) throws -> Tensor { try file.tensor(named: "rollout.\(name)") }

  func update(_ index: Int, _ name: String) throws -> Tensor {
    try file.tensor(named: "loss_iter\(index + 1).\(name)")
  }
}

@Suite(.enabled(if: hasParity, absent)) struct GroupParityTests {
  @Test("equals TRL's advantages in GRPO")
  func groupRelative() throws {
    let trace = try Trace("grpo-llama-nano-sft")
    expectClose(
      groupRelativeAdvantages(rewards: try trace.rollout("rewards"), groupSize: 4),
      try trace.rollout("advantages"), within: 1e-5)
  }

  @Test("equals TRL's advantages in RLOO, with the KL in the reward")
  func leaveOneOut() throws {
    let trace = try Trace("rloo-llama-nano-sft")
    let kl = klEstimate(
      policy: try trace.rollout("nograd_token_logps_0"),
      reference: try trace.rollout("nograd_token_logps_1"), .k1)
    let sums = rowSums(of: kl, where: try trace.rollout("completion_mask") .> 0)
    expectClose(
      leaveOneOutAdvantages(
        rewards: try trace.rollout("rewards") - 0.05 * sums, groupSize: 4),
      try trace.rollout("advantages"), within: 1e-6)
  }

  @Test("equals TRL's loss of every kind that is here, on both updates", arguments: 0..<2)
  func variants(index: Int) throws {
    let trace = try Trace("grpo-llama-nano-sft")
    let policy = try trace.update(index, "per_token_logps")
    let old = try trace.update(index, "old_per_token_logps")
    let counts = try trace.update(index, "completion_mask") .> 0
    let advantages = try trace.update(index, "advantages").unsqueezed(1).expanded(policy.shape)
    let kl = klEstimate(
      policy: policy, reference: try trace.update(index, "ref_per_token_logps"), .k3)
    let size = StepSize(
      sequenceCount: 8, tokenCount: Int(counts.sum().value), maximumLength: 48)
    #expect(trace.variants[index].count == 32)
    for (level, levelName) in [(RatioLevel.token, "token"), (.sequenceMean, "sequence")] {
      let ratios = importanceRatios(
        logProbabilities: policy, oldLogProbabilities: old, where: counts, level: level)
      let clipped = clippedSurrogateLoss(
        ratios: ratios, advantages: advantages, range: 0.8...1.2)
      let cispo = cispoLoss(
        ratios: ratios, logProbabilities: policy, advantages: advantages, maximumWeight: 0.2)
      let sapo = sapoLoss(ratios: ratios, advantages: advantages)
      for beta in [0.0, 0.04] {
        for (name, losses, aggregation) in [
          ("grpo", clipped, LossAggregation.sequenceMean), ("dapo", clipped, .tokenMean),
          ("bnpo", clipped, .tokenMean), ("dr_grpo", clipped, .constantLength),
          ("cispo", cispo, .tokenMean), ("sapo", sapo, .sequenceMean),
        ] {
          let found = aggregatedLoss(
            of: losses + beta * kl * ratios, where: counts, by: aggregation, over: size)
          let due = try #require(trace.variants[index]["\(name)/\(levelName)/beta=\(beta)"])
          expectClose(found, [due], within: 1e-6)
        }
      }
    }
  }

  @Test("equals TRL's loss in RLOO, on both updates", arguments: 0..<2)
  func completionRatios(index: Int) throws {
    let trace = try Trace("rloo-llama-nano-sft")
    let policy = try trace.update(index, "per_token_logps")
    let counts = try trace.update(index, "completion_mask") .> 0
    // TRL keeps the sums alone: what they are compared with may lie at any one token.
    let sums = try trace.update(index, "old_logps").unsqueezed(1)
    let old = Tensor.concatenation(
      of: [sums, .zeros([policy.shape2.0, policy.shape2.1 - 1])], along: 1)
    let ratios = importanceRatios(
      logProbabilities: policy, oldLogProbabilities: old, where: counts, level: .sequenceSum)
    let losses = clippedSurrogateLoss(
      ratios: ratios,
      advantages: try trace.update(index, "advantages").unsqueezed(1).expanded(policy.shape),
      range: 0.8...1.2)
    let found = aggregatedLoss(
      of: losses, where: counts, by: .sequenceMean,
      over: StepSize(
        sequenceCount: 8, tokenCount: Int(counts.sum().value), maximumLength: 48))
    expectClose(found, try trace.update(index, "loss"), within: 1e-6)
    expectClose(found, [trace.losses[4 + index]], within: 1e-6)
  }
}
