import Batches
import Foundation
import Models
import NeuralNetworks
import Tokenizers
import Torch

/// A language model that is used and not trained, with its tokenizer.
struct OpenModel {
  let model: LanguageModel
  let tokenizer: Tokenizer
  /// Turns prompts into ids, as long as the model's context.
  let sequences: SequenceTokenizer

  /// Opens a folder.
  init(folder: URL, device: String) throws {
    let device = try openDevice(named: device)
    model = try LanguageModel(folder: folder, on: device)
    model.parameters.freeze()
    tokenizer = try matchingTokenizer(in: folder, model.configuration)
    sequences = SequenceTokenizer(
      tokenizer, maximumLength: model.configuration.contextLength)
  }
}

/// Refuses to write over something that is there.
func refuseExisting(_ url: URL) throws {
  guard !FileManager.default.fileExists(atPath: url.path) else {
    throw RefusedInput(
      "\(displayed(url)) exists and is not overwritten; pass --overwrite or another path")
  }
}
