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
    policy: MemoryCosts, critic: MemoryCosts, frozen: [MemoryCosts], on prompts: [TokenizedPrompt]
  ) -> [MemoryWork] {
    let rows = min(optimization.batchSize, prompts.count)
    let rowsPerPass = min(optimization.rowsPerPass, rows)
    let pass = PassSize(rows: rowsPerPass, after: prompts, sampling.maximumNewTokens)
    let perUpdate = (rows + miniBatches - 1) / miniBatches
    return [
      .writing(policy, rows: rows, after: prompts, sampling.maximumNewTokens),
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
    policy: MemoryCosts, frozen: [MemoryCosts], on prompts: [TokenizedPrompt]
  ) -> [MemoryWork] {
    let rows = min(optimization.batchSize, prompts.count) * completionsPerPrompt
    let rowsPerPass = min(rowsPerPass, rows)
    let pass = PassSize(rows: rowsPerPass, after: prompts, sampling.maximumNewTokens)
    let perUpdate = (rows + miniBatches - 1) / miniBatches
    return [
      .writing(policy, rows: rows, after: prompts, sampling.maximumNewTokens),
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
    on prompts: [TokenizedPrompt]
  ) -> [MemoryWork] {
    let rows = min(dpo.optimization.batchSize, prompts.count)
    let pairs = min(dpo.optimization.rowsPerPass, rows)
    let pass = PassSize(rows: 2 * pairs, after: prompts, sampling.maximumNewTokens)
    return [
      .writing(policy, rows: 2 * rows, after: prompts, sampling.maximumNewTokens),
      .reading(judges, pass),
      .update(
        graphs: [policy], frozen: [reference].compactMap { $0 }, pass, accumulates: rows > pairs),
    ]
  }
}

extension PassSize {
  /// Rows as long as the longest prompt and a whole completion.
  fileprivate init(rows: Int, after prompts: [TokenizedPrompt], _ newTokens: Int) {
    let longest = prompts.map(\.tokens.count).max() ?? 0
    let time = longest + newTokens
    self.init(tokenCount: rows * time, time: time, predictedCount: rows * newTokens)
  }
}

extension MemoryWork {
  fileprivate static func writing(
    _ policy: MemoryCosts, rows: Int, after prompts: [TokenizedPrompt], _ newTokens: Int
  ) -> MemoryWork {
    .writing(
      policy, rows: rows, promptTime: prompts.map(\.tokens.count).max() ?? 0, newTokens: newTokens)
  }
}
