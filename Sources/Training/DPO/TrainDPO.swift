public import Batches
public import Models
import NeuralNetworks
import Objectives
import Scoring
import Torch

/// Trains `policy` on pairs that people compared.
///
/// Direct preference optimization, Rafailov et al. 2023 (arXiv:2305.18290), §4, and its relatives,
/// which ask something else of a pair:
///
///     for each batch of (x, y₊, y₋):
///       1. find log π(y|x) under the policy, and under the frozen reference π₀
///       2. take the mean of the loss of each pair                    (DPO: eq. 7)
///       3. step the policy against its gradient
///       4. record what happened
///
/// All pairs of one judgement are in one batch, as in Ouyang et al. 2022 (arXiv:2203.02155), §3.5.
///
/// - Parameters:
///   - policy: Starts as the SFT model.
///   - reference: π₀, a copy of the SFT model; its weights are not touched. Nil where
///     `referenceFree` is set, or its answers are known.
///   - known: What π₀ says of all pairs, where that was found before.
///   - seed: Fixes the order of rows.
@discardableResult
public func trainDPO(
  _ policy: LanguageModel, from reference: LanguageModel?,
  knowing known: ReferenceLogProbabilities? = nil, on pairs: [TokenizedComparison],
  _ configuration: DPOConfiguration, seed: UInt64, recordingIn journal: Journal = Journal()
) throws -> LoopOutcome {
  precondition(
    (reference == nil && known == nil) == configuration.referenceFree,
    "a reference, or `referenceFree`, and not both")
  guard !pairs.isEmpty else { throw TrainingError.noRows("comparisons") }
  let schedule = configuration.schedule(of: pairs, seed: seed)
  let optimizer = ScheduledOptimizer(
    policy.parameters, configuration.optimization, stepCount: schedule.stepCount)
  reference?.parameters.freeze()
  var state = try journal.resume(policy, optimizer)

  for step in state.step..<schedule.stepCount {
    let rows = schedule.rows(at: step).map { pairs[$0] }
    let chosenTokenCount = rows.chosenTokenCount
    let context = StepContext(
      step: step + 1, rows: rows.compactMap(\.chosen.source), checkpoint: journal.lastCheckpoint())
    var averages = Averages()

    policy.parameters.beginDropout(seed, step: step)
    for part in rows.chunked(by: configuration.rowsPerPass(of: rows)) {
      // 1. Both models, both completions.
      let compared = configuration.compared(part, by: policy, from: reference, knowing: known)

      // 2. The mean over the whole step: each micro-batch adds its share.
      var loss = configuration.losses(of: compared).sum() / Double(rows.count)
      if configuration.sftWeight > 0 {
        let likelihood = compared.chosenNegativeLogLikelihood
        loss = loss + configuration.sftWeight * likelihood / Double(chosenTokenCount)
        averages.add("nll_loss", likelihood.value, over: part.chosenTokenCount)
      }
      loss.backward()
      averages.add("loss", loss.value * Double(rows.count), over: part.count)
      averages.add(compared, beta: configuration.beta)
      state.seenTokenCount += compared.tokenCount
    }

    // 3. The step.
    policy.parameters.endDropout()
    try context.checkFinite(averages["loss"], "the loss")
    let norm = try optimizer.step(at: step, context)

    // 4. The record.
    let outcome = try journal.conclude(
      &state, averages, gradientNorm: norm, optimizer, schedule
    ) { state, folder in
      try state.save(with: policy, optimizer, to: folder)
    }
    guard outcome == .finished else { return outcome }
  }
  return .finished
}

extension [TokenizedComparison] {
  /// The tokens of all chosen completions.
  fileprivate var chosenTokenCount: Int { reduce(0) { $0 + $1.chosen.completion.count } }
}

extension Averages {
  /// Adds the metrics of TRL's DPO trainer.
  fileprivate mutating func add(_ compared: ComparedPairs, beta: Double) {
    let rewards = compared.pairs.rewards(beta: beta)
    let (chosen, rejected) = (rewards.chosen.floats, rewards.rejected.floats)
    add("rewards/chosen", chosen)
    add("rewards/rejected", rejected)
    add("rewards/margins", zip(chosen, rejected).map { $0 - $1 })
    add("rewards/accuracies", zip(chosen, rejected).map { $0 > $1 ? 1 : 0 })
    let found = compared.found
    let sums = PairLogProbabilities(halvesOf: found.ofSequences)
    add("logps/chosen", sums.chosen.floats)
    add("logps/rejected", sums.rejected.floats)
    add("entropy", found.entropies.sum().value, over: found.tokenCount)
    add("mean_token_accuracy", found.isBest.sum().value, over: found.tokenCount)
    if let weights = compared.policyWeights { add("policy_weight", weights.floats) }
  }
}
