import ArgumentParser
import Evaluation
import Foundation
import Runs
import Tokenizers

/// How a run ends, and which model it leaves.
extension TrainingSession {
  private var best: URL { folder.appendingPathComponent("best") }

  func keepBest(_ standing: GoldStanding) throws {
    try replaceFolderAtomically(at: best) { folder in
      try job.saveModel(folder)
      try tokenizer.save(to: folder)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
      try encoder.encode(standing).write(to: folder.appendingPathComponent("gold.json"))
      try keepCard(of: best, in: folder)
    }
  }

  /// Ends the run.
  ///
  /// - Parameter reason: Why that is before the last step; the model is then the best one that was
  ///   kept.
  func finish(early reason: String? = nil) throws {
    let model = folder.appendingPathComponent("model")
    let takesBest = reason != nil && isFolder(best)
    try replaceFolderAtomically(at: model) { folder in
      guard !takesBest else { return try copyContents(of: best, to: folder) }
      try job.saveModel(folder)
      try tokenizer.save(to: folder)
      try keepCard(of: model, in: folder)
    }
    try run.finish(latest)
    progress.finish()
    writeCards()
    if let reason {
      try run.note("stopped \(reason)")
      rlhf.note("Stopped \(reason)")
    }
    for (name, value) in latest.sorted(by: { $0.key < $1.key })
    where name.hasPrefix("eval_") || name.hasPrefix("gold/") {
      rlhf.note("  \(name) \(String(format: "%.4g", value))")
    }
    let path = displayed(model)
    print("The model\(takesBest ? ", the best by gold score," : "") is in \(path)")
    if !takesBest, let kept = watch?.best, isFolder(best) {
      print(
        "The best by gold score, \(String(format: "%.4g", kept.score)) after step \(kept.step), is in "
          + displayed(best))
    }
    print("Next: \(job.next(path))")
  }

  func leave(after step: Int) throws {
    progress.finish()
    try run.stop(.interrupted, because: "stopped by a signal after step \(step)")
    rlhf.note("Stopped after step \(step) of \(job.stepCount), which is saved; go on with:")
    rlhf.note("  " + commandToGoOn())
    throw ExitCode(Interruption.exitStatus ?? 130)
  }
}

private func copyContents(of source: URL, to target: URL) throws {
  for name in try FileManager.default.contentsOfDirectory(atPath: source.path) {
    try FileManager.default.copyItem(
      at: source.appendingPathComponent(name), to: target.appendingPathComponent(name))
  }
}

private func isFolder(_ url: URL) -> Bool {
  var isFolder: ObjCBool = false
  return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
    && isFolder.boolValue
}
