import Models
import Testing
import Torch

@testable import Generation

@Suite("Prompts and wishes that cannot be met")
struct GenerationErrorTests {
  private func complaint(
    _ prompts: [[Int]], _ sampling: SamplingConfiguration = .greedy(), model: String = "gpt2-tied"
  ) throws -> String {
    let model = try tinyModel(model)
    do {
      _ = try generate(from: model, prompts: prompts, sampling, using: Generator(seed: 0))
      return "nothing is wrong"
    } catch {
      return "\(error)"
    }
  }

  @Test("an empty prompt")
  func empty() throws {
    #expect(try complaint([[1], []]).hasPrefix("prompt 2 has no tokens"))
  }

  @Test("a prompt that fills the context", arguments: [64, 65, 200])
  func tooLong(count: Int) throws {
    let found = try complaint([Array(repeating: 5, count: count)])
    #expect(found.hasPrefix("prompt 1 has \(count) tokens and the model's context is 64"))
    #expect(try complaint([Array(repeating: 5, count: 63)]) == "nothing is wrong")
  }

  @Test("a token that the model does not have", arguments: [128, -1])
  func outOfRange(token: Int) throws {
    #expect(try complaint([[3, token]]).hasPrefix("prompt 1 has the token \(token) and the model"))
  }

  @Test(
    "a value that means nothing",
    arguments: [
      (SamplingConfiguration(maximumNewTokens: 0), "maximum_new_tokens is 0"),
      (.init(temperature: -0.5), "temperature is -0.5"),
      (.init(temperature: .nan), "temperature is nan"), (.init(topK: -1), "top_k is -1"),
      (.init(topP: 0), "top_p is 0.0"), (.init(topP: 1.5), "top_p is 1.5"),
      (.init(minP: -0.1), "min_p is -0.1"), (.init(minP: 1.1), "min_p is 1.1"),
      (.init(stopStrings: [""]), "stop_strings is"), (.init(batchSize: -1), "batch_size is -1"),
    ])
  func invalid(sampling: SamplingConfiguration, due: String) throws {
    let found = try complaint([[1]], sampling)
    #expect(found.hasPrefix(due))
    #expect(found.contains("must be"))
  }

  @Test("stop strings without a tokenizer")
  func noTokenizer() throws {
    #expect(try complaint([[1]], .init(stopStrings: ["x"])).hasPrefix("stop_strings are given"))
  }

  @Test("logits that are not finite", arguments: [0, 1.0])
  func notFinite(temperature: Double) throws {
    let model = try tinyModel("llama-untied")
    withoutGradients { model.outputWeight.fill(.nan) }
    #expect(throws: GenerationError.notFinite(prompt: 1, tokenIndex: 0)) {
      try generate(
        from: model, prompts: [[1], [2]], .init(temperature: temperature),
        using: Generator(seed: 0))
    }
  }
}
