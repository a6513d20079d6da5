import ArgumentParser
import Evaluation
import Foundation
import Runs
import Tokenizers
import Torch
import Training

/// The run of a training command: its folder, its progress, and what its loop writes down.
final class TrainingSession {
  let job: TrainingJob
  let settings: CommonSettings
  let tokenizer: Tokenizer
  let run: Run
  private let startStep: Int
  private let isResumed: Bool
  var progress: Runs.Progress
  var latest: [String: Double] = [:]
  private var remarks = RolloutRemarks()
  var watch: Watch?

  /// Makes the run's folder, or opens the one that is gone on with; nothing is overwritten unasked.
  init<Keys>(
    _ job: TrainingJob, _ recipe: Configured<Recipe<Keys>>, _ options: TrainingOptions,
    _ ground: Groundwork
  ) throws {
    self.job = job
    settings = recipe.value.common
    tokenizer = ground.tokenizer
    isResumed = options.resume
    watch = job.watch
    let folder = URL(fileURLWithPath: settings.output)
    let model = folder.appendingPathComponent("model")
    if isResumed, FileManager.default.fileExists(atPath: model.path) {
      throw RefusedInput(
        "the run in \(displayed(folder)) is finished and its model is in \(displayed(model)); begin "
          + "another with another --output, or this one anew with --overwrite")
    }
    run = try Run(
      folder: folder, command: job.command,
      arguments: Array(CommandLine.arguments.dropFirst(2)), configuration: recipe.json,
      seed: settings.seed, inputs: ground.hashes,
      versions: ["rlhf": version, "libtorch": libtorchVersion], stepCount: job.stepCount,
      resuming: options.resume, overwriting: options.overwrite, writesEvents: settings.tensorboard)
    startStep = isResumed ? run.latestCheckpoint()?.step ?? 0 : 0
    progress = Progress(total: job.stepCount, label: job.command, startingAt: startStep)
    for row in job.skipped { try run.note("skipped \(row.report)") }
    for change in run.changesSinceStart { rlhf.note("changed since the run began: \(change)") }
    if isResumed { try watch?.resume(in: folder) }
  }

  /// The run's folder.
  var folder: URL { run.folder }

  /// Writes a remark into the run's notes.
  func note(_ text: String) throws { try run.note(text) }

  /// Whether the held-out rows are measured after a step.
  func measures(after step: Int) -> Bool {
    step == job.stepCount || settings.evaluateEvery > 0 && step % settings.evaluateEvery == 0
  }

  /// Runs a loop to its end, or to where somebody stops it, and puts the model into its folder.
  func train(_ loop: (Journal) throws -> LoopOutcome) throws {
    Interruption.install()
    do {
      if startStep == 0 { try recordHeldOut() }
      switch try loop(journal) {
      case .finished: try finish()
      case .interrupted(let step):
        guard let reason = watch?.reasonToStop, !Interruption.isRequested else {
          return try leave(after: step)
        }
        try finish(early: "after step \(step) of \(job.stepCount): \(reason)")
      }
    } catch let code as ExitCode {
      throw code
    } catch {
      progress.finish()
      try? run.stop(.failed, because: sentence(about: error))
      throw error
    }
  }

  private var journal: Journal {
    Journal(
      checkpoint: isResumed ? run.latestCheckpoint()?.folder : nil,
      stepsBetweenCheckpoints: settings.checkpointEvery,
      record: { try self.record($0, after: $1) },
      saveCheckpoint: { step, write in
        try self.run.saveCheckpoint(step: step, keeping: self.settings.keepCheckpoints) { folder in
          try write(folder)
          try self.tokenizer.save(to: folder)
          self.writeCard(of: .checkpoint(step: step), into: folder)
        }
      },
      lastCheckpoint: { self.run.latestCheckpoint().map { displayed($0.folder) } },
      isInterrupted: { Interruption.isRequested || self.watch?.reasonToStop != nil })
  }

  private func recordHeldOut() throws {
    latest = try seen(try measured(), after: 0)
    if !latest.isEmpty { try run.record(latest, at: 0) }
    progress.advance(to: 0)
  }

  private func record(_ metrics: [String: Double], after step: Int) throws {
    let measured = measures(after: step) ? metrics.merging(try measured()) { $1 } : metrics
    let all = try seen(measured, after: step)
    latest.merge(all) { $1 }
    try run.record(all, at: step)
    let shown = job.shown.compactMap { shown in all[shown.metric].map { (shown.word, $0) } }
    progress.advance(to: step, metrics: shown)
    for remark in remarks.remarks(on: metrics) {
      progress.say(remark)
      try run.note("step \(step): \(remark)")
    }
  }

  private func measured() throws -> [String: Double] {
    let metrics = try job.heldOutMetrics()
    return Dictionary(uniqueKeysWithValues: metrics.map { ("eval_\($0.key)", $0.value) })
  }

  /// Lets the watch look at a step, and keeps what it saw.
  ///
  /// - Returns: The metrics with those of the watch.
  private func seen(_ metrics: [String: Double], after step: Int) throws -> [String: Double] {
    guard var watch else { return metrics }
    let sighting = try watch.look(at: metrics, after: step, of: job.stepCount)
    self.watch = watch
    if let round = sighting.round {
      for sample in round.samples { try run.append(sample, to: .samples) }
      if let scores = round.scores { try run.append(scores, to: .gold) }
    }
    if let best = sighting.best { try keepBest(best) }
    for alarm in sighting.alarms {
      try run.append(alarm, to: .verdicts)
      guard alarm.action != .log else { continue }
      let evidence = alarm.evidence.joined(separator: "; ")
      progress.say("step \(step): \(alarm.verdict.rawValue): \(evidence)")
      progress.say("  what to try: \(alarm.advice)")
    }
    return sighting.metrics
  }
}
