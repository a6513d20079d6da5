public import Foundation

extension Run {
  /// Saves a checkpoint, whole or not at all, and only then removes old ones.
  ///
  /// - Parameters:
  ///   - step: The number of steps done.
  ///   - keeping: How many checkpoints stay, the new one included; positive.
  ///   - write: Writes the files into the empty folder it is given.
  /// - Returns: The checkpoint's folder.
  /// - Throws: `RunError`, or what `write` throws; earlier checkpoints are then as they were.
  @discardableResult
  public func saveCheckpoint(
    step: Int, keeping: Int = 2, write: (URL) throws -> Void
  ) throws -> URL {
    precondition(keeping > 0 && step >= 0, "keeping \(keeping) checkpoints at step \(step)")
    // The records up to here must outlive the machine if the checkpoint does.
    try metrics.synchronize()
    try events?.synchronize()
    let folder = files.checkpoint(step)
    try replaceFolderAtomically(at: folder, writing: write)
    for old in files.checkpoints().filter({ $0.step <= step }).dropLast(keeping) {
      try removeFolderAtomically(at: old.folder)
    }
    return folder
  }

  /// Returns the latest complete checkpoint, nil when there is none.
  public func latestCheckpoint() -> (step: Int, folder: URL)? {
    files.checkpoints().last
  }
}
