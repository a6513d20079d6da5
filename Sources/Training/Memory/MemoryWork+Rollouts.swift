public import Batches
import Generation
public import Models

extension PPOConfiguration {
  /// What the steps of PPO need where every completion is as long as it may be.
  ///
  /// - Parameters:
  ///   - frozen: The reference, reward models and cost models.
  ///   - prompts: All that may be asked.
  public func memoryWorks(
    policy: MemoryCosts, critic: MemoryCosts, frozen: [MemoryCosts], on prompts: [TokenizedPrompt],
    seed: UInt64
  ) -> [MemoryWork] {
    let rows = min(optimization.batchSize, prompts.count)
    let rowsPerPass = min(optimization.rowsPerPass, rows)
    let pass = PassSize(
      rows: rowsPerPass, after: prompts, sampling.maximumNewTokens,
      BatchSchedule(rowCount: prompts.count, optimization, seed: seed))
    let perUpdate = (rows + miniBatches - 1) / miniBatches
    return [
      .writing(policy, rows: rows, after: prompts, sampling),
      .reading(frozen + [critic], pass),
      .update(
        graphs: [policy, critic], frozen: [], pass, accumulates: perUpdate > rowsPerPass),
    ]
  }
}

extension GroupConfiguration {
  /// What the steps of GRPO and RLOO need where every completion is as long as it may be.
  ///
  /// - Parameters:
  ///   - frozen: The reference and reward models.
  ///   - prompts: All that may be asked.
  public func memoryWorks(
    policy: MemoryCosts, frozen: [MemoryCosts], on prompts: [TokenizedPrompt], seed: UInt64
  ) -> [MemoryWork] {
    let rows = min(optimization.batchSize, prompts.count) * completionsPerPrompt
    let rowsPerPass = min(rowsPerPass, rows)
    let pass = PassSize(
      rows: rowsPerPass, after: prompts, sampling.maximumNewTokens,
      BatchSchedule(rowCount: prompts.count, optimization, seed: seed))
    let perUpdate = (rows + miniBatches - 1) / miniBatches
    return [
      .writing(policy, rows: rows, after: prompts, sampling),
      .reading(frozen, pass),
      .update(graphs: [policy], frozen: [], pass, accumulates: perUpdate > rowsPerPass),
    ]
  }
}

extension OnlineDPOConfiguration {
  /// What the steps of online DPO need where every completion is as long as it may be.
  ///
  /// - Parameters:
  ///   - reference: Nil where there is none.
  ///   - judges: Reward models.
  ///   - prompts: All that may be asked.
  public func memoryWorks(
    policy: MemoryCosts, reference: MemoryCosts?, judges: [MemoryCosts],
    on prompts: [TokenizedPrompt], seed: UInt64
  ) -> [MemoryWork] {
    let rows = min(dpo.optimization.batchSize, prompts.count)
    let pairs = min(dpo.optimization.rowsPerPass, rows)
    let pass = PassSize(
      rows: 2 * pairs, after: prompts, sampling.maximumNewTokens,
      BatchSchedule(rowCount: prompts.count, dpo.optimization, seed: seed))
    return [
      .writing(policy, rows: 2 * rows, after: prompts, sampling),
      .reading(judges, pass),
      .update(
        graphs: [policy], frozen: [reference].compactMap { $0 }, pass, accumulates: rows > pairs),
    ]
  }
}

extension PassSize {
  /// Rows with whole completions after the prompts of that step whose prompts are the longest.
  ///
  /// Which of a step's rows go together is drawn while it runs: their mean stands for them.
  fileprivate init(
    rows: Int, after prompts: [TokenizedPrompt], _ newTokens: Int, _ schedule: BatchSchedule
  ) {
    let lengths = prompts.map(\.tokens.count)
    let means = (0..<schedule.stepCount).map { step in
      let ofStep = schedule.rows(at: step)
      return Double(ofStep.reduce(0) { $0 + lengths[$1] }) / Double(ofStep.count)
    }
    let promptTokens = Int((Double(rows) * (means.max() ?? 0)).rounded(.up))
    self.init(
      tokenCount: promptTokens + rows * newTokens, time: (lengths.max() ?? 0) + newTokens,
      predictedCount: rows * newTokens)
  }
}

extension MemoryWork {
  fileprivate static func writing(
    _ policy: MemoryCosts, rows: Int, after prompts: [TokenizedPrompt],
    _ sampling: SamplingConfiguration
  ) -> MemoryWork {
    let most = sampling.rowsAtOnce(of: rows)
    return .writing(
      policy, rows: most, promptTime: prompts.map(\.tokens.count).max() ?? 0,
      newTokens: sampling.maximumNewTokens, othersWait: most < rows)
  }
}
