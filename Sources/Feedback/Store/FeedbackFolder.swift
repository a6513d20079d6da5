public import Foundation

/// The files of a store: a folder with the database, its lock and its backups.
public struct FeedbackFolder: Sendable {
  /// The folder.
  public let folder: URL

  /// Names the files in a folder.
  public init(_ folder: URL) { self.folder = folder }

  /// The database; its log lies beside it as long as a server runs.
  public var database: URL { folder.appendingPathComponent("feedback.sqlite") }
  /// The lock, with the number of the process that holds it.
  public var lock: URL { folder.appendingPathComponent("lock") }
  /// The folder for regular backups.
  public var backups: URL { folder.appendingPathComponent("backups") }

  /// The folder's path, for sentences.
  var path: String { folder.path }

  /// Makes the folder, for its owner only: what people wrote is in it.
  func make() throws {
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw FeedbackError.unwritable(file: path, reason: "the folder cannot be made")
    }
  }
}
