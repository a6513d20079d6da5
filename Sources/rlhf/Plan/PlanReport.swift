import Foundation
import Training

/// A plan as people read it.
struct PlanReport<Keys: PlannedKeys> {
  let plan: RunPlan<Keys>
  /// Nil where nothing was measured.
  let probe: StepProbe?

  /// All of it.
  var text: String {
    [heading, memory, time, disk].map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
      + "\n"
  }

  private var heading: [String] {
    [
      "rlhf \(Keys.command): \(millions(plan.memory.parameterCount)) weights in memory, "
        + "\(millions(plan.memory.trainedCount)) of them learn",
      "\(counted(plan.rowCount, "row")), \(counted(plan.stepCount, "step")) of "
        + "\(plan.recipe.own.optimization.batchSize)",
    ]
  }

  private var memory: [String] {
    let peak = plan.memory.peak
    let parts = MemoryPlan.Part.allCases.filter { peak.bytes[$0] ?? 0 > 0 && $0 != .weights }
    let models = plan.memory.models.map { model in
      let shares = model.sharesWeights ? ", with those of another model" : ""
      return line("weights of the \(model.role)\(shares)", model.weightBytes)
    }
    var lines =
      ["Memory, estimated"] + models + parts.map { line($0.name, peak.bytes[$0] ?? 0) }
    lines.append(line("peak, in: \(peak.name)", peak.total))
    if let probe { lines.append(line("peak of the probe, measured", probe.peakBytes)) }
    if let available = plan.available { lines.append(line("there is", available)) }
    guard !plan.fits else { return lines + ["It fits."] }
    lines.append("It does not fit: \(advice(plan.remedy?.settings)).")
    if let remedy = plan.remedy { lines.append(line("peak then", remedy.peak.total)) }
    return lines
  }

  private var time: [String] {
    guard let probe else { return ["Time was not measured."] }
    let all = probe.secondsPerStep * Double(plan.stepCount)
    let tokens = probe.tokensPerStep.map {
      String(format: ", %.0f tokens, %.0f per second", $0, $0 / probe.secondsPerStep)
    }
    return [
      "Time, measured on a few steps",
      String(format: "  %.2f seconds per step", probe.secondsPerStep) + (tokens ?? ""),
      "  \(duration(all)) for \(counted(plan.stepCount, "step")); measuring held-out rows and writing "
        + "checkpoints come on top",
    ]
  }

  private var disk: [String] {
    let disk = plan.disk
    var lines = [
      "Disk",
      line(
        "\(counted(disk.checkpointCount, "checkpoint")) at most",
        disk.checkpointBytes * disk.checkpointCount),
      line(
        disk.modelCount > 1 ? "the model, and the best" : "the model",
        disk.modelBytes * disk.modelCount),
    ]
    if let free = disk.free {
      lines.append(line("free", free))
      if free < disk.total {
        lines.append("It does not fit: lower keep_checkpoints, or choose another --output.")
      }
    }
    return lines
  }

  private func line(_ what: String, _ bytes: Int) -> String {
    let number = shown(bytes: bytes)
    let dots = max(2, 60 - what.count - number.count)
    return "  \(what) \(String(repeating: ".", count: dots)) \(number)"
  }
}

extension MemoryPlan.Part {
  /// What a reader calls it.
  var name: String {
    switch self {
    case .process: "libtorch, tokenizer and rows"
    case .weights: "weights"
    case .moments: "moments of the optimizer"
    case .gradients: "gradients"
    case .activations: "activations"
    case .logits: "logits"
    case .cache: "keys and values"
    }
  }
}

private func millions(_ count: Int) -> String {
  count < 1_000_000 ? "\(count)" : String(format: "%.1f million", Double(count) / 1e6)
}

private func duration(_ seconds: Double) -> String {
  switch seconds {
  case ..<120: String(format: "%.0f seconds", seconds)
  case ..<7200: String(format: "%.0f minutes", seconds / 60)
  default: String(format: "%.1f hours", seconds / 3600)
  }
}
