public import Foundation

/// A run's folder: what was run on what, its metrics and its checkpoints.
///
/// `run.json` holds the command, configuration, seed, versions and input hashes; `metrics.jsonl`
/// a line per record; `notes.log` remarks; `checkpoints/step-000120` a folder per checkpoint; and
/// where they are wanted, `events.out.tfevents.…` the metrics once more, for TensorBoard.
///
/// Steps count what is done: record at step n, then save checkpoint n. A resumed run goes on after
/// its latest checkpoint, and records of later steps are cut off, since they will come again.
public final class Run {
  /// Where everything is.
  public let folder: URL
  /// The seed from which all others are derived.
  public let seed: UInt64
  /// What differs from before the run was resumed, in words; empty for a new run.
  public let changesSinceStart: [String]

  var record: RunRecord
  let metrics: MetricsLog
  let events: EventFile?
  private let lock: FolderLock

  /// Starts a run in a new or empty folder, or goes on with the one in it.
  ///
  /// - Parameters:
  ///   - folder: Made when it is not there.
  ///   - command: What is run, as in `ppo`.
  ///   - arguments: The command line after it.
  ///   - configuration: The whole configuration, as `Configured.json` has it.
  ///   - seed: The seed from which all others are derived.
  ///   - inputs: What the run reads.
  ///   - versions: What the run is made of, as in `["libtorch": "2.13.0"]`; those of Swift and of
  ///     the operating system are added.
  ///   - stepCount: The steps that there will be; nil where nobody knows.
  ///   - resuming: Whether to go on with the run in the folder.
  ///   - overwriting: Whether to remove the record, metrics, notes and checkpoints of an earlier
  ///     run in the folder; other files stay.
  ///   - writesEvents: Whether metrics are also written for TensorBoard.
  /// - Throws: `RunError`; nothing was then touched.
  public init(
    folder: URL, command: String, arguments: [String], configuration: Data, seed: UInt64,
    inputs: InputHashes, versions: [String: String], stepCount: Int? = nil, resuming: Bool,
    overwriting: Bool = false, writesEvents: Bool = false
  ) throws {
    let files = RunFiles(folder)
    let earlier = try files.earlierRecord(resuming: resuming, overwriting: overwriting)
    if let earlier, resuming, earlier.seed != seed {
      throw RunError.seedChanged(
        folder: displayedPath(of: folder), recorded: earlier.seed, given: seed)
    }
    var record = RunRecord(
      command: command, arguments: arguments.map(withoutHome), seed: seed,
      versions: systemVersions().merging(versions) { $1 },
      inputs: try inputs.inputs(),
      coreCount: ProcessInfo.processInfo.processorCount,
      processID: ProcessInfo.processInfo.processIdentifier, startedAt: timestamp(),
      stepCount: stepCount,
      configuration: try JSONDecoder().decode(ConfigurationTree.self, from: configuration))

    try files.makeFolder()
    lock = try FolderLock(folder, ownedBy: earlier?.processID)
    files.removePartialItems()
    let step = files.checkpoints().last?.step
    if resuming, let earlier {
      record.resume(earlier, at: step ?? 0)
      try MetricsLog.cut(files.metrics, after: step)
      for log in StepLog.allCases { try log.cut(in: folder, after: step) }
    } else if overwriting {
      try files.removeRun()
    }
    try record.write(to: files.record)
    self.folder = folder
    self.seed = seed
    self.record = record
    metrics = try MetricsLog(files.metrics)
    // Without a checkpoint all metrics come again, those of step 0 too.
    let firstStep = resuming ? step.map { $0 + 1 } ?? 0 : nil
    events = writesEvents ? try EventFile(in: folder, goingOnFrom: firstStep) : nil
    changesSinceStart = resuming ? record.resumptions.last?.changes ?? [] : []
  }

  var files: RunFiles { RunFiles(folder) }

  /// Appends one line of metrics.
  ///
  /// - Parameters:
  ///   - metrics: Numbers by name; names other than `step` and `time`.
  ///   - step: The number of steps done.
  /// - Throws: `RunError` when there is no room.
  public func record(_ metrics: [String: Double], at step: Int) throws {
    try self.metrics.append(metrics, at: step)
    try events?.append(metrics, at: step)
  }

  /// Appends a remark, as about rows that were skipped, to `notes.log`.
  public func note(_ text: String) throws {
    let line = text.replacing("\n", with: " ")
    try MetricsLog(files.notes).append("\(timestamp()) \(line)\n")
  }

  /// Marks the run as finished.
  ///
  /// - Parameter summary: The numbers worth comparing between runs.
  public func finish(_ summary: [String: Double]) throws {
    record.summary = summary.mapValues { .number($0) }
    try end(as: .finished, because: nil)
  }

  /// Marks the run as stopped before its end.
  ///
  /// - Parameters:
  ///   - status: `interrupted` or `failed`.
  ///   - reason: Why, in a sentence.
  public func stop(_ status: RunStatus, because reason: String) throws {
    try end(as: status, because: reason)
  }

  private func end(as status: RunStatus, because reason: String?) throws {
    try metrics.synchronize()
    try events?.synchronize()
    record.status = status
    record.reason = reason
    record.endedAt = timestamp()
    try record.write(to: files.record)
  }
}

extension RunRecord {
  /// Takes over what an earlier record says about the run's start.
  fileprivate mutating func resume(_ earlier: RunRecord, at step: Int) {
    let resumption = Resumption(
      resumedAt: startedAt, step: step, arguments: arguments, changes: changes(since: earlier))
    startedAt = earlier.startedAt
    arguments = earlier.arguments
    resumptions = earlier.resumptions + [resumption]
  }
}
