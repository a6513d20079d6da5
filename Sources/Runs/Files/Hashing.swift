import Crypto
public import Foundation

/// Returns the SHA-256 hash of a file's bytes, as 64 hexadecimal digits.
///
/// The file is read a megabyte at a time, whatever its size.
///
/// - Throws: `RunError` when the file cannot be read.
public func sha256(of file: URL) throws -> String {
  var hash = SHA256()
  do {
    try forEachChunk(of: Descriptor(file.path, O_RDONLY)) { hash.update(bufferPointer: $0) }
  } catch let error as SystemError {
    throw RunError.unreadable(displayedPath(of: file), reason: error.reason)
  }
  return hash.finalize().map { byte in
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }.joined()
}

/// Returns the files below a folder, sorted by path.
///
/// - Throws: `RunError` when a folder cannot be read.
func filesBelow(_ folder: URL, includingFolders: Bool = false) throws -> [URL] {
  let names: [String]
  do {
    names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  } catch {
    throw RunError.unreadable(displayedPath(of: folder), reason: "the folder cannot be listed")
  }
  return try names.flatMap { name in
    let item = folder.appendingPathComponent(name)
    guard isFolder(item) else { return [item] }
    return try filesBelow(item, includingFolders: includingFolders)
      + (includingFolders ? [item] : [])
  }
}

/// Returns whether there is a folder, following links.
func isFolder(_ url: URL) -> Bool {
  var isDirectory: ObjCBool = false
  return FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory)
    && isDirectory.boolValue
}
