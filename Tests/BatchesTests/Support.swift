import Datasets
import Foundation
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

func user(_ text: String) -> Message { Message(role: "user", content: text) }
func assistant(_ text: String) -> Message { Message(role: "assistant", content: text) }

/// One token per printable character, and `ab` for the two together; `Ġ` is the space.
///
/// - Parameters:
///   - beginsTexts: Whether texts are put behind `<bos>`.
///   - hasEnd: Whether `<eos>` is named as what ends a text.
func tinyTokenizer(
  beginsTexts: Bool = false, hasEnd: Bool = true, template: String? = nil
) throws -> Tokenizer {
  var names = ["<bos>", "<pad>", "<eos>", "Ġ", "Ċ"]
  names += (33...126).map { String(UnicodeScalar(UInt8($0))) } + ["ab"]
  let special = names[..<3].enumerated().map { id, name in
    [
      "id": id, "content": name, "special": true, "single_word": false, "lstrip": false,
      "rstrip": false, "normalized": false,
    ] as [String: Any]
  }
  let byteLevel: [String: Any] = ["type": "ByteLevel", "add_prefix_space": false]
  let vocabulary = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  var file: [String: Any] = [
    "version": "1.0", "added_tokens": special, "pre_tokenizer": byteLevel, "decoder": byteLevel,
    "model": ["type": "BPE", "vocab": vocabulary, "merges": ["a b"]] as [String: Any],
  ]
  if beginsTexts {
    let first: [String: Any] = ["SpecialToken": ["id": "<bos>", "type_id": 0] as [String: Any]]
    let text: [String: Any] = ["Sequence": ["id": "A", "type_id": 0] as [String: Any]]
    let tokens = ["<bos>": ["id": "<bos>", "ids": [0], "tokens": ["<bos>"]] as [String: Any]]
    file["post_processor"] =
      ["type": "TemplateProcessing", "single": [first, text], "special_tokens": tokens]
      as [String: Any]
  }
  var configuration = ["bos_token": "<bos>", "pad_token": "<pad>"]
  if hasEnd { configuration["eos_token"] = "<eos>" }
  return try Tokenizer(
    tokenizerJSON: JSONSerialization.data(withJSONObject: file),
    configurationJSON: JSONEncoder().encode(configuration), chatTemplate: template)
}

/// `<bos>`, then each turn as `user:text<eos>`, then `assistant:` where a reply is due.
let tinyTemplate = """
  {{ bos_token }}{% for turn in messages %}{{ turn.role + ':' + turn.content }}<eos>{% endfor %}\
  {% if add_generation_prompt %}assistant:{% endif %}
  """

/// What goes wrong, as people read it.
func complaint(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "nothing is wrong"
  } catch {
    return "\(error)"
  }
}

/// The rows of a matrix.
func rows(_ matrix: Tensor) -> [[Int]] {
  let (rows, time) = matrix.shape2
  let values = matrix.integers
  return (0..<rows).map { Array(values[$0 * time..<($0 + 1) * time]) }
}
