import Models
import Testing
import Tokenizers
import Torch

@testable import Generation

@Suite("Ends of completions")
struct StoppingTests {
  private let unused = Generator(seed: 0)

  private func greedy(_ count: Int) -> SamplingConfiguration {
    SamplingConfiguration(maximumNewTokens: count, temperature: 0, stopsAtEndOfText: false)
  }

  @Test("a stop token ends a completion and belongs to it")
  func stopToken() throws {
    let model = try tinyModel("llama-tied")
    let whole = try generate(from: model, prompts: [[9, 8, 7]], greedy(12), using: unused)[0]
    let end = whole.tokens[5]
    var sampling = greedy(12)
    sampling.stopTokens = [end]
    let found = try generate(from: model, prompts: [[9, 8, 7]], sampling, using: unused)[0]
    let first = try #require(whole.tokens.firstIndex(of: end))
    #expect(found.tokens == Array(whole.tokens[...first]))
    #expect(found.logProbabilities.count == found.tokens.count)
    #expect(found.finishReason == .stop)
    #expect(whole.finishReason == .length)
    #expect(whole.tokens.count == 12)
  }

  @Test("the model's own end tokens end a completion unless told otherwise")
  func endOfText() throws {
    let model = try tinyModel("llama-tied")
    let whole = try generate(from: model, prompts: [[9, 8, 7]], greedy(12), using: unused)[0]
    model.configuration.endTokens = [127, whole.tokens[2]]
    var sampling = greedy(12)
    sampling.stopsAtEndOfText = true
    let found = try generate(from: model, prompts: [[9, 8, 7]], sampling, using: unused)[0]
    #expect(found.tokens.last == whole.tokens[2])
    #expect(found.tokens.count <= 3)
    #expect(try generate(from: model, prompts: [[9, 8, 7]], greedy(12), using: unused) == [whole])
  }

  @Test("the context ends a completion, for each row by its own length")
  func context() throws {
    let model = try tinyModel("gpt2-tied")
    let long = (0..<60).map { ($0 * 37 + 11) % 128 }
    let prompts = [long, [3, 4, 5], Array(long.prefix(63))]
    let found = try generate(from: model, prompts: prompts, greedy(30), using: unused)
    #expect(found.map(\.tokens.count) == [4, 30, 4])
    #expect(found.map(\.finishReason) == [.context, .length, .context])
    for (completion, prompt) in zip(found, prompts) {
      let slow = slowCompletion(of: model, after: prompt, count: completion.tokens.count)
      #expect(completion.tokens == slow.tokens)
    }
    let exact = try generate(from: model, prompts: [long], greedy(4), using: unused)
    #expect(exact[0].finishReason == .length)
  }

  @Test("a row that filled the context may stay in the batch while others go on")
  func contextInBatch() throws {
    let model = try tinyModel("gpt2-tied")
    let prompts = unequalPrompts + [(0..<62).map { ($0 * 37 + 11) % 128 }]
    let found = try generate(from: model, prompts: prompts, greedy(12), using: unused)
    #expect(found.map(\.tokens.count) == [12, 12, 12, 12, 12, 2])
    #expect(found[5].finishReason == .context)
  }

  @Test("a stop string ends a completion where its last token comes")
  func stopString() throws {
    let model = try tinyModel("qwen3-tied")
    let tokenizer = try tinyTokenizer()
    let whole = try generate(from: model, prompts: [[40, 50]], greedy(16), using: unused)[0]
    let before = tokenizer.decode(Array(whole.tokens[..<6]), skippingSpecialTokens: true)
    let upTo = tokenizer.decode(Array(whole.tokens[..<9]), skippingSpecialTokens: true)
    let stop = String(upTo.dropFirst(before.count))
    #expect(stop.count >= 3)
    var sampling = greedy(16)
    sampling.stopStrings = ["not there", stop]
    let found = try generate(
      from: model, prompts: [[40, 50]], sampling, using: unused, tokenizer: tokenizer)[0]
    #expect(found.tokens == Array(whole.tokens[..<9]))
    #expect(found.finishReason == .stopString)
    #expect(found.stopString == stop)
    #expect(found.text(tokenizer) == before)
  }

  /// How many of the tokens a finder takes until it finds one of the strings.
  private func taken(_ tokens: [Int], _ stopStrings: [String]) throws -> (Int, String)? {
    var finder = StopStringFinder(stopStrings, try tinyTokenizer())
    for (index, token) in tokens.enumerated() {
      if let found = finder.found(after: token) { return (index + 1, found) }
    }
    return nil
  }

  private func tokens(_ names: [String]) throws -> [Int] {
    let tokenizer = try tinyTokenizer()
    return try names.map { try #require(tokenizer.id(for: $0)) }
  }

  @Test("stop strings are found across, inside and at the ends of tokens")
  func finding() throws {
    let text = try tokens(["a", "b", "Ġthe", "c", "Ġstop", "x"])  // "ab thec stopx"
    #expect(try taken(text, ["b t"])?.0 == 3)
    #expect(try taken(text, ["he"])?.0 == 3)
    #expect(try taken(text, ["ec s"])?.0 == 5)
    #expect(try taken(text, ["ab thec stopx"])?.0 == 6)
    #expect(try taken(text, ["ab thec stopxx"]) == nil)
    #expect(try taken(text, ["stop", "c stop"])?.1 == "c stop")
  }

  @Test("a stop string may be a character that takes several tokens")
  func emoji() throws {
    let text = try tokens(["a", "ð", "Ł", "Ļ", "Ĥ", "b"])
    #expect(try taken(text, ["🙂"])?.0 == 5)
    #expect(try taken(text, ["a🙂b"])?.0 == 6)
  }

  @Test("special tokens have no text that a stop string could be in")
  func specialTokens() throws {
    #expect(try taken([2, 2, 0], ["eos"]) == nil)
    let split = try tokens(["a"]) + [2] + tokens(["b"])
    #expect(try taken(split, ["ab"])?.0 == 3)
  }

  @Test("the text of a completion leaves out special tokens and the stop string")
  func text() throws {
    let tokenizer = try tinyTokenizer()
    let ids = try tokens(["a", "Ġstop", "b"]) + [2]
    let plain = Completion(tokens: ids, logProbabilities: [0, 0, 0, 0], finishReason: .stop)
    #expect(plain.text(tokenizer) == "a stopb")
    let cut = Completion(
      tokens: ids, logProbabilities: [0, 0, 0, 0], finishReason: .stopString, stopString: "stop")
    #expect(cut.text(tokenizer) == "a ")
  }
}
