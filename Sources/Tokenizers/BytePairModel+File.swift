extension BytePairModel {
  /// Reads the “model” of a tokenizer.json.
  ///
  /// - Parameter splitsBytes: Whether the words are split into bytes rather than characters.
  init(_ field: JSONField, _ vocabulary: Vocabulary, splitsBytes: Bool) throws {
    alphabet = try BytePairModel.alphabet(field, vocabulary, splitsBytes: splitsBytes)
    merges = try BytePairModel.readMerges(field.required("merges"), vocabulary)
    let ignoresMerges = try field["ignore_merges"]?.boolean() ?? false
    wholeWords =
      ignoresMerges ? BytePairModel.words(of: vocabulary, splitsBytes: splitsBytes) : [:]
    unknownID = try field["unk_token"].flatMap {
      vocabulary.id(of: try $0.bytes()).map(Int32.init)
    }
    fusesUnknown = try field["fuse_unk"]?.boolean() ?? false
  }

  private static func alphabet(
    _ field: JSONField, _ vocabulary: Vocabulary, splitsBytes: Bool
  ) throws -> BytePairAlphabet {
    let ids = { (tokens: [[UInt8]]) in tokens.map { Int32(vocabulary.id(of: $0) ?? -1) } }
    let fallsBack = try field["byte_fallback"]?.boolean() ?? false
    guard splitsBytes else {
      return .characters(
        CharacterIDs(vocabulary), bytes: fallsBack ? ids(ByteSpelling.tokens) : nil)
    }
    let byteIDs = ids((UInt8.min...UInt8.max).map { ByteAlphabet.spelling(of: [$0]) })
    // Where every byte is a token there is nothing to fall back from.
    guard !fallsBack || !byteIDs.contains(-1) else {
      throw field.key("byte_fallback").unsupported("true with bytes missing")
    }
    return .bytes(byteIDs)
  }

  /// Makes sure that the file asks for nothing that would change the tokens and is not done.
  static func refuseUnknownSettings(_ field: JSONField) throws {
    for name in ["continuing_subword_prefix", "end_of_word_suffix"] {
      guard let text = try field[name]?.string(), !text.isEmpty else { continue }
      throw field.key(name).unsupported("“\(text)”")
    }
    if let dropout = field["dropout"], case .number(let rate) = dropout.value, rate != 0 {
      throw dropout.unsupported("\(rate)")
    }
  }

  private static func readMerges(_ field: JSONField, _ vocabulary: Vocabulary) throws -> PairTable {
    guard case .array(let entries) = field.value else { throw field.invalid("is not a list") }
    var merges = PairTable(capacity: entries.count)
    for (rank, entry) in entries.enumerated() {
      guard let (left, right) = halves(of: entry) else {
        throw field.invalid("holds, at index \(rank), what is not a pair of tokens")
      }
      guard let leftID = vocabulary.id(of: left), let rightID = vocabulary.id(of: right),
        let result = vocabulary.id(of: left + right)
      else {
        let pair = String(decoding: left + [0x20] + right, as: UTF8.self)
        throw field.invalid("joins “\(pair)”, and the vocabulary lacks a part or the whole of it")
      }
      merges[Int32(leftID), Int32(rightID)] = .init(rank: Int32(rank), result: Int32(result))
    }
    return merges
  }

  /// The halves of a merge, written as `"a b"` or as `["a", "b"]`.
  private static func halves(of entry: JSONTree) -> ([UInt8], [UInt8])? {
    switch entry {
    case .array(let parts):
      guard parts.count == 2, case .string(let left) = parts[0], case .string(let right) = parts[1]
      else { return nil }
      return (left, right)
    case .string(let text):
      guard let space = text.firstIndex(of: 0x20), text.lastIndex(of: 0x20) == space else {
        return nil
      }
      return (Array(text[..<space]), Array(text[(space + 1)...]))
    default: return nil
    }
  }

  private static func words(
    of vocabulary: Vocabulary, splitsBytes: Bool
  ) -> [[UInt8]: Int32] {
    var words: [[UInt8]: Int32] = [:]
    words.reserveCapacity(vocabulary.count)
    for (id, text) in vocabulary.texts.enumerated() {
      guard let text, let word = splitsBytes ? ByteAlphabet.bytes(spelledBy: text) : text else {
        continue
      }
      words[word] = Int32(id)
    }
    return words
  }
}

extension JSONField {
  /// A field of that name for use in an error; its value does not count.
  func key(_ name: String) -> JSONField {
    JSONField(file: file, key: key.isEmpty ? name : "\(key).\(name)", value: .null)
  }
}
