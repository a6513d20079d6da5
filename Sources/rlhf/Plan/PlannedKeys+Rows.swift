import Batches
import Datasets
import Foundation
import Models
import Training

extension SFTKeys: PlannedKeys {
  static let command = "sft"

  func plannedRows(_ ground: Groundwork) throws -> PlannedRows {
    .sequences(
      try ground.rows(maximumLength: ground.maximumLength) {
        try readDemonstrations(from: $0, badRows: $1)
      } tokenizing: {
        try $0.sequences($1, badRows: $2)
      }.training)
  }

  func plannedModels(_ common: CommonSettings) throws -> [PlannedModel] { [try policy(common)] }

  func remedies(_ common: CommonSettings, _ rows: PlannedRows) -> [[String]] {
    usualRemedies(
      common, passes: optimization.rowsPerPass, lengths: common.shorterLengths,
      knowsAdapters: !fromScratch)
  }

  func plannedWorks(
    _ models: [PlannedModel], _ rows: PlannedRows, seed: UInt64
  ) -> [MemoryWork] {
    guard case .sequences(let sequences) = rows, let policy = models.costs(of: "policy") else {
      return []
    }
    return sft.memoryWorks(of: policy, on: sequences, seed: seed)
  }
}

extension RewardKeys: PlannedKeys {
  static let command = "reward"

  func plannedRows(_ ground: Groundwork) throws -> PlannedRows {
    guard reward.objective != .stepwise else {
      let rows = try ground.rows(maximumLength: ground.maximumLength) {
        try readStepwiseCompletions(from: $0, badRows: $1)
      } tokenizing: {
        try $0.stepwise($1, separator: reward.stepSeparator, badRows: $2)
      }
      return .rankings(rows.training.map { [$0.sequence] })
    }
    let rows = try ground.rows(maximumLength: ground.maximumLength) {
      try readRankings(from: $0, badRows: $1)
    } tokenizing: {
      try $0.rankings($1, badRows: $2)
    }
    return .rankings(gathered(rows.training).filter(reward.learns).map(\.sequences))
  }

  func plannedModels(_ common: CommonSettings) throws -> [PlannedModel] {
    let costs = try costs(common.model, .scalar, common, adapts: true)
    return [PlannedModel(role: "reward model", costs, learns: true)]
  }

  func remedies(_ common: CommonSettings, _ rows: PlannedRows) -> [[String]] {
    usualRemedies(
      common, passes: optimization.rowsPerPass, lengths: common.shorterLengths,
      knowsAdapters: isPlain, knowsFourBits: false)
  }

  func plannedWorks(
    _ models: [PlannedModel], _ rows: PlannedRows, seed: UInt64
  ) -> [MemoryWork] {
    guard case .rankings(let sequences) = rows, let model = models.costs(of: "reward model") else {
      return []
    }
    return reward.memoryWorks(of: model, on: sequences, seed: seed)
  }
}

extension DPOKeys: PlannedKeys {
  static let command = "dpo"
  static let probeSettings = ["reference_cache=''"]

  func plannedRows(_ ground: Groundwork) throws -> PlannedRows {
    .pairs(
      try ground.rows(maximumLength: ground.maximumLength) {
        try readComparisons(from: $0, badRows: $1)
      } tokenizing: {
        try $0.comparisons($1, badRows: $2)
      }.training)
  }

  func plannedModels(_ common: CommonSettings) throws -> [PlannedModel] {
    let hasReference = !dpo.referenceFree && referenceCache.isEmpty
    return try [policy(common)] + (hasReference ? [reference(reference, common)] : [])
  }

  func plannedWorks(
    _ models: [PlannedModel], _ rows: PlannedRows, seed: UInt64
  ) -> [MemoryWork] {
    guard case .pairs(let pairs) = rows, let policy = models.costs(of: "policy") else { return [] }
    return dpo.memoryWorks(
      of: policy, from: models.costs(of: "reference"), on: pairs, seed: seed)
  }

  func stepCount(of rows: PlannedRows, seed: UInt64) -> Int {
    guard case .pairs(let pairs) = rows else { return 0 }
    return dpo.stepCount(of: pairs, seed: seed)
  }
}

extension KTOKeys: PlannedKeys {
  static let command = "kto"
  static let probeSettings = ["reference_cache=''"]

  func plannedRows(_ ground: Groundwork) throws -> PlannedRows {
    .judged(
      try ground.rows(maximumLength: ground.maximumLength) {
        try readJudgedCompletions(from: $0, badRows: $1)
      } tokenizing: {
        try $0.judged($1, badRows: $2)
      }.training)
  }

  func plannedModels(_ common: CommonSettings) throws -> [PlannedModel] {
    try [policy(common)] + (referenceCache.isEmpty ? [reference(reference, common)] : [])
  }

  func plannedWorks(
    _ models: [PlannedModel], _ rows: PlannedRows, seed: UInt64
  ) -> [MemoryWork] {
    guard case .judged(let judged) = rows, let policy = models.costs(of: "policy") else {
      return []
    }
    return kto.memoryWorks(
      of: policy, from: models.costs(of: "reference"), on: judged, seed: seed)
  }
}
