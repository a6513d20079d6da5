import Foundation
import Runs

/// What a few steps of a run took, made in a process of their own and thrown away.
struct StepProbe {
  /// Seconds of a step, the first left aside.
  let secondsPerStep: Double
  /// Tokens of a step, where the loop counts them.
  let tokensPerStep: Double?
  /// The most bytes that the process took.
  let peakBytes: Int

  /// Makes the steps.
  ///
  /// A process that the system ends for want of memory does not end this one.
  ///
  /// - Throws: `RefusedInput` when the process ended with an error.
  init<Keys: PlannedKeys>(_ recipe: Recipe<Keys>, json: Data, steps: Int = 3) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("rlhf-plan-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("recipe.json")
    try json.write(to: file)
    let output = folder.appendingPathComponent("run")
    let settings =
      [
        "held_out_fraction=0", "evaluate_every=0", "checkpoint_every=0", "memory_check=false",
        "\(Keys.optimizationKey).maximum_steps=\(steps)",
      ] + Keys.probeSettings
    try StepProbe.run(
      [Keys.command, "--config", file.path, "--output", output.path]
        + settings.flatMap { ["--set", $0] }, errors: folder.appendingPathComponent("errors"))
    let rows = try readMetrics(from: output).filter { $0.step > 0 }
    guard let first = rows.first, let last = rows.last, rows.count > 1 else {
      throw RefusedInput(
        "the data make only one step, so that nothing can be measured; pass --no-probe")
    }
    let count = Double(rows.count - 1)
    secondsPerStep = last.time.timeIntervalSince(first.time) / count
    tokensPerStep = last.values["num_tokens"].flatMap { all in
      first.values["num_tokens"].map { (all - $0) / count }
    }
    var usage = rusage()
    getrusage(Int32(RUSAGE_CHILDREN.rawValue), &usage)
    peakBytes = usage.ru_maxrss * 1024
  }

  private static func run(_ arguments: [String], errors: URL) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = arguments
    try Data().write(to: errors)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    guard process.terminationReason == .exit else {
      throw RefusedInput(
        "the probe was ended by signal \(process.terminationStatus), as by a system without memory; "
          + "pass --no-probe, or make the run smaller")
    }
    guard process.terminationStatus == 0 else {
      let text = (try? Data(contentsOf: errors)).map { String(decoding: $0, as: UTF8.self) } ?? ""
      let last = text.split(whereSeparator: \.isNewline).last.map(String.init) ?? "no message"
      throw RefusedInput("the probe failed (\(last)); correct that, or pass --no-probe")
    }
  }
}
