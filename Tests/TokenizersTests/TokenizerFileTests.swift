import Foundation
import Testing
import Tokenizers

@Suite("The files of a tokenizer")
struct TokenizerFileTests {
  private func tokenizer(configuration: [String: Any]) throws -> Tokenizer {
    let token = { (id: Int, content: String) -> [String: Any] in
      ["id": id, "content": content, "special": true, "normalized": false]
    }
    return try Tokenizer(
      tokenizerJSON: TokenizerFixture.json(
        fields: ["added_tokens": [token(256, "<s>"), token(257, "</s>")]]),
      configurationJSON: JSONSerialization.data(withJSONObject: configuration))
  }

  @Test("name special tokens as text, as objects, or not at all")
  func namedTokens() throws {
    let tokenizer = try tokenizer(configuration: [
      "bos_token": "<s>", "eos_token": ["content": "</s>", "lstrip": false], "pad_token": NSNull(),
    ])
    #expect(tokenizer.beginningOfText == 256)
    #expect(tokenizer.endOfText == 257)
    #expect(tokenizer.padding == nil)
    #expect(tokenizer.specialTokens == ["bos_token": "<s>", "eos_token": "</s>"])
    #expect(tokenizer.vocabularySize == 258)
  }

  @Test("may add tokens in the configuration")
  func addedTokensDecoder() throws {
    let tokenizer = try tokenizer(configuration: [
      "added_tokens_decoder": [
        "300": ["content": "<tool>", "special": true], "256": ["content": "<s>", "special": true],
      ],
      "eos_token": "!",
    ])
    #expect(tokenizer.encode("<tool>") == [300])
    #expect(tokenizer.specialTokenIDs == [256, 257, 300, 0])
    #expect(tokenizer.vocabularySize == 301)
  }

  @Test("hold a chat template as text or in a list")
  func chatTemplate() throws {
    #expect(try tokenizer(configuration: ["chat_template": "a"]).chatTemplateSource == "a")
    let list = [["name": "tool", "template": "b"], ["name": "default", "template": "c"]]
    #expect(try tokenizer(configuration: ["chat_template": list]).chatTemplateSource == "c")
    #expect(try tokenizer(configuration: [:]).chatTemplateSource == nil)
  }

  @Test("prefer the chat template of its own file, and are saved byte for byte")
  func savedFiles() throws {
    let contents = [
      "tokenizer.json": String(decoding: try TokenizerFixture.json(), as: UTF8.self) + "\n ",
      "tokenizer_config.json": "{ \"chat_template\" : \"old\" }\r\n",
      "special_tokens_map.json": "{\"bos_token\": \"!\"}", "chat_template.jinja": "new\r\n",
    ]
    try TokenizerFixture.withTemporaryFolder { folder in
      for (name, content) in contents {
        try Data(content.utf8).write(to: folder.appendingPathComponent(name))
      }
      let tokenizer = try Tokenizer(folder: folder)
      #expect(tokenizer.chatTemplateSource.map { hasSameBytes($0, "new\r\n") } == true)
      #expect(tokenizer.beginningOfText == 0)
      let copy = folder.appendingPathComponent("deep/copy")
      try tokenizer.save(to: copy)
      for (name, content) in contents {
        #expect(try Data(contentsOf: copy.appendingPathComponent(name)) == Data(content.utf8))
      }
    }
  }

  @Test("put tokens around the text, one processor around another")
  func processors() throws {
    let template: [String: Any] = [
      "type": "TemplateProcessing",
      "single": [
        ["SpecialToken": ["id": "x", "type_id": 0]], ["Sequence": ["id": "A", "type_id": 0]],
        ["SpecialToken": ["id": "y", "type_id": 0]],
      ],
      "pair": [], "special_tokens": ["x": ["ids": [1, 2]], "y": ["ids": [3]]],
    ]
    let roberta: [String: Any] = ["type": "RobertaProcessing", "sep": ["s", 5], "cls": ["c", 4]]
    let json = try TokenizerFixture.json(fields: [
      "post_processor": ["type": "Sequence", "processors": [roberta, template]]
    ])
    let tokenizer = try Tokenizer(tokenizerJSON: json)
    let plain = tokenizer.encode("a")
    #expect(plain.count == 1)
    #expect(tokenizer.encode("a", addingSpecialTokens: true) == [1, 2, 4] + plain + [5, 3])
  }

  @Test("without a decoder give tokens apart, with Fuse together")
  func decoders() throws {
    let text = { (decoder: Any) in
      let json = try TokenizerFixture.json(fields: ["decoder": decoder])
      let tokenizer = try Tokenizer(tokenizerJSON: json)
      return tokenizer.decode(tokenizer.encode("a b"))
    }
    #expect(try text(NSNull()) == "a Ġ b")
    #expect(try text(["type": "Fuse"]) == "aĠb")
    let both =
      ["type": "Sequence", "decoders": [["type": "ByteLevel"], ["type": "Fuse"]]] as [String: Any]
    #expect(try text(both) == "a b")
  }
}
