import Dispatch
public import Foundation
import Synchronization

/// The hashes of all that a run reads, made beside other work from the moment they are asked for.
///
/// Opening libtorch leaves a core idle for longer than most models take to hash. A pipe gives its
/// bytes once, and they are not for us: where there is one, nothing is hashed before it is due.
public final class InputHashes: Sendable {
  private let urls: [URL]
  private let isAhead: Bool
  private let isDone = DispatchGroup()
  private let found = Mutex<Result<[RunRecord.Input], any Error>>(.success([]))

  /// - Parameter urls: Files, or folders of files; a file in several of them counts once.
  public init(of urls: [URL]) {
    self.urls = urls
    isAhead = !urls.isEmpty && !urls.contains(where: isPipe)
    guard isAhead else { return }
    DispatchQueue.global().async(group: isDone) { [self] in
      let hashed = Result { try RunRecord.Input.hashing(urls) }
      found.withLock { $0 = hashed }
    }
  }

  /// Waits for what is not hashed yet.
  ///
  /// - Throws: `RunError` when a file cannot be read.
  func inputs() throws -> [RunRecord.Input] {
    guard isAhead else { return try RunRecord.Input.hashing(urls) }
    isDone.wait()
    return try found.withLock { try $0.get() }
  }
}

/// Whether there is something that is neither a file nor a folder.
private func isPipe(_ url: URL) -> Bool {
  let attributes = try? FileManager.default.attributesOfItem(
    atPath: url.resolvingSymlinksInPath().path)
  guard let type = attributes?[.type] as? FileAttributeType else { return false }
  return type != .typeRegular && type != .typeDirectory
}
