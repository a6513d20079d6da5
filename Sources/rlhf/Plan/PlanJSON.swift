import Foundation
import Training

/// A plan for programs.
struct PlanJSON: Encodable {
  private let command: String
  private let parameters: Int
  private let trainedParameters: Int
  private let rows: Int
  private let steps: Int
  private let memory: Memory
  private let time: Time?
  private let disk: Disk

  private struct Memory: Encodable {
    let peakBytes: Int
    let peak: String
    let parts: [String: Int]
    let weights: [String: Int]
    let availableBytes: Int?
    let fits: Bool
    let remedy: [String]?
    let remedyPeakBytes: Int?
    let probePeakBytes: Int?
  }

  private struct Time: Encodable {
    let secondsPerStep: Double
    let tokensPerStep: Double?
    let seconds: Double
  }

  private struct Disk: Encodable {
    let checkpointBytes: Int
    let checkpoints: Int
    let modelBytes: Int
    let models: Int
    let freeBytes: Int?
  }

  init<Keys: PlannedKeys>(_ plan: RunPlan<Keys>, _ probe: StepProbe?) {
    let peak = plan.memory.peak
    command = Keys.command
    parameters = plan.memory.parameterCount
    trainedParameters = plan.memory.trainedCount
    (rows, steps) = (plan.rowCount, plan.stepCount)
    memory = Memory(
      peakBytes: peak.total, peak: peak.name,
      parts: Dictionary(uniqueKeysWithValues: peak.bytes.map { ($0.key.rawValue, $0.value) }),
      weights: Dictionary(plan.memory.models.map { ($0.role, $0.weightBytes) }) { $0 + $1 },
      availableBytes: plan.available, fits: plan.fits, remedy: plan.remedy?.settings,
      remedyPeakBytes: plan.remedy?.peak.total, probePeakBytes: probe?.peakBytes)
    time = probe.map {
      Time(
        secondsPerStep: $0.secondsPerStep, tokensPerStep: $0.tokensPerStep,
        seconds: $0.secondsPerStep * Double(plan.stepCount))
    }
    disk = Disk(
      checkpointBytes: plan.disk.checkpointBytes, checkpoints: plan.disk.checkpointCount,
      modelBytes: plan.disk.modelBytes, models: plan.disk.modelCount, freeBytes: plan.disk.free)
  }

  /// The text.
  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
