/// What can be wrong with the files of a tokenizer, or with what it is asked to learn.
public enum TokenizerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A file that every tokenizer needs is not there.
  case missingFile(path: String)
  /// A file is there but cannot be read or written.
  case inaccessibleFile(path: String, reason: String)
  /// A file is not JSON, or ends too early.
  case malformedJSON(file: String, line: Int, column: Int, reason: String)
  /// A field holds what it may not hold.
  case invalidField(file: String, key: String, reason: String)
  /// A field asks for something that this module does not do.
  case unsupported(file: String, key: String, value: String)
  /// A token that was named is not in the vocabulary.
  case unknownToken(String)
  /// The vocabulary asked for is too small to hold what it must.
  case vocabularyTooSmall(size: Int, minimum: Int)

  /// The error as one sentence.
  public var description: String {
    switch self {
    case .missingFile(let path):
      "There is no file “\(path)”; give the folder of a model that holds a tokenizer.json."
    case .inaccessibleFile(let path, let reason):
      "The file “\(path)” cannot be used (\(reason)); check its permissions and the disk."
    case .malformedJSON(let file, let line, let column, let reason):
      "\(file):\(line):\(column) is not valid JSON (\(reason)); fetch or export the file again."
    case .invalidField(let file, let key, let reason):
      "In \(file), “\(key)” \(reason); export the tokenizer again or correct the field."
    case .unsupported(let file, let key, let value):
      "In \(file), “\(key)” is \(value), which is not supported; use a tokenizer such as "
        + "those of GPT-2, Llama, Qwen, Mistral, Gemma or T5."
    case .unknownToken(let token):
      "The token “\(token)” is not in the vocabulary; name one of the tokenizer's special tokens."
    case .vocabularyTooSmall(let size, let minimum):
      "A vocabulary of \(size) tokens is too small; ask for at least \(minimum) "
        + "(all 256 bytes and the special tokens)."
    }
  }
}
