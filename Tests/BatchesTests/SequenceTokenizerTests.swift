import Datasets
import Foundation
import Testing
import Tokenizers

@testable import Batches

@Suite("Rows as tokens")
struct SequenceTokenizerTests {
  /// The tokens as a text in which every token can be told apart.
  private func spelled(_ ids: some Sequence<Int>, _ tokenizer: Tokenizer) -> String {
    ids.map { tokenizer.decode([$0]) }.joined(separator: "|")
  }

  private func parts(
    _ prompt: Content, _ completion: Content, _ tokenizer: Tokenizer, maximumLength: Int = 100,
    endsCompletions: Bool = true
  ) throws -> [String] {
    let sequence = try SequenceTokenizer(
      tokenizer, maximumLength: maximumLength, endsCompletions: endsCompletions
    ).sequence(prompt: prompt, completion: completion)
    return [spelled(sequence.prompt, tokenizer), spelled(sequence.completion, tokenizer)]
  }

  @Test("text is split where the prompt ends, and the completion is ended")
  func text() throws {
    let tokenizer = try tinyTokenizer()
    #expect(try parts(.text("hi"), .text(" you"), tokenizer) == ["h|i", " |y|o|u|<eos>"])
    #expect(
      try parts(.text("hi"), .text(" you"), tokenizer, endsCompletions: false)
        == ["h|i", " |y|o|u"])
  }

  @Test("a token that reaches past the prompt belongs to the completion")
  func straddling() throws {
    let tokenizer = try tinyTokenizer()
    #expect(try parts(.text("xa"), .text("by"), tokenizer) == ["x", "ab|y|<eos>"])
    #expect(try parts(.text("xab"), .text("y"), tokenizer) == ["x|ab", "y|<eos>"])
    #expect(try parts(.text("a"), .text("b"), tokenizer) == ["", "ab|<eos>"])
  }

  @Test("a completion that is ended already is not ended again")
  func endOnce() throws {
    let tokenizer = try tinyTokenizer()
    #expect(try parts(.text("hi"), .text("y<eos>"), tokenizer) == ["h|i", "y|<eos>"])
  }

  @Test("a text begins once, and its beginning is part of the prompt")
  func beginning() throws {
    let tokenizer = try tinyTokenizer(beginsTexts: true, template: tinyTemplate)
    #expect(try parts(.text("hi"), .text("y"), tokenizer) == ["<bos>|h|i", "y|<eos>"])
    #expect(try parts(.text(""), .text("y"), tokenizer) == ["<bos>", "y|<eos>"])
    let chat = try parts(.messages([user("q")]), .messages([assistant("r")]), tokenizer)
    #expect(chat[0].hasPrefix("<bos>|u|s|e|r|:|q|<eos>|a|s"))
    #expect(chat[0].dropFirst(5).contains("<bos>") == false)
    let sequenceTokenizer = SequenceTokenizer(tokenizer, maximumLength: 100)
    #expect(try spelled(sequenceTokenizer.prompt(.text("hi")), tokenizer) == "<bos>|h|i")
    let prompt = try sequenceTokenizer.prompt(.messages([user("q")]))
    #expect(spelled(prompt, tokenizer) == chat[0])
  }

  @Test("messages are laid out by the template, which also ends them")
  func messages() throws {
    let tokenizer = try tinyTokenizer(template: tinyTemplate)
    let parts = try parts(.messages([user("q")]), .messages([assistant("r")]), tokenizer)
    #expect(parts[0] == "<bos>|u|s|e|r|:|q|<eos>|a|s|s|i|s|t|a|n|t|:")
    #expect(parts[1] == "r|<eos>")
  }

  @Test("text beside messages is a turn of its own")
  func mixed() throws {
    let tokenizer = try tinyTokenizer(template: tinyTemplate)
    let due = try parts(.messages([user("q")]), .messages([assistant("r")]), tokenizer)
    #expect(try parts(.text("q"), .messages([assistant("r")]), tokenizer) == due)
    #expect(try parts(.messages([user("q")]), .text("r"), tokenizer) == due)
  }

  @Test(
    "what is too long loses its end", arguments: [(4, "y|o"), (5, "y|o|u"), (6, "y|o|u|<eos>")])
  func truncation(maximumLength: Int, completion: String) throws {
    let found = try parts(
      .text("hi"), .text("you"), tinyTokenizer(), maximumLength: maximumLength)
    #expect(found == ["h|i", completion])
  }

  private let source = RowSource(file: "rows.jsonl", line: 7)

  @Test("a prompt that leaves no room is an error that names the row", arguments: [2, 3])
  func tooLong(maximumLength: Int) throws {
    let short = SequenceTokenizer(try tinyTokenizer(), maximumLength: maximumLength)
    #expect(throws: BatchError.promptTooLong(source, tokenCount: 3, maximum: maximumLength)) {
      try short.sequence(prompt: .text("hey"), completion: .text("you"), source: source)
    }
    let found = complaint { _ = try short.prompt(.text("hey"), source: source) }
    #expect(found.hasPrefix("rows.jsonl:7: the prompt has 3 tokens and a sequence may have"))
  }

  @Test("an empty completion is an error that names the row")
  func emptyCompletion() throws {
    let sequences = SequenceTokenizer(try tinyTokenizer(), maximumLength: 9)
    let found = complaint {
      _ = try sequences.sequence(prompt: .text("hey"), completion: .text(""), source: source)
    }
    #expect(found.hasPrefix("rows.jsonl:7: the completion has no tokens"))
  }

  @Test("an empty prompt cannot be continued")
  func emptyPrompt() throws {
    let sequences = SequenceTokenizer(try tinyTokenizer(), maximumLength: 9)
    #expect(throws: BatchError.emptyPrompt(source)) {
      try sequences.prompt(.text(""), source: source)
    }
  }

  @Test("messages without a template are an error that names the row")
  func noTemplate() throws {
    let sequences = SequenceTokenizer(try tinyTokenizer(), maximumLength: 9)
    #expect(throws: BatchError.noChatTemplate(source)) {
      try sequences.prompt(.messages([user("q")]), source: source)
    }
  }

  @Test("a template that renders a prompt otherwise before its completion is refused")
  func rewritingTemplate() throws {
    let template = "{{ messages | length }}{% for turn in messages %}{{ turn.content }}{% endfor %}"
    let sequences = SequenceTokenizer(try tinyTokenizer(template: template), maximumLength: 99)
    #expect(throws: BatchError.templateRewritesPrompt(source)) {
      try sequences.sequence(
        prompt: .messages([user("q")]), completion: .messages([assistant("r")]), source: source)
    }
  }

  @Test("a tokenizer without an end cannot end completions")
  func noEnd() throws {
    let tokenizer = try tinyTokenizer(hasEnd: false)
    #expect(throws: BatchError.noEndOfText) {
      try parts(.text("hi"), .text("you"), tokenizer)
    }
    #expect(try parts(.text("h"), .text("y"), tokenizer, endsCompletions: false) == ["h", "y"])
  }

  @Test(
    "prompt and completion give back their text, whatever the tokenizer",
    arguments: ["gpt2", "llama3", "qwen3"],
    [("How are you?", " Fine 🙂, thanks!"), ("1 + 1 =", " 2"), ("日本", "語です"), ("", "x\n\n y")])
  func realTokenizers(name: String, texts: (prompt: String, completion: String)) throws {
    let folder = fixtures.appendingPathComponent("Tokenizers/\(name)")
    let tokenizer = try Tokenizer(folder: folder)
    let sequence = try SequenceTokenizer(tokenizer, maximumLength: 200, endsCompletions: false)
      .sequence(prompt: .text(texts.prompt), completion: .text(texts.completion))
    let special = tokenizer.specialTokenIDs
    #expect(sequence.tokens.count { special.contains($0) } == (name == "llama3" ? 1 : 0))
    let text = tokenizer.decode(sequence.tokens, skippingSpecialTokens: true)
    #expect(text == texts.prompt + texts.completion)
    // The first token of the completion may begin in the prompt, the second may not.
    let before = tokenizer.decode(Array(sequence.prompt), skippingSpecialTokens: true)
    let upToSecond = tokenizer.decode(
      Array(sequence.tokens[...sequence.completionStart]), skippingSpecialTokens: true)
    #expect(before.utf8.count <= texts.prompt.utf8.count)
    #expect(upToSecond.utf8.count > texts.prompt.utf8.count)
  }
}
