import Datasets
import Foundation

/// Calls `body` with a file that holds `bytes`, and removes it afterwards.
@discardableResult
func withFile<Result>(
  _ bytes: some Sequence<UInt8>, named name: String = "rows.jsonl",
  _ body: (URL) throws -> Result
) throws -> Result {
  try withFolder { folder in
    let file = folder.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    return try body(file)
  }
}

/// Calls `body` with a file that holds `text`, and removes it afterwards.
@discardableResult
func withFile<Result>(
  _ text: String, named name: String = "rows.jsonl", _ body: (URL) throws -> Result
) throws -> Result {
  try withFile(Array(text.utf8), named: name, body)
}

/// Calls `body` with an empty folder, and removes it afterwards.
@discardableResult
func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("datasets-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// Returns what `body` says goes wrong, without the path of the folder.
func complaint(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "nothing is wrong"
  } catch {
    let words = "\(error)".split(separator: " ", omittingEmptySubsequences: false).map { word in
      word.hasPrefix("/") ? String(word.split(separator: "/").last ?? "") : String(word)
    }
    return words.joined(separator: " ")
  }
}

func user(_ text: String) -> Message { Message(role: "user", content: text) }
func assistant(_ text: String) -> Message { Message(role: "assistant", content: text) }

/// The folder of the files that `Scripts/fixtures/dataset_files.py` made.
let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("Fixtures/Datasets")

/// Data that not every machine has, beside the repository.
let sharedFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("shared")

func isShared(_ path: String) -> Bool {
  FileManager.default.fileExists(atPath: sharedFolder.appendingPathComponent(path).path)
}
