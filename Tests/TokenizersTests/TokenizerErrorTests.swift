import Foundation
import Testing
import Tokenizers

@Suite("A tokenizer that cannot be read")
struct TokenizerErrorTests {
  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  struct Unsupported: Sendable, CustomTestStringConvertible {
    let key: String
    let json: String
    let value: String
    var testDescription: String { "\(key) \(value)" }
  }

  static let unsupported = [
    Unsupported(key: "model.type", json: #"{"type":"WordPiece","vocab":{}}"#, value: "“WordPiece”"),
    Unsupported(
      key: "model.type", json: #"{"type":"Unigram","vocab":[],"unk_id":0}"#,
      value: "“Unigram” on bytes"),
    Unsupported(
      key: "model.byte_fallback",
      json: #"{"type":"BPE","byte_fallback":true,"vocab":{"a":0},"merges":[]}"#,
      value: "true with bytes missing"),
    Unsupported(key: "model.dropout", json: #"{"type":"BPE","dropout":0.1}"#, value: "0.1"),
    Unsupported(
      key: "model.end_of_word_suffix", json: #"{"type":"BPE","end_of_word_suffix":"</w>"}"#,
      value: "“</w>”"),
    Unsupported(
      key: "normalizer.type", json: #"{"type":"BertNormalizer"}"#, value: "“BertNormalizer”"),
    Unsupported(
      key: "normalizer.pattern.Regex",
      json: #"{"type":"Replace","pattern":{"Regex":"a+"},"content":""}"#, value: "“a+”"),
    Unsupported(
      key: "pre_tokenizer.type", json: #"{"type":"BertPreTokenizer"}"#,
      value: "“BertPreTokenizer”"),
    Unsupported(
      key: "pre_tokenizer.prepend_scheme", json: #"{"type":"Metaspace","prepend_scheme":"last"}"#,
      value: "“last”"),
    Unsupported(
      key: "pre_tokenizer",
      json: #"{"type":"Sequence","pretokenizers":[{"type":"ByteLevel"},{"type":"Digits"}]}"#,
      value: "not one that ends in its “ByteLevel”"),
    Unsupported(
      key: "pre_tokenizer.pretokenizers[0].pattern.Regex",
      json: #"{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\d+"},"#
        + #""behavior":"Isolated"},{"type":"ByteLevel"}]}"#, value: #"“\d+”"#),
    Unsupported(
      key: "pre_tokenizer.behavior",
      json: #"{"type":"Split","pattern":{"String":" "},"behavior":"Doubled"}"#,
      value: "“Doubled”"),
    Unsupported(key: "decoder.type", json: #"{"type":"WordPiece"}"#, value: "“WordPiece”"),
    Unsupported(
      key: "decoder.decoders[1].type",
      json: #"{"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"ByteFallback"}]}"#,
      value: "“ByteFallback” after the tokens are one"),
    Unsupported(
      key: "decoder.pattern",
      json: #"{"type":"Replace","pattern":{"Regex":"a"},"content":""}"#,
      value: "a regular expression"),
    Unsupported(key: "post_processor.type", json: #"{"type":"Other"}"#, value: "“Other”"),
  ]

  @Test("says which field asks for what", arguments: unsupported)
  func unsupportedField(_ field: Unsupported) throws {
    let root = String(field.key.prefix { $0 != "." })
    let value = try JSONSerialization.jsonObject(with: Data(field.json.utf8))
    let json = try TokenizerFixture.json(fields: [root: value])
    let error = TokenizerError.unsupported(
      file: "tokenizer.json", key: field.key, value: field.value)
    #expect(throws: error) { try Tokenizer(tokenizerJSON: json) }
    #expect("\(error)".contains("“\(field.key)” is \(field.value)"))
  }

  @Test("says which file is missing")
  func missing() throws {
    try TokenizerFixture.withTemporaryFolder { folder in
      let message = message { _ = try Tokenizer(folder: folder) }
      #expect(message.hasPrefix("There is no file “\(folder.path)/tokenizer.json”"))
    }
  }

  @Test("says where JSON goes wrong")
  func malformed() {
    let message = message { _ = try Tokenizer(tokenizerJSON: Data("{\n  \"a\": [1,, 2]}".utf8)) }
    #expect(
      message == "tokenizer.json:2:11 is not valid JSON (a value was expected); "
        + "fetch or export the file again.")
  }

  @Test("never takes a truncated file for a whole one, nor crashes on it")
  func truncated() throws {
    let json = try TokenizerFixture.json(merges: [["a", "b"]])
    #expect(try Tokenizer(tokenizerJSON: json).encode("ab") == [256])
    for count in stride(from: 0, to: json.count, by: 37) {
      #expect(throws: TokenizerError.self) { try Tokenizer(tokenizerJSON: json.prefix(count)) }
    }
  }

  @Test(
    "refuses what is not JSON",
    arguments: [
      "", " ", "nul", "{\"a\" 1}", "[1 2]", "{} x", "\"\u{1}\"", "\"\\q\"", "\"\\u12\"", "-", "1e",
      String(repeating: "[", count: 100_000),
    ])
  func notJSON(text: String) {
    #expect {
      try Tokenizer(tokenizerJSON: Data(text.utf8))
    } throws: { error in
      if case .malformedJSON = error as? TokenizerError { true } else { false }
    }
  }

  @Test("refuses bytes that are not UTF-8")
  func notUTF8() {
    let message = message { _ = try Tokenizer(tokenizerJSON: Data([0x22, 0xFF, 0x22])) }
    #expect(message.contains("it is not UTF-8"))
  }

  @Test(
    "says which field is damaged",
    arguments: [
      (#"{"vocab":{"a":-1},"merges":[]}"#, "“model.vocab” gives “a” no id"),
      (#"{"vocab":{"a":1e12},"merges":[]}"#, "“model.vocab” gives “a” no id"),
      (#"{"vocab":7,"merges":[]}"#, "“model.vocab” is not an object"),
      (#"{"vocab":{}}"#, "“model.merges” is missing"),
      (#"{"vocab":{"a":0},"merges":["aa"]}"#, "“model.merges” holds, at index 0,"),
      (#"{"vocab":{"a":0},"merges":[["a","b"]]}"#, "“model.merges” joins “a b”"),
      (#"{"type":7}"#, "“model.type” is not a string"),
    ])
  func damaged(model: String, reason: String) throws {
    let value = try JSONSerialization.jsonObject(with: Data(model.utf8))
    let json = try TokenizerFixture.json(fields: ["model": value])
    let message = message { _ = try Tokenizer(tokenizerJSON: json) }
    #expect(message.hasPrefix("In tokenizer.json, \(reason)"), "\(message)")
  }

  /// A model on characters: nothing is split, nothing is made of bytes.
  @Test(
    "says which field of a unigram model, a metaspace or a character map is damaged",
    arguments: [
      ("model", #"{"type":"Unigram","vocab":[["a",-1]]}"#, "“model.unk_id” is missing"),
      (
        "model", #"{"type":"Unigram","vocab":[["a",-1]],"unk_id":1}"#,
        "“model.unk_id” is 1, and the vocabulary has 1 tokens"
      ),
      (
        "model", #"{"type":"Unigram","vocab":[["a",-1],["b"]],"unk_id":0}"#,
        "“model.vocab” holds, at index 1, what is not a token and its score"
      ),
      (
        "pre_tokenizer", #"{"type":"Metaspace","replacement":"__"}"#,
        "“pre_tokenizer.replacement” is not one character"
      ),
      (
        "pre_tokenizer", #"{"type":"Metaspace","add_prefix_space":false}"#,
        "“pre_tokenizer.add_prefix_space” contradicts"
      ),
      (
        "normalizer", #"{"type":"Precompiled","precompiled_charsmap":"%"}"#,
        "“normalizer.precompiled_charsmap” is not base64"
      ),
      (
        "normalizer", #"{"type":"Precompiled","precompiled_charsmap":"CAAAAAAAAAA="}"#,
        "“normalizer.precompiled_charsmap” does not hold a trie"
      ),
      (
        "normalizer", #"{"type":"Precompiled","precompiled_charsmap":"BAAAAAAAAAD/"}"#,
        "“normalizer.precompiled_charsmap” holds replacements that are not UTF-8"
      ),
      (
        "decoder", #"{"type":"Strip","content":" ","start":-1,"stop":0}"#,
        "“decoder.start” is not a whole number"
      ),
    ])
  func damagedSentencePiece(root: String, field: String, reason: String) throws {
    let value = try JSONSerialization.jsonObject(
      with: Data(field.utf8), options: .fragmentsAllowed)
    var fields: [String: Any] = ["pre_tokenizer": NSNull()]
    fields[root] = value
    let json = try TokenizerFixture.json(fields: fields)
    let message = message { _ = try Tokenizer(tokenizerJSON: json) }
    #expect(message.hasPrefix("In tokenizer.json, \(reason)"), "\(message)")
  }

  @Test("a character map whose trie points outside itself replaces nothing")
  func wildCharacterMap() throws {
    // Units that are all ones lead far beyond the end.
    let map = Data([8, 0, 0, 0] + Array(repeating: 0xFF, count: 8) + [0x61, 0])
      .base64EncodedString()
    let json = try TokenizerFixture.json(
      fields: ["normalizer": ["type": "Precompiled", "precompiled_charsmap": map]])
    let tokenizer = try Tokenizer(tokenizerJSON: json)
    #expect(tokenizer.decode(tokenizer.encode("aé\u{0}🙂")) == "aé\u{0}🙂")
  }

  @Test("names the configuration where that is damaged")
  func damagedConfiguration() throws {
    let json = try TokenizerFixture.json()
    let message = message {
      _ = try Tokenizer(tokenizerJSON: json, configurationJSON: Data(#"{"eos_token": 3}"#.utf8))
    }
    #expect(message.hasPrefix("In tokenizer_config.json, “eos_token” is not a string"))
  }
}
