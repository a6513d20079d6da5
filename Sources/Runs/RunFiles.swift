import Foundation

/// The files in a run's folder.
struct RunFiles {
  let folder: URL

  init(_ folder: URL) { self.folder = folder }

  var record: URL { folder.appendingPathComponent("run.json") }
  var metrics: URL { folder.appendingPathComponent("metrics.jsonl") }
  var notes: URL { folder.appendingPathComponent("notes.log") }
  var best: URL { folder.appendingPathComponent("best") }
  var checkpointFolder: URL { folder.appendingPathComponent("checkpoints") }

  /// Returns the record of the run in the folder, once it is sure that the folder may be used.
  ///
  /// - Throws: `RunError` when it may not.
  func earlierRecord(resuming: Bool, overwriting: Bool) throws -> RunRecord? {
    let path = displayedPath(of: folder)
    let hasRecord = FileManager.default.fileExists(atPath: record.path)
    if resuming {
      guard hasRecord else { throw RunError.nothingToResume(path) }
      return try RunRecord.read(from: record)
    }
    if try isEmpty() { return nil }
    guard overwriting else { throw RunError.folderNotEmpty(path) }
    guard hasRecord else { throw RunError.notARun(path) }
    return try? RunRecord.read(from: record)
  }

  private func isEmpty() throws -> Bool {
    guard FileManager.default.fileExists(atPath: folder.path) else { return true }
    guard isFolder(folder) else {
      throw RunError.unwritable(displayedPath(of: folder), reason: "it is a file, not a folder")
    }
    // What a process left that was killed while it wrote its first record does not count.
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy(isPartial)
  }

  func makeFolder() throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw RunError.unwritable(displayedPath(of: folder), reason: "the folder cannot be made")
    }
  }

  func removePartialItems() {
    Runs.removePartialItems(in: folder)
    Runs.removePartialItems(in: checkpointFolder)
  }

  func removeRun() throws {
    for item in [checkpointFolder, best, metrics, notes, record] + EventFile.files(in: folder)
      + StepLog.allCases.map({ $0.file(in: folder) })
    where FileManager.default.fileExists(atPath: item.path) {
      do {
        try FileManager.default.removeItem(at: item)
      } catch {
        throw RunError.unwritable(displayedPath(of: item), reason: "it cannot be removed")
      }
    }
  }

  /// Returns the complete checkpoints, the oldest first.
  func checkpoints() -> [(step: Int, folder: URL)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: checkpointFolder.path)) ?? []
    let found = names.compactMap { name -> (step: Int, folder: URL)? in
      let folder = checkpointFolder.appendingPathComponent(name)
      guard name.hasPrefix("step-"), let step = Int(name.dropFirst(5)), isFolder(folder) else {
        return nil
      }
      return (step, folder)
    }
    return found.sorted { $0.step < $1.step }
  }

  func checkpoint(_ step: Int) -> URL {
    let digits = String(step)
    let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
    return checkpointFolder.appendingPathComponent("step-\(zeros)\(digits)")
  }
}

/// Keeps other processes out of a run's folder for as long as it lives.
final class FolderLock {
  private let descriptor: Descriptor

  /// Takes the lock.
  ///
  /// - Parameter owner: The process that last wrote the folder; this very process may come again.
  init(_ folder: URL, ownedBy owner: Int32?) throws {
    do {
      descriptor = try Descriptor(folder.path, O_RDONLY | O_DIRECTORY)
    } catch {
      throw error.writing(folder, bytes: 0)
    }
    // Where a file system has no locks, none is taken.
    guard flock(descriptor.number, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else { return }
    guard owner == ProcessInfo.processInfo.processIdentifier else {
      throw RunError.inUse(displayedPath(of: folder))
    }
  }
}
