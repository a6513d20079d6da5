import Foundation

/// A whole file in memory by `mmap`, private to this process, unmapped when the last user goes.
final class Mapping: @unchecked Sendable {
  let start: UnsafeRawPointer
  let count: Int

  init(of path: String) throws(TorchError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw .file(path: path, reason: "cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
      throw .file(path: path, reason: "is not a file that can be read")
    }
    count = Int(information.st_size)
    guard count > 0 else { throw .malformed(path: path, reason: "it is empty") }
    let mapped = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE, descriptor, 0)
    guard let mapped, mapped != MAP_FAILED else {
      throw .file(path: path, reason: "cannot be mapped: \(String(cString: strerror(errno)))")
    }
    start = UnsafeRawPointer(mapped)
  }

  /// Gives back the pages that lie wholly in a range of bytes and were not written into.
  func release(_ bytes: Range<Int>) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let first = (bytes.lowerBound + page - 1) / page * page
    let end = bytes.upperBound / page * page
    guard first < end else { return }
    madvise(UnsafeMutableRawPointer(mutating: start + first), end - first, MADV_DONTNEED)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: start), count) }
}
