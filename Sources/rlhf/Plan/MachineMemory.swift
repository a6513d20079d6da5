import Foundation

/// The memory that there is for a process: what the machine has left, or less where a control group
/// allows less.
struct MachineMemory {
  /// Bytes that could be taken; nil where nobody says.
  let available: Int?

  /// Asks the system.
  ///
  /// - Parameter root: Where the system's files are; another folder in tests.
  init(root: URL = URL(fileURLWithPath: "/")) {
    let found = [MachineMemory.ofMachine(root)] + MachineMemory.ofControlGroups(root)
    available = found.compactMap { $0 }.min()
  }

  private static func ofMachine(_ root: URL) -> Int? {
    field("MemAvailable", in: root.appendingPathComponent("proc/meminfo"))
  }

  /// What is left in the groups of this process and all groups above them, of both kinds that Linux
  /// has.
  private static func ofControlGroups(_ root: URL) -> [Int?] {
    guard let text = text(of: root.appendingPathComponent("proc/self/cgroup")) else { return [] }
    return text.split(separator: "\n").flatMap { line -> [Int?] in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return [] }
      let path = String(parts[2])
      if parts[1].isEmpty {
        return left(
          under: root.appendingPathComponent("sys/fs/cgroup"), path, limit: "memory.max",
          use: "memory.current", cache: "inactive_file")
      }
      guard parts[1].split(separator: ",").contains("memory") else { return [] }
      return left(
        under: root.appendingPathComponent("sys/fs/cgroup/memory"), path,
        limit: "memory.limit_in_bytes", use: "memory.usage_in_bytes", cache: "total_inactive_file")
    }
  }

  private static func left(
    under base: URL, _ path: String, limit: String, use: String, cache: String
  ) -> [Int?] {
    var names = path.split(separator: "/").map(String.init)
    var found: [Int?] = []
    // In a container the path may be that of the machine outside, and only the root is there.
    while true {
      let folder = names.reduce(base) { $0.appendingPathComponent($1) }
      if let most = number(in: folder.appendingPathComponent(limit)),
        let used = number(in: folder.appendingPathComponent(use))
      {
        // Pages of files that nobody uses are given back when memory is needed.
        let spare = field(cache, in: folder.appendingPathComponent("memory.stat"), unit: 1) ?? 0
        found.append(max(0, most - used + spare))
      }
      if names.isEmpty { return found }
      names.removeLast()
    }
  }

  /// The bytes of this process that are in memory now.
  static var ofThisProcess: Int? {
    field("VmRSS", in: URL(fileURLWithPath: "/proc/self/status"))
  }

  private static func text(of file: URL) -> String? {
    (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func number(in file: URL) -> Int? {
    text(of: file).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  /// The number after a name.
  private static func field(_ name: String, in file: URL, unit: Int = 1024) -> Int? {
    guard let text = text(of: file) else { return nil }
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == ":" })
      if words.count > 1, words[0] == name { return Int(words[1]).map { $0 * unit } }
    }
    return nil
  }
}
