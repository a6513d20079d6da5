import Foundation
import Runs

/// How far a loop is: `loop.json` in its folder, replaced as a whole after each stage.
struct LoopRecord: Codable, Equatable {
  /// A round, as far as it is.
  struct Round: Codable, Equatable {
    /// 1 for the first.
    var number: Int
    /// The numbers of the prompts in the store.
    var prompts: [Int64] = []
    /// The hash of the policy that wrote the candidates.
    var policyHash = ""
    /// The number of the batch of tasks in the store, once it is made.
    var batch: Int64?
    /// How many judgements there were when training began.
    var judgementCount: Int?
    /// SHA-256 of the manifest of what was exported.
    var exportHash: String?
    /// Whether the new policy is there.
    var isDone = false
  }

  /// The version of this file's form.
  var schemaVersion = 1
  /// The configuration, as a recipe in JSON.
  var configuration: String
  /// The rounds that were begun.
  var rounds: [Round] = []

  /// Reads the record in a folder; nothing if there is none.
  static func read(from folder: URL) throws -> LoopRecord? {
    let file = folder.appendingPathComponent("loop.json")
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    do {
      return try JSONDecoder().decode(LoopRecord.self, from: Data(contentsOf: file))
    } catch {
      throw RefusedInput(
        "\(displayed(file)) cannot be read as the record of a loop; bring back a copy, or begin in "
          + "another folder")
    }
  }

  /// Writes the record.
  func write(to folder: URL) throws {
    try writeAtomically(sortedJSON(self), to: folder.appendingPathComponent("loop.json"))
  }
}
