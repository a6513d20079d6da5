public import Batches
public import Foundation
public import Models
import Runs
import Torch

/// A folder that keeps what frozen models say, so that runs on the same rows need not ask again.
///
/// What is kept is named by a hash of the model, the rows' ids and the precision: other rows or another
/// model find nothing. A file that is cut off or changed is found out by its own hash, and made anew.
public struct ReferenceCache {
  private let folder: URL
  private let fingerprint: String
  private let precision: Precision
  private let rowsPerPass: Int

  /// Names the folder, and what the answers depend on.
  ///
  /// - Parameters:
  ///   - fingerprint: What tells the frozen model from all others: a hash of its checkpoint.
  ///   - rowsPerPass: How many sequences one forward pass takes, where the model must be asked.
  public init(_ folder: URL, fingerprint: String, precision: Precision, rowsPerPass: Int) {
    self.folder = folder
    self.fingerprint = fingerprint
    self.precision = precision
    self.rowsPerPass = rowsPerPass
  }

  /// Finds what the frozen model says of some sequences.
  ///
  /// - Parameter model: Opens the model; not called where the answers are kept already.
  /// - Returns: The answers, and whether they were kept.
  /// - Throws: What `model` throws, and `RunError` when the folder cannot be written.
  public func logProbabilities(
    of sequences: [TokenizedSequence], askingElse model: () throws -> LanguageModel
  ) throws -> (found: ReferenceLogProbabilities, wereKept: Bool) {
    let rows = sequences.withoutRepetitions
    let place = folder.appendingPathComponent("reference-\(hash(of: rows))")
    if let values = kept(in: place, for: rows) {
      return (ReferenceLogProbabilities(rows, values), true)
    }
    let found = ReferenceLogProbabilities(
      of: rows, by: try model(), rowsPerPass: rowsPerPass, precision: precision.dtype)
    try keep(found, in: place)
    return (found, false)
  }

  private func hash(of rows: [TokenizedSequence]) -> String {
    var hash = RunningHash()
    for text in ["log probabilities 1", fingerprint, precision.rawValue] { hash.add(text) }
    for row in rows {
      hash.add(UInt64(row.tokens.count))
      hash.add(UInt64(row.completionStart))
      for token in row.tokens { hash.add(UInt64(token)) }
    }
    return hash.digits
  }

  private func keep(_ found: ReferenceLogProbabilities, in place: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try replaceFolderAtomically(at: place) { partial in
      let file = partial.appendingPathComponent(valuesName)
      try writeSafetensors([(name: "log_probabilities", tensor: Tensor(found.values))], to: file)
      try writeAtomically(
        Data("\(try sha256(of: file))  \(valuesName)\n".utf8),
        to: partial.appendingPathComponent(sumName))
    }
  }

  /// The values that were kept, if they are whole and as many as there are tokens.
  private func kept(in place: URL, for rows: [TokenizedSequence]) -> [Float]? {
    let file = place.appendingPathComponent(valuesName)
    guard
      let sum = try? Data(contentsOf: place.appendingPathComponent(sumName)),
      let digits = try? sha256(of: file),
      sum.elementsEqual(Data("\(digits)  \(valuesName)\n".utf8)),
      let tensor = try? SafetensorsFile(file).tensor(named: "log_probabilities"),
      tensor.dtype == .float32
    else { return nil }
    let values = tensor.floats
    return values.count == rows.reduce(0) { $0 + $1.completion.count } ? values : nil
  }
}

/// The files of an entry; the second is what `sha256sum` writes about the first.
private let valuesName = "log_probabilities.safetensors"
private let sumName = "log_probabilities.sha256"
