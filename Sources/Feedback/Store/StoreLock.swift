import Foundation
import Synchronization

/// Keeps a second writer out of a store until it is released, or the process ends.
///
/// The file stays when the lock goes, for to remove it would let two processes hold it.
final class StoreLock: Sendable {
  /// The open file; nothing once the lock is released.
  private let descriptor: Mutex<Int32?>

  private init(descriptor: Int32) { self.descriptor = Mutex(descriptor) }

  deinit { release() }

  /// Takes the lock.
  ///
  /// - Throws: `FeedbackError.storeLocked` with the holder's number.
  static func take(_ files: FeedbackFolder) throws -> StoreLock {
    let descriptor = open(files.lock.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw FeedbackError.unwritable(file: files.lock.path, reason: systemReason())
    }
    let lock = StoreLock(descriptor: descriptor)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = errno == EWOULDBLOCK ? readNumber(from: descriptor) : nil
      throw FeedbackError.storeLocked(folder: files.path, process: holder)
    }
    writeNumber(ProcessInfo.processInfo.processIdentifier, to: descriptor)
    return lock
  }

  /// Lets others have the store.
  func release() {
    descriptor.withLock { descriptor in
      if let open = descriptor { close(open) }
      descriptor = nil
    }
  }
}

private func readNumber(from descriptor: Int32) -> Int32? {
  var bytes = [UInt8](repeating: 0, count: 16)
  let count = pread(descriptor, &bytes, bytes.count, 0)
  guard count > 0 else { return nil }
  let digits = bytes[..<count].prefix { (48...57).contains($0) }
  return Int32(String(decoding: digits, as: UTF8.self))
}

/// Says who holds the lock.
///
/// That is for people only, so that a full disk does not matter.
private func writeNumber(_ number: Int32, to descriptor: Int32) {
  let digits = Array("\(number)\n".utf8)
  _ = ftruncate(descriptor, 0)
  _ = pwrite(descriptor, digits, digits.count, 0)
}

/// Returns why the last system call failed.
func systemReason() -> String { String(cString: strerror(errno)) }
