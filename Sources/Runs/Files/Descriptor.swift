import Foundation

/// An open file or folder, closed when released.
final class Descriptor {
  let number: Int32

  /// Opens a file.
  ///
  /// - Throws: The system's error.
  init(_ path: String, _ flags: Int32, mode: mode_t = 0o666) throws(SystemError) {
    number = open(path, flags | O_CLOEXEC, mode)
    guard number >= 0 else { throw SystemError(code: errno) }
  }

  deinit { close(number) }

  /// Writes all bytes.
  func write(_ data: Data) throws(SystemError) {
    var rest = data[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(number, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemError(code: errno)
      }
      rest = rest.dropFirst(count)
    }
  }

  /// Waits until the contents are on the disk.
  func synchronize() throws(SystemError) {
    guard fsync(number) != 0 else { return }
    // Some file systems cannot synchronize folders, and say so with one of these.
    if errno == EINVAL || errno == ENOTSUP { return }
    throw SystemError(code: errno)
  }
}

private func systemWrite(_ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(number, bytes, count)
}

/// A failed system call.
struct SystemError: Error {
  let code: Int32

  var reason: String { String(cString: strerror(code)) }

  /// Whether the disk, or the user's share of it, is full.
  var isNoSpace: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

  /// Returns the error for a person, about writing a file.
  func writing(_ url: URL, bytes: Int) -> RunError {
    let path = displayedPath(of: url)
    return isNoSpace
      ? .diskFull(path, neededBytes: bytes) : .unwritable(path, reason: reason)
  }
}

/// Reads a whole file.
func readFile(_ url: URL) throws -> Data {
  let file: Descriptor
  do {
    file = try Descriptor(url.path, O_RDONLY)
    return try readAll(file)
  } catch let error as SystemError {
    throw RunError.unreadable(displayedPath(of: url), reason: error.reason)
  }
}

private func readAll(_ file: Descriptor) throws -> Data {
  var data = Data()
  try forEachChunk(of: file) { data.append(contentsOf: $0) }
  return data
}

/// Hands on a file's bytes, a megabyte at a time.
func forEachChunk(of file: Descriptor, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
  defer { buffer.deallocate() }
  while true {
    let count = read(file.number, buffer.baseAddress, buffer.count)
    if count == 0 { return }
    if count < 0 {
      if errno == EINTR { continue }
      throw SystemError(code: errno)
    }
    try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
  }
}

/// Returns the reason within an error about a file, without what to do.
func shortReason(for error: any Error) -> String {
  if case .unreadable(_, let reason) = error as? RunError { return reason }
  return "\(error)"
}

/// Returns a path as people write it: from the working folder where it is inside it.
func displayedPath(of url: URL) -> String {
  let path = url.standardizedFileURL.path
  let here = FileManager.default.currentDirectoryPath + "/"
  return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
}

/// Returns a text with the user's home folder written as `~`, which hides the user's name.
func withoutHome(_ text: String) -> String {
  let home = NSHomeDirectory()
  guard home.count > 1 else { return text }
  return text == home ? "~" : text.replacing(home + "/", with: "~/")
}
