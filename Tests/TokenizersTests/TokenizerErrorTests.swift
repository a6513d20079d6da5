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
    Unsupported(key: "model.type", json: #"{"type":"Unigram","vocab":[]}"#, value: "“Unigram”"),
    Unsupported(
      key: "model.byte_fallback", json: #"{"type":"BPE","byte_fallback":true}"#, value: "true"),
    Unsupported(key: "model.dropout", json: #"{"type":"BPE","dropout":0.1}"#, value: "0.1"),
    Unsupported(
      key: "model.end_of_word_suffix", json: #"{"type":"BPE","end_of_word_suffix":"</w>"}"#,
      value: "“</w>”"),
    Unsupported(key: "normalizer.type", json: #"{"type":"StripAccents"}"#, value: "“StripAccents”"),
    Unsupported(
      key: "normalizer.pattern", json: #"{"type":"Replace","pattern":{"Regex":"a"},"content":""}"#,
      value: "a regular expression"),
    Unsupported(key: "pre_tokenizer.type", json: #"{"type":"Metaspace"}"#, value: "“Metaspace”"),
    Unsupported(
      key: "pre_tokenizer", json: #"{"type":"Digits"}"#,
      value: "not one that ends in its only “ByteLevel”"),
    Unsupported(
      key: "pre_tokenizer.pretokenizers[0].pattern.Regex",
      json: #"{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\d+"},"#
        + #""behavior":"Isolated"},{"type":"ByteLevel"}]}"#, value: #"“\d+”"#),
    Unsupported(
      key: "pre_tokenizer.behavior",
      json: #"{"type":"Split","pattern":{"String":" "},"behavior":"Contiguous"}"#,
      value: "“Contiguous”"),
    Unsupported(key: "decoder.type", json: #"{"type":"WordPiece"}"#, value: "“WordPiece”"),
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
      (#"{"vocab":[],"merges":[]}"#, "“model.vocab” is not an object"),
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

  @Test("names the configuration where that is damaged")
  func damagedConfiguration() throws {
    let json = try TokenizerFixture.json()
    let message = message {
      _ = try Tokenizer(tokenizerJSON: json, configurationJSON: Data(#"{"eos_token": 3}"#.utf8))
    }
    #expect(message.hasPrefix("In tokenizer_config.json, “eos_token” is not a string"))
  }
}
