import Foundation

/// A folder with a tiny model, its tokenizer, a reward model and rows of each kind.
struct Laboratory {
  /// Where everything is: `model`, `reward`, `demonstrations.jsonl`, `comparisons.jsonl`,
  /// `rankings.jsonl`, `prompts.jsonl`.
  let folder: URL

  private static let made = Result { try Laboratory(making: temporaryFolder()) }

  /// The one that all tests read from.
  static func shared() throws -> Laboratory { try made.get() }

  private init(making folder: URL) throws {
    self.folder = folder
    try Laboratory.rows().forEach { name, lines in try write(lines, to: name) }
    let result = try RlhfTests.rlhf(
      [
        "tokenizer", "train", "--input", "demonstrations.jsonl", "--vocabulary-size", "300",
        "--output", "tokenizer",
      ], in: folder)
    guard result.status == 0 else { throw Failure(description: result.errors) }
    let tokenizer = folder.appendingPathComponent("tokenizer")
    try TinyModel().write(to: path("model"), tokenizerFrom: tokenizer)
    try TinyModel(isScalar: true).write(to: path("reward"), tokenizerFrom: tokenizer)
  }

  /// The path of something in the folder.
  func path(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// Writes lines into a file of the folder.
  func write(_ lines: [String], to name: String) throws {
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: path(name))
  }

  private static func rows() -> [(String, [String])] {
    let words = ["sun", "rain", "wind", "snow", "fog", "hail", "dew", "ice", "frost", "mist"]
    let prompts = words.map { "Tell me of \($0):" }
    return [
      (
        "demonstrations.jsonl",
        zip(prompts, words).map { #"{"prompt": "\#($0)", "completion": " the \#($1) is kind."}"# }
      ),
      (
        "comparisons.jsonl",
        zip(prompts, words).map {
          #"{"prompt": "\#($0)", "chosen": " the \#($1) is kind.", "rejected": " go away."}"#
        }
      ),
      (
        "rankings.jsonl",
        zip(prompts, words).map {
          #"{"prompt": "\#($0)", "completions": [" \#($1)!", " no.", " so."], "ranks": [1, 2, 2]}"#
        }
      ),
      ("prompts.jsonl", prompts.map { #"{"prompt": "\#($0)"}"# }),
    ]
  }
}

/// Something that the tests themselves need and do not have.
struct Failure: Error, CustomStringConvertible {
  let description: String
}
