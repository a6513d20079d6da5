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

  deinit { munmap(UnsafeMutableRawPointer(mutating: start), count) }
}
