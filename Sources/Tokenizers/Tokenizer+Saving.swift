public import Foundation

extension Tokenizer {
  /// Writes the files of the tokenizer, byte for byte as they were read.
  ///
  /// - Throws: ``TokenizerError/inaccessibleFile(path:reason:)``.
  public func save(to folder: URL) throws { try files.write(to: folder) }

  /// This tokenizer with other special tokens and another chat template.
  ///
  /// What is left nil stays as it is.
  ///
  /// - Throws: ``TokenizerError/unknownToken(_:)`` where a token is not in the vocabulary.
  public func configured(
    beginningOfText: String? = nil, endOfText: String? = nil, padding: String? = nil,
    chatTemplate: String? = nil
  ) throws -> Tokenizer {
    var files = files
    var fields: [String: Any] = [
      "tokenizer_class": "PreTrainedTokenizerFast", "clean_up_tokenization_spaces": false,
    ]
    if let old = files.configuration,
      let object = try? JSONSerialization.jsonObject(with: old) as? [String: Any]
    {
      fields = object
    }
    let names = ["bos_token": beginningOfText, "eos_token": endOfText, "pad_token": padding]
    for (name, token) in names {
      guard let token else { continue }
      guard id(for: token) != nil else { throw TokenizerError.unknownToken(token) }
      fields[name] = token
    }
    files.configuration = try JSONSerialization.data(
      withJSONObject: fields, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    if let chatTemplate { files.template = Data(chatTemplate.utf8) }
    return try Tokenizer(files)
  }
}
