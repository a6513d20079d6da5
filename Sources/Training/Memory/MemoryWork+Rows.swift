public import Batches
public import Models

extension SFTConfiguration {
  /// What the steps of SFT need, one entry for each size of a pass.
  public func memoryWorks(
    of policy: MemoryCosts, on sequences: [TokenizedSequence], seed: UInt64
  ) -> [MemoryWork] {
    let schedule = BatchSchedule(rowCount: sequences.count, optimization, seed: seed)
    return works(schedule, rowsPerPass: optimization.rowsPerPass) { rows, accumulates in
      .update(
        graphs: [policy], frozen: [], PassSize(rows.map { sequences[$0] }),
        accumulates: accumulates)
    }
  }
}

extension RewardModelConfiguration {
  /// What the steps of a reward model need.
  ///
  /// - Parameter sequences: The completions of each row.
  public func memoryWorks(
    of model: MemoryCosts, on sequences: [[TokenizedSequence]], seed: UInt64
  ) -> [MemoryWork] {
    let schedule = BatchSchedule(rowCount: sequences.count, optimization, seed: seed)
    return works(schedule, rowsPerPass: optimization.rowsPerPass) { rows, accumulates in
      .update(
        graphs: [model], frozen: [], PassSize(rows.flatMap { sequences[$0] }),
        accumulates: accumulates)
    }
  }
}

extension DPOConfiguration {
  /// What the steps of DPO need.
  ///
  /// - Parameter reference: Nil where there is none, or its answers are kept.
  public func memoryWorks(
    of policy: MemoryCosts, from reference: MemoryCosts?, on pairs: [TokenizedComparison],
    seed: UInt64
  ) -> [MemoryWork] {
    let schedule = schedule(of: pairs, seed: seed)
    let frozen = [reference].compactMap { $0 }
    return works(schedule, rowsPerPass: optimization.rowsPerPass) { rows, accumulates in
      let sequences = rows.flatMap { [pairs[$0].chosen, pairs[$0].rejected] }
      return .update(
        graphs: [policy], frozen: frozen, PassSize(sequences), accumulates: accumulates)
    }
  }
}

extension KTOConfiguration {
  /// What the steps of KTO need.
  ///
  /// - Parameter reference: Nil where its answers are kept.
  public func memoryWorks(
    of policy: MemoryCosts, from reference: MemoryCosts?, on rows: [JudgedSequence], seed: UInt64
  ) -> [MemoryWork] {
    let schedule = BatchSchedule(rowCount: rows.count, optimization, seed: seed)
    let frozen = [reference].compactMap { $0 }
    return works(schedule, rowsPerPass: optimization.rowsPerPass) { places, accumulates in
      .update(
        graphs: [policy], frozen: frozen, PassSize(places.map { rows[$0].sequence }),
        accumulates: accumulates)
    }
  }
}

/// The work of each pass of a run, those of one size once.
private func works(
  _ schedule: BatchSchedule, rowsPerPass: Int,
  _ work: (_ rows: [Int], _ accumulates: Bool) -> MemoryWork
) -> [MemoryWork] {
  var seen: Set<[Int]> = []
  var found: [MemoryWork] = []
  for step in 0..<schedule.stepCount {
    let parts = schedule.rows(at: step).chunked(by: rowsPerPass)
    for part in parts {
      let new = work(part, parts.count > 1)
      guard case .update(_, _, let size, let accumulates) = new,
        seen.insert([size.tokenCount, size.time, size.predictedCount, accumulates ? 1 : 0]).inserted
      else { continue }
      found.append(new)
    }
  }
  return found
}
