import Batches
import Datasets
import Foundation
import Models
import NeuralNetworks
import Tokenizers
import Torch

/// A model that is being examined.
struct Patient {
  let configuration: ModelConfiguration
  let tokenizer: Tokenizer
}

extension Examination {
  /// Checks a model's folder: its files, its weights, its tokenizer and its end of text.
  mutating func checkModel(in folder: URL) -> Patient? {
    guard let configuration = check({ try ModelConfiguration(folder: folder) }) else { return nil }
    good(
      "\(displayed(folder)): \(configuration.family.rawValue), "
        + "\(configuration.contextLength) positions, \(configuration.vocabularySize) tokens")
    if troubleCount == 0 { checkWeights(in: folder) }
    guard let tokenizer = check({ try matchingTokenizer(in: folder, configuration) }) else {
      return nil
    }
    good("its tokenizer has \(counted(tokenizer.vocabularySize, "token"))")
    checkEnd(of: tokenizer, configuration)
    checkTemplate(of: tokenizer)
    return Patient(configuration: configuration, tokenizer: tokenizer)
  }

  private mutating func checkWeights(in folder: URL) {
    let stores = check {
      do { return try LanguageModel(folder: folder).parameters } catch {
        // A reward model is as welcome; of two errors, the first is the likelier one.
        guard let scalar = try? ScalarModel(folder: folder) else { throw error }
        return scalar.parameters
      }
    }
    guard let stores else { return }
    let count = stores.named.reduce(0) { $0 + $1.tensor.count }
    good("its weights are whole and finite: \(count) numbers")
  }

  private mutating func checkEnd(of tokenizer: Tokenizer, _ configuration: ModelConfiguration) {
    guard let end = tokenizer.endOfText else {
      return bad("\(BatchError.noEndOfText)")
    }
    if configuration.endTokens.contains(end) {
      good("texts end with token \(end), for the tokenizer and the model")
    } else {
      bad(
        "the tokenizer ends texts with token \(end) and the model with \(configuration.endTokens): "
          + "completions would never end; correct eos_token_id in generation_config.json")
    }
  }

  private mutating func checkTemplate(of tokenizer: Tokenizer) {
    guard let template = check(tokenizer.chatTemplate) else { return }
    guard let template else {
      return remark("no chat template: rows must be text, not messages")
    }
    let turn = ChatMessage(role: "user", content: "What is rain?")
    let reply = ChatMessage(role: "assistant", content: "Water from clouds.")
    guard
      let opening = check({ try template.render([turn], addingGenerationPrompt: true) }),
      let whole = check({ try template.render([turn, reply]) })
    else { return }
    if whole.utf8.starts(with: opening.utf8) {
      good("its chat template keeps prompts as they are when an answer follows")
    } else {
      bad("\(BatchError.templateRewritesPrompt(nil))")
    }
  }
}
