import Foundation

/// How far a run has come.
public enum RunStatus: String, Codable, Sendable {
  /// It goes on, or was killed.
  case running
  /// It reached its end.
  case finished
  /// It was asked to stop, and can be resumed.
  case interrupted
  /// It stopped at an error.
  case failed
}

/// What `run.json` holds.
struct RunRecord: Codable {
  var format = 1
  var status = RunStatus.running
  /// Why the run is in that state, where there is something to say.
  var reason: String?
  var command: String
  var arguments: [String]
  var seed: UInt64
  var versions: [String: String]
  var inputs: [Input]
  var coreCount: Int
  var processID: Int32
  var startedAt: String
  var endedAt: String?
  /// The steps that there will be.
  var stepCount: Int?
  var resumptions: [Resumption] = []
  var summary: [String: ConfigurationTree]?
  var configuration: ConfigurationTree

  /// A file the run read, and how to tell whether it is still the same.
  struct Input: Codable, Equatable {
    var path: String
    var bytes: Int
    var sha256: String
  }

  /// A time the run was gone on with.
  struct Resumption: Codable {
    var resumedAt: String
    var step: Int
    var arguments: [String]
    /// What differs from how the run was before.
    var changes: [String]

    enum CodingKeys: String, CodingKey {
      case resumedAt = "resumed_at"
      case step, arguments, changes
    }
  }

  enum CodingKeys: String, CodingKey {
    case format, status, reason, command, arguments, seed, versions, inputs, resumptions
    case summary, configuration
    case coreCount = "core_count"
    case processID = "process_id"
    case startedAt = "started_at"
    case endedAt = "ended_at"
    case stepCount = "step_count"
  }
}

extension RunRecord {
  static func read(from url: URL) throws -> RunRecord {
    let data = try readFile(url)
    do {
      return try JSONDecoder().decode(RunRecord.self, from: data)
    } catch {
      throw RunError.unreadable(displayedPath(of: url), reason: "it is not a run's record")
    }
  }

  func write(to url: URL) throws {
    let text = try ConfigurationTree(encoding: self).json() + "\n"
    try writeAtomically(Data(text.utf8), to: url)
  }

  /// Returns what differs from an earlier record, in words.
  func changes(since earlier: RunRecord) -> [String] {
    let values = configuration.differences(from: earlier.configuration).map { difference in
      let from = difference.from?.summary ?? "nothing"
      let to = difference.to?.summary ?? "nothing"
      return "\(difference.path.joined(separator: ".")): \(from) → \(to)"
    }
    let old = Dictionary(earlier.inputs.map { ($0.path, $0.sha256) }) { $1 }
    let files = inputs.filter { old[$0.path] != $0.sha256 }.map { input in
      old[input.path] == nil ? "\(input.path): not read before" : "\(input.path): other contents"
    }
    return values + files
  }
}

extension RunRecord.Input {
  /// Hashes files, and all files of folders, each once, as many at a time as there are cores.
  static func hashing(_ urls: [URL]) throws -> [RunRecord.Input] {
    var paths: Set<String> = []
    let files = try urls.flatMap { isFolder($0) ? try filesBelow($0) : [$0] }
      .filter { paths.insert($0.path).inserted }
    return try files.concurrentMap(threads: files.count) { file in
      Result { try RunRecord.Input(hashing: file) }
    }.map { try $0.get() }
  }

  private init(hashing file: URL) throws {
    let hash = try Runs.sha256(of: file)
    let bytes =
      try FileManager.default
      .attributesOfItem(atPath: file.resolvingSymlinksInPath().path)[.size] as? Int
    self.init(path: withoutHome(displayedPath(of: file)), bytes: bytes ?? 0, sha256: hash)
  }
}

/// Returns the time now as ISO 8601 has it, in UTC.
func timestamp() -> String { Date.now.formatted(.iso8601) }

/// Returns the versions that every run records.
func systemVersions() -> [String: String] {
  ["os": ProcessInfo.processInfo.operatingSystemVersionString, "swift": swiftVersion]
}

private var swiftVersion: String {
  #if compiler(>=6.4)
    "6.4 or later"
  #elseif compiler(>=6.3)
    "6.3"
  #else
    "6.2 or earlier"
  #endif
}
