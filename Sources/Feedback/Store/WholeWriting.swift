import Foundation

/// Writes a new file under a hidden name, and gives it its own when it is whole and on the disk.
///
/// - Parameters:
///   - file: The file.
///   - replacing: Whether it may take the place of one that is there.
///   - writing: Writes the file that it is given the name of; beside it may lie logs.
/// - Throws: `FeedbackError`, or what `writing` throws; nothing is left then.
func writeWhole(_ file: URL, replacing: Bool, writing: (URL) throws -> Void) throws {
  let folder = file.deletingLastPathComponent()
  let unique = String(UInt64.random(in: 0...UInt64.max), radix: 36)
  let partial = folder.appendingPathComponent(".\(file.lastPathComponent).partial-\(unique)")
  do {
    try makePrivate(partial)
    try writing(partial)
    try synchronize(partial, O_RDONLY)
    try giveName(file, to: partial, replacing: replacing)
    try synchronize(folder, O_RDONLY | O_DIRECTORY)
  } catch {
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(partial.path + suffix) }
    throw error
  }
}

/// Makes an empty file that only its owner may read.
private func makePrivate(_ file: URL) throws {
  let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
  guard descriptor >= 0 else { throw writingError(file) }
  close(descriptor)
}

/// Waits until a file or folder is on the disk.
private func synchronize(_ item: URL, _ flags: Int32) throws {
  let descriptor = open(item.path, flags | O_CLOEXEC)
  guard descriptor >= 0 else { throw writingError(item) }
  defer { close(descriptor) }
  // Some file systems cannot synchronize folders, and say so with one of these.
  guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
    throw writingError(item)
  }
}

/// Gives a file its name; only where that may be does it replace another.
private func giveName(_ file: URL, to partial: URL, replacing: Bool) throws {
  let given = replacing ? rename(partial.path, file.path) : link(partial.path, file.path)
  guard given == 0 else { throw writingError(file) }
  if !replacing { unlink(partial.path) }
}

private func writingError(_ item: URL) -> FeedbackError {
  errno == ENOSPC || errno == EDQUOT
    ? .diskFull(file: item.path) : .unwritable(file: item.path, reason: systemReason())
}
