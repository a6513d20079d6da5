import Foundation
import Generation
import Models
import Testing
import Tokenizers
import Torch

let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()
let fixtures = repository.appendingPathComponent("Tests/Fixtures")

/// Data that not every machine has, beside the repository.
let parityFolder = repository.deletingLastPathComponent()
  .appendingPathComponent("shared/fixtures")

func isShared(_ path: String) -> Bool {
  FileManager.default.fileExists(atPath: parityFolder.appendingPathComponent(path).path)
}

/// One of the tiny models that `Scripts/fixtures/models.py` made: 128 tokens, 2 ends a text.
func tinyModel(_ name: String) throws -> LanguageModel {
  threadCount = 1
  return try LanguageModel(folder: fixtures.appendingPathComponent("Models/\(name)"))
}

/// The rows of a padded matrix, without the padding.
func realRows(_ ids: Tensor, where isReal: Tensor) -> [[Int]] {
  let (rows, time) = ids.shape2
  let (ids, isReal) = (ids.integers, isReal.integers)
  return (0..<rows).map { row in
    (row * time..<(row + 1) * time).filter { isReal[$0] == 1 }.map { ids[$0] }
  }
}

/// The rows of a matrix.
func rows(_ matrix: Tensor) -> [[Int]] {
  let (rows, time) = matrix.shape2
  let ids = matrix.integers
  return (0..<rows).map { Array(ids[$0 * time..<($0 + 1) * time]) }
}

/// Prompts of several lengths, none of whose rows is like another.
let unequalPrompts = [
  [17, 90, 33, 4, 125, 61, 8], [77], [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], [101, 3, 3, 44],
  [64, 127, 19, 28, 55, 73],
]

/// The slow, obvious way: the whole text through the model for every token.
///
/// - Returns: The log probabilities of all tokens that may come next. `[vocabulary]`
func nextLogProbabilities(
  of model: LanguageModel, after tokens: [Int], temperature: Double = 1
) -> Tensor {
  withoutGradients {
    let ids = Tensor(tokens, shape: [1, tokens.count])
    let positions = Tensor.range(0..<tokens.count).unsqueezed(0)
    let hidden = model.decoder.hiddenStates(of: ids, at: positions, .causal)
    let last = hidden.select(0, along: 0).select(tokens.count - 1, along: 0)
    return (model.logits(of: last) / temperature).logSoftmax(along: -1)
  }
}

/// Greedy decoding without a cache.
func slowCompletion(
  of model: LanguageModel, after prompt: [Int], count: Int
) -> (tokens: [Int], logProbabilities: [Float]) {
  var tokens: [Int] = []
  var logProbabilities: [Float] = []
  for _ in 0..<count {
    let next = nextLogProbabilities(of: model, after: prompt + tokens)
    tokens.append(Int(next.argmax(along: 0).value))
    logProbabilities.append(Float(next.max().value))
  }
  return (tokens, logProbabilities)
}

func expectClose(
  _ found: [Float], _ due: [Float], within tolerance: Float,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  precondition(tolerance > 0 && tolerance <= 0.1, "a tolerance of \(tolerance)")
  #expect(found.count == due.count, sourceLocation: sourceLocation)
  let largest = zip(found, due).map { abs($0 - $1) }.max() ?? 0
  #expect(largest <= tolerance, "off by \(largest)", sourceLocation: sourceLocation)
}

/// 128 tokens: three special ones, the printable characters, then parts of an emoji and words.
func tinyTokenizer() throws -> Tokenizer {
  var names = ["<bos>", "<pad>", "<eos>", "Ġ"]
  names += (33...126).map { String(UnicodeScalar(UInt8($0))) }
  // 🙂 is F0 9F 99 82, which the byte alphabet spells so.
  names += ["ð", "Ł", "Ļ", "Ĥ", "the", "Ġthe", "stop", "Ġstop"]
  while names.count < 128 { names.append("w\(names.count)") }
  let vocabulary = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  let special = names[..<3].enumerated().map { id, name in
    [
      "id": id, "content": name, "special": true, "single_word": false, "lstrip": false,
      "rstrip": false, "normalized": false,
    ] as [String: Any]
  }
  let byteLevel: [String: Any] = ["type": "ByteLevel", "add_prefix_space": false]
  let model: [String: Any] = ["type": "BPE", "vocab": vocabulary, "merges": [String]()]
  let file: [String: Any] = [
    "version": "1.0", "added_tokens": special, "pre_tokenizer": byteLevel, "decoder": byteLevel,
    "model": model,
  ]
  return try Tokenizer(tokenizerJSON: JSONSerialization.data(withJSONObject: file))
}
