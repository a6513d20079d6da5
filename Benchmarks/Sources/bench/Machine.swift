import Foundation
import Torch

/// Where figures come from.
struct Machine {
  /// What a reader must know to compare, in order.
  let lines: [(name: String, value: String)]

  /// Looks at this machine; libtorch must be loaded.
  init() {
    let processor = Machine.value(of: "model name", inFile: "/proc/cpuinfo") ?? "unknown"
    let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
    lines = [
      ("date", Date().ISO8601Format(.iso8601.year().month().day())),
      ("processor", processor),
      ("cores", "\(ProcessInfo.processInfo.activeProcessorCount)"),
      ("load before", load.split(separator: " ").first.map(String.init) ?? "unknown"),
      ("system", Machine.value(of: "PRETTY_NAME", inFile: "/etc/os-release") ?? "unknown"),
      ("libtorch", "\(libtorchVersion), \(threadCount) threads, float32"),
      ("Swift", Machine.firstLine(of: "swift --version 2>/dev/null") ?? "unknown"),
      ("commit", Machine.firstLine(of: "git describe --always --dirty") ?? "unknown"),
    ]
  }

  /// What follows a key and `:` or `=` in a file of lines.
  private static func value(of key: String, inFile path: String) -> String? {
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    let line = text?.split(separator: "\n").first { $0.hasPrefix(key) }
    let value = line?.split(maxSplits: 1) { $0 == ":" || $0 == "=" }.last
    return value?.trimmingCharacters(in: CharacterSet(charactersIn: " \t\""))
  }

  private static func firstLine(of command: String) -> String? {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardOutput = output
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").first.map(String.init)
  }
}
