import Foundation
import Runs
import Training

/// What a run will take: memory, steps, disk.
struct RunPlan<Keys: PlannedKeys> {
  let recipe: Recipe<Keys>
  let rowCount: Int
  let stepCount: Int
  let memory: MemoryPlan
  let disk: DiskPlan
  /// Bytes that there are; nil where nobody says.
  let available: Int?
  /// The change that makes it fit, where it does not.
  let remedy: Remedy?

  /// Settings that make a run smaller.
  struct Remedy {
    /// As they are given to `--set`.
    let settings: [String]
    /// When most memory is taken then, and how much.
    let peak: MemoryPlan.Moment
  }

  /// Lays out a run.
  ///
  /// - Parameter processBytes: What the process takes before any model is opened.
  init(_ recipe: Recipe<Keys>, _ rows: PlannedRows, processBytes: Int) throws {
    self.recipe = recipe
    let common = recipe.common
    rowCount = rows.count
    stepCount = recipe.own.stepCount(of: rows, seed: common.seed)
    memory = try recipe.memoryPlan(rows, processBytes: processBytes)
    disk = DiskPlan(memory.models, common, keepsBest: recipe.own.keepsBest)
    available = common.memoryRoom
    remedy =
      try memory.peak.total > available ?? .max
      ? recipe.remedy(rows, within: available ?? .max, processBytes: processBytes) : nil
  }

  /// Whether memory suffices, as far as can be said.
  var fits: Bool { memory.peak.total <= available ?? .max }
}

extension Recipe where Keys: PlannedKeys {
  /// How much memory the run takes.
  func memoryPlan(_ rows: PlannedRows, processBytes: Int) throws -> MemoryPlan {
    let models = try own.plannedModels(common) + own.goldJudge(common)
    return MemoryPlan(
      models, processBytes: processBytes,
      own.plannedWorks(models, rows.cut(to: common.maximumLength), seed: common.seed))
  }

  /// The first change that makes the run fit, if one is known.
  func remedy(
    _ rows: PlannedRows, within bytes: Int, processBytes: Int
  ) throws -> RunPlan<Keys>.Remedy? {
    for settings in own.remedies(common, rows) {
      // What the recipe does not allow is no way out.
      guard let changed = try? configure(self, recipe: nil, overrides: settings).value else {
        continue
      }
      let peak = try changed.memoryPlan(rows, processBytes: processBytes).peak
      if peak.total <= bytes { return RunPlan.Remedy(settings: settings, peak: peak) }
    }
    return nil
  }
}

extension CommonSettings {
  /// Bytes that the run may take: what there is, or what the recipe allows.
  var memoryRoom: Int? {
    memoryLimit > 0 ? Int(memoryLimit * gibibyte) : MachineMemory().available
  }
}

/// Bytes of a GiB.
let gibibyte = 1_073_741_824.0

/// A number of bytes for a reader.
func shown(bytes: Int) -> String {
  let bytes = Double(bytes)
  return bytes >= gibibyte
    ? String(format: "%.2f GiB", bytes / gibibyte)
    : String(format: "%.0f MiB", bytes / 1_048_576)
}
