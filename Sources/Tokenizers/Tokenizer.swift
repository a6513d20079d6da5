public import Foundation
internal import Synchronization

/// A tokenizer, read from the files that Hugging Face's `tokenizers` writes.
///
/// Byte pairs on bytes (GPT-2, Llama 3, Qwen) or on characters (Llama 2, Mistral, Gemma), or
/// unigrams (T5, XLM-R). The ids are those that `tokenizers` gives, for any text.
public final class Tokenizer: Sendable {
  let vocabulary: Vocabulary
  let model: SubwordModel
  let normalizer: Normalizer?
  let preTokenizer: PreTokenizer
  let template: SpecialTokenTemplate
  let decoder: TokenDecoder
  let literalTokens: AddedTokenMatcher
  let normalizedTokens: AddedTokenMatcher
  let configuration: TokenizerConfiguration
  let files: TokenizerFiles
  /// Normalized added tokens decode to what they are after normalization.
  let decodedTexts: [Int: [UInt8]]
  /// The tokens of words met before, once for each text that was encoded at the same time as others;
  /// one is taken out while a text is encoded, so that nobody waits.
  let wordCaches = Mutex<[[[UInt8]: [WordPiece]]]>([])

  /// The ids of the tokens that mark rather than mean, such as the end of a text.
  public let specialTokenIDs: Set<Int>

  /// Reads the tokenizer of a model.
  ///
  /// - Parameter folder: Holds `tokenizer.json` and, where there are, `tokenizer_config.json`,
  ///   `special_tokens_map.json` and `chat_template.jinja`.
  /// - Throws: ``TokenizerError`` where a file is missing or damaged, or is of a kind that is not supported.
  public convenience init(folder: URL) throws {
    try self.init(TokenizerFiles(folder: folder))
  }

  /// Reads a tokenizer from the contents of its files.
  ///
  /// - Throws: ``TokenizerError`` where a file is damaged, or is of a kind that is not supported.
  public convenience init(
    tokenizerJSON: Data, configurationJSON: Data? = nil, chatTemplate: String? = nil
  ) throws {
    let template = chatTemplate.map { Data($0.utf8) }
    try self.init(
      TokenizerFiles(tokenizer: tokenizerJSON, configuration: configurationJSON, template: template)
    )
  }

  init(_ files: TokenizerFiles) throws {
    let root = try JSONFileReader.read(
      [UInt8](files.tokenizer), file: TokenizerFiles.tokenizerName)
    let modelField = try root.required("model")
    var vocabulary = try SubwordModel.readVocabulary(modelField)
    preTokenizer = try PreTokenizer(root["pre_tokenizer"])
    normalizer = try root["normalizer"].map(Normalizer.init)
    decoder = try TokenDecoder(root["decoder"])
    model = try SubwordModel(
      modelField, vocabulary, splitsBytes: preTokenizer.splitsBytes)
    configuration = try TokenizerConfiguration(files)
    self.files = files

    var tokens =
      try root["added_tokens"]?.elements().map { field in
        try AddedToken(id: field.required("id").tokenID(), field)
      } ?? []
    Tokenizer.add(configuration, to: &tokens, vocabulary)
    for index in tokens.indices where tokens[index].isNormalized {
      guard let normalizer else { break }
      var text = AlignedText(tokens[index].content)
      normalizer.normalize(&text)
      tokens[index].pattern = text.bytes
    }
    for token in tokens { vocabulary.add(token.content, id: token.id) }
    self.vocabulary = vocabulary
    literalTokens = AddedTokenMatcher(tokens.filter { !$0.isNormalized })
    normalizedTokens = AddedTokenMatcher(tokens.filter(\.isNormalized))
    decodedTexts = Dictionary(
      tokens.lazy.filter { $0.pattern != $0.content }.map { ($0.id, $0.pattern) },
      uniquingKeysWith: { $1 })
    specialTokenIDs = Set(tokens.lazy.filter(\.isSpecial).map(\.id))
    template =
      try root["post_processor"].map { try SpecialTokenTemplate($0, vocabulary) } ?? .init()
  }

  /// Adds the tokens that only the configuration knows.
  private static func add(
    _ configuration: TokenizerConfiguration, to tokens: inout [AddedToken],
    _ vocabulary: Vocabulary
  ) {
    var known = Set(tokens.map(\.content))
    for token in configuration.addedTokens where known.insert(token.content).inserted {
      tokens.append(token)
    }
    for content in configuration.specialTokens.values.sorted(by: {
      $0.lexicographicallyPrecedes($1)
    })
    where !known.contains(content) {
      guard let id = vocabulary.id(of: content) else { continue }
      known.insert(content)
      tokens.append(AddedToken(id: id, content: content, isSpecial: true))
    }
  }
}

extension Tokenizer {
  /// The highest id + 1: the rows that an embedding needs.
  public var vocabularySize: Int { vocabulary.count }

  /// The text of a token as the file writes it, where spaces may be “Ġ”.
  public func token(for id: Int) -> String? {
    vocabulary.text(of: id).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The id of a token, written as the file writes it.
  public func id(for token: String) -> Int? { vocabulary.id(of: Array(token.utf8)) }

  /// The id of the token before a text, where there is one.
  public var beginningOfText: Int? { namedID("bos_token") }

  /// The id of the token after a text, where there is one.
  public var endOfText: Int? { namedID("eos_token") }

  /// The id of the token that fills up batches, where there is one.
  public var padding: Int? { namedID("pad_token") }

  /// The special tokens by their names, such as `bos_token`, for use in a chat template.
  public var specialTokens: [String: String] {
    configuration.specialTokens.mapValues { String(decoding: $0, as: UTF8.self) }
  }

  /// The source of the chat template, where there is one.
  public var chatTemplateSource: String? { configuration.chatTemplate }

  private func namedID(_ name: String) -> Int? {
    configuration.specialTokens[name].flatMap { vocabulary.id(of: $0) }
  }
}
