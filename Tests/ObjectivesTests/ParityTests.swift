import Foundation
import Objectives
import Testing
import Torch

/// Arrays that TRL wrote out while it trained; beside the repository on some machines only.
private let parityFolder = URL(fileURLWithPath: #filePath)
  .appendingPathComponent("../../../../shared/fixtures/parity").standardizedFileURL
private let hasParity = FileManager.default.fileExists(atPath: parityFolder.path)
private let absent: Comment = "TRL's arrays are not on this machine (../shared/fixtures/parity)."

private func arrays(of run: String) throws -> SafetensorsFile {
  try SafetensorsFile(parityFolder.appendingPathComponent("\(run)/arrays.safetensors"))
}

/// What TRL computed before its first step, and on a batch in the middle of training.
private struct Losses: Decodable {
  struct Variants: Decodable { let values: [String: Double] }
  let lossesFromComputeLoss: [Double]
  let lossVariants: Variants?

  static func of(_ run: String) throws -> Losses {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true  // Python wrote NaN where a loss is not defined.
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let file = parityFolder.appendingPathComponent("\(run)/config.json")
    return try decoder.decode(Losses.self, from: Data(contentsOf: file))
  }
}

@Suite(.enabled(if: hasParity, absent)) struct ParityTests {
  @Test("equals the loss of TRL's reward model at the first step")
  func reward() throws {
    let file = try arrays(of: "reward-llama-nano")
    let losses = pairwisePreferenceLoss(
      chosenRewards: try file.tensor(named: "batch0.init_reward_chosen"),
      rejectedRewards: try file.tensor(named: "batch0.init_reward_rejected"))
    expectClose(
      losses.mean(), [try Losses.of("reward-llama-nano").lossesFromComputeLoss[0]], within: 1e-5)
  }

  @Test(
    "equals all of TRL's direct-preference losses on a batch where policy and reference differ",
    arguments: ["dpo-llama-nano", "dpo-qwen3-nano"], [0.0, 0.1])
  func directPreference(run: String, flipProbability: Double) throws {
    let file = try arrays(of: run)
    let counts = try file.tensor(named: "variants.completion_mask").suffix(from: 1, along: 1) .> 0
    func halves(_ rows: Tensor) -> (chosen: Tensor, rejected: Tensor) {
      (rows.slice(0..<4, along: 0), rows.suffix(from: 4, along: 0))
    }
    func pair(_ name: String) throws -> PairLogProbabilities {
      let tokens = try file.tensor(named: "variants.\(name)_token_logps")
      let sums = halves(rowSums(of: tokens, where: counts))
      return PairLogProbabilities(chosen: sums.chosen, rejected: sums.rejected)
    }
    let lengths = halves(counts.to(.float32).sum(along: 1))
    let pairs = PreferencePairs(
      policy: try pair("policy"), reference: try pair("ref"), lengths: lengths)
    let values = try #require(try Losses.of(run).lossVariants?.values)
    for loss in PreferenceLoss.allCases where loss != .oddsRatio {
      guard flipProbability > 0 || loss != .exact else { continue }
      let due = try #require(values["\(loss.rawValue)/label_smoothing=\(flipProbability)"])
      // TRL's sigmoid and sigmoid_norm do not heed the flip probability.
      let isPlain = loss == .sigmoid || loss == .sigmoidNormalized
      let settings = PreferenceLossSettings(
        flipProbability: loss.takesFlipProbability && !isPlain ? flipProbability : 0)
      let found = loss.losses(of: pairs, settings).mean().value
      #expect(abs(found - due) < 1e-5 * max(1, due), "\(loss): \(found), TRL \(due)")
    }
  }

  @Test("equals TRL's rewards, advantages and returns on its own rollout")
  func rollout() throws {
    let rollout = try Rollout()
    func expect(_ tensor: Tensor, _ name: String) throws {
      expectClose(tensor, try rollout.array(name), within: 1e-5)
    }
    try expect(rollout.kl, "kl")
    try expect(rollout.rewards, "rewards")
    try expect(
      klEstimate(
        policy: try rollout.array("logprobs"), reference: try rollout.array("ref_logprobs"), .k3),
      "kl_k3")
    try expect(
      whitened(rollout.rewards, where: rollout.hasValue, shiftingMean: false),
      "rewards_if_whitened")
    try expect(rollout.raw.advantages, "advantages_raw")
    try expect(rollout.raw.returns, "returns")
    try expect(rollout.advantages, "advantages_whitened")
  }

  @Test("equals TRL's losses on each minibatch of its own rollout", arguments: 0..<8)
  func minibatch(index: Int) throws {
    let rollout = try Rollout()
    func array(_ name: String) throws -> Tensor {
      try rollout.file.tensor(named: "mb\(index).\(name)")
    }
    let rows = try array("inds").to(.int64)
    let policyLoss = mean(
      of: clippedSurrogateLoss(
        ratios: tokenRatios(
          try array("new_logprobs"), try rollout.array("logprobs").rows(at: rows)),
        advantages: rollout.advantages.rows(at: rows), range: 0.8...1.2),
      where: rollout.isCompletion.rows(at: rows))
    let valueLoss = mean(
      of: clippedValueLoss(
        values: try array("vpred"), oldValues: try rollout.array("values").rows(at: rows),
        returns: rollout.raw.returns.rows(at: rows), clipRange: 0.2),
      where: rollout.hasValue.rows(at: rows))
    expectClose(policyLoss, try array("pg_loss"), within: 1e-5)
    expectClose(valueLoss, try array("vf_loss"), within: 1e-5)
    expectClose(policyLoss + 0.1 * valueLoss, try array("loss"), within: 1e-5)
  }
}

/// TRL's dumped rollout, and what our functions make of it in TRL's placement.
private struct Rollout {
  let file: SafetensorsFile
  let isCompletion: Tensor
  let hasValue: Tensor
  let kl: Tensor
  let rewards: Tensor
  let raw: (advantages: Tensor, returns: Tensor)
  let advantages: Tensor

  init() throws {
    let file = try arrays(of: "ppo-llama-nano-sft")
    func array(_ name: String) throws -> Tensor { try file.tensor(named: "rollout.\(name)") }
    let isCompletion = try array("padding_mask") .== 0
    let lastIndex = isCompletion.sum(along: 1) - Tensor([1])
    let placement = RewardPlacement.afterLastToken
    self.file = file
    self.isCompletion = isCompletion
    hasValue = placement.hasValue(where: isCompletion, lastIndex: lastIndex)
    kl = klEstimate(
      policy: try array("logprobs"), reference: try array("ref_logprobs"), .k1)
    rewards = tokenRewards(
      scores: try array("scores"), kl: kl, klCoefficient: 0.05, lastIndex: lastIndex,
      placement: placement, isCompletion: isCompletion)
    raw = generalizedAdvantages(
      rewards: rewards, values: try array("values"), counts: hasValue, discount: 1, lambda: 0.95)
    advantages = whitened(raw.advantages, where: isCompletion)
  }

  func array(_ name: String) throws -> Tensor { try file.tensor(named: "rollout.\(name)") }
}
