public import Foundation

/// Writes a file so that it holds either all of the new contents or all of the old.
///
/// The contents go to a hidden file beside it, reach the disk, and take the file's name.
///
/// - Throws: `RunError`; on a full disk it names the file and the bytes needed. The old file is
///   then as it was, and nothing is left beside it.
public func writeAtomically(_ data: Data, to url: URL) throws {
  let target = url.resolvingSymlinksInPath()
  let partial = partialSibling(of: target)
  do {
    let file = try Descriptor(partial.path, O_WRONLY | O_CREAT | O_EXCL)
    if let mode = permissions(of: target) { fchmod(file.number, mode) }
    try file.write(data)
    try file.synchronize()
    try renameOver(partial, target)
    try synchronizeFolder(target.deletingLastPathComponent())
  } catch {
    unlink(partial.path)
    throw error.writing(url, bytes: data.count)
  }
}

/// Writes a folder so that it holds either all of the new files or all of the old.
///
/// - Parameters:
///   - url: The folder to make or replace.
///   - writing: Writes the files into the empty hidden folder it is given.
/// - Throws: `RunError`, or what `writing` throws; the old folder is then as it was.
public func replaceFolderAtomically(at url: URL, writing: (URL) throws -> Void) throws {
  let partial = partialSibling(of: url)
  do {
    try FileManager.default.createDirectory(at: partial, withIntermediateDirectories: true)
    try writing(partial)
    try synchronizeAll(in: partial)
    try exchange(partial, url)
    try synchronizeFolder(url.deletingLastPathComponent())
    // After an exchange this is the old folder.
    try? FileManager.default.removeItem(at: partial)
  } catch {
    try? FileManager.default.removeItem(at: partial)
    if (error as? CocoaError)?.code == .fileWriteOutOfSpace {
      throw RunError.diskFull(displayedPath(of: url), neededBytes: 0)
    }
    throw (error as? SystemError)?.writing(url, bytes: 0) ?? error
  }
}

/// Removes what killed processes left half written in a folder.
func removePartialItems(in folder: URL) {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  for name in names where isPartial(name) {
    try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
  }
}

/// Returns whether a name is that of something half written.
func isPartial(_ name: String) -> Bool { name.hasPrefix(".") && name.contains(partialMark) }

/// Removes a folder so that a half-removed one never bears its name.
func removeFolderAtomically(at url: URL) throws {
  let doomed = partialSibling(of: url)
  do {
    try renameOver(url, doomed)
  } catch {
    throw error.writing(url, bytes: 0)
  }
  try? FileManager.default.removeItem(at: doomed)
}

private let partialMark = ".partial-"

private func partialSibling(of url: URL) -> URL {
  let unique = String(UInt64.random(in: 0...UInt64.max), radix: 36)
  return url.deletingLastPathComponent()
    .appendingPathComponent(".\(url.lastPathComponent)\(partialMark)\(unique)")
}

private func permissions(of url: URL) -> mode_t? {
  var status = stat()
  return stat(url.path, &status) == 0 ? status.st_mode & 0o7777 : nil
}

private func renameOver(_ source: URL, _ target: URL) throws(SystemError) {
  guard rename(source.path, target.path) == 0 else { throw SystemError(code: errno) }
}

private func synchronizeFolder(_ folder: URL) throws(SystemError) {
  try Descriptor(folder.path, O_RDONLY | O_DIRECTORY).synchronize()
}

private func synchronizeAll(in folder: URL) throws {
  for file in try filesBelow(folder, includingFolders: true) {
    try Descriptor(file.path, O_RDONLY).synchronize()
  }
  try synchronizeFolder(folder)
}

/// Gives a new folder the name of an old one, and the old one the new one's.
private func exchange(_ new: URL, _ old: URL) throws(SystemError) {
  guard FileManager.default.fileExists(atPath: old.path) else { return try renameOver(new, old) }
  if exchangeNames(new.path, old.path) { return }
  // Without an exchange in one step, for a moment neither folder has the name.
  let aside = partialSibling(of: old)
  try renameOver(old, aside)
  try renameOver(new, old)
  try renameOver(aside, new)
}

/// Exchanges two names in one step, where the system can.
///
/// glibc's `renameat2` is not among the functions that Swift imports, so it is looked up by name.
private func exchangeNames(_ first: String, _ second: String) -> Bool {
  typealias Rename =
    @convention(c) (
      Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
    ) -> Int32
  guard let address = dlsym(nil, "renameat2") else { return false }
  let renameInOneStep = unsafeBitCast(address, to: Rename.self)
  let exchangeFlag: UInt32 = 2
  return renameInOneStep(AT_FDCWD, first, AT_FDCWD, second, exchangeFlag) == 0
}
