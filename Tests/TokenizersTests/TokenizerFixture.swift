import Foundation
import Testing
import Tokenizers

/// A text that `tokenizers` has encoded and decoded.
///
/// Made by `Scripts/fixtures/tokenizer_files.py`; the offsets are in Unicode scalars.
struct GoldenCase: Decodable, Sendable, CustomTestStringConvertible {
  var text: String
  var ids: [Int]
  var offsets: [[Int]]?
  var decoded: String
  var special: Bool?
  var tokenizer = ""

  private enum CodingKeys: String, CodingKey { case text, ids, offsets, decoded, special }

  var testDescription: String { "\(tokenizer): \(text.prefix(60).debugDescription)" }

  /// The offsets of ours as `tokenizers` gives them: whole characters, and 0 for added tokens.
  func scalarOffsets(of encoding: Encoding) -> [[Int]] {
    var scalarIndices: [Int] = []
    for (index, scalar) in text.unicodeScalars.enumerated() {
      scalarIndices += Array(repeating: index, count: UTF8.width(scalar))
    }
    return encoding.offsets.map { range in
      guard let last = range.last else { return [0, 0] }
      return [scalarIndices[range.lowerBound], scalarIndices[last] + 1]
    }
  }
}

enum TokenizerFixture {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../Fixtures/Tokenizers").standardizedFileURL

  /// Each a folder with a tokenizer.json and cases.jsonl.
  static let names =
    [
      "gpt2", "llama3", "qwen3", "prefixed", "digits", "lowered", "nfkc", "splits", "marks",
      "holes",
      "neox", "olmo2",
    ] + sentencePieceNames

  /// Those on characters, in SentencePiece's manner.
  static let sentencePieceNames = [
    "llama2", "mistral", "gemma", "phi3", "words", "fused", "partial", "t5", "xlmr", "albert",
    "spelled",
  ]

  /// The folder of a project beside this one, which only its authors have.
  static let shared = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../shared/fixtures").standardizedFileURL

  static var hasShared: Bool { FileManager.default.fileExists(atPath: shared.path) }

  private static let tokenizers: [String: Result<Tokenizer, any Error>] = Dictionary(
    uniqueKeysWithValues: names.map { name in
      (name, Result { try Tokenizer(folder: folder.appendingPathComponent(name)) })
    })

  static func tokenizer(_ name: String) throws -> Tokenizer {
    try tokenizers[name].map { try $0.get() }
      ?? Tokenizer(folder: folder.appendingPathComponent(name))
  }

  static func lines<Line: Decodable>(_ file: URL, as type: Line.Type = Line.self) throws -> [Line] {
    try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Line.self, from: $0)
    }
  }

  static func cases(_ name: String) throws -> [GoldenCase] {
    try lines(folder.appendingPathComponent(name).appendingPathComponent("cases.jsonl")).map {
      (golden: GoldenCase) in
      var golden = golden
      golden.tokenizer = name
      return golden
    }
  }

  /// A tokenizer.json of 256 bytes, the merges given, and whatever fields are given.
  static func json(
    merges: [[String]] = [], fields: [String: Any] = [:], model: [String: Any] = [:]
  ) throws -> Data {
    let tokenizer = try BytePairTrainer(vocabularySize: 256, specialTokens: []).train(on: [])
    var vocabulary: [String: Int] = [:]
    for id in 0..<256 { vocabulary[tokenizer.token(for: id) ?? ""] = id }
    for (index, merge) in merges.enumerated() { vocabulary[merge.joined()] = 256 + index }
    var modelFields: [String: Any] = ["type": "BPE", "vocab": vocabulary, "merges": merges]
    modelFields.merge(model) { $1 }
    var root: [String: Any] = [
      "pre_tokenizer": ["type": "ByteLevel", "add_prefix_space": false],
      "decoder": ["type": "ByteLevel"], "model": modelFields,
    ]
    root.merge(fields) { $1 }
    return try JSONSerialization.data(withJSONObject: root)
  }

  /// Calls with a folder that is gone afterwards.
  static func withTemporaryFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("TokenizersTests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}

/// The same bytes, which `==` on strings does not ask for.
func hasSameBytes(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
