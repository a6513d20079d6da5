/// What can be wrong with a model's folder.
public enum ModelError: Error, Equatable, CustomStringConvertible {
  /// A file is not there or cannot be read or written.
  case file(path: String, reason: String)
  /// A file is not as its format says.
  case malformed(path: String, reason: String)
  /// The configuration names an architecture that this module does not have.
  case unknownArchitecture(name: String, supported: [String], path: String)
  /// The configuration is that of a model with a language model inside.
  case nestedText(name: String, path: String)
  /// A key of the configuration is needed and not there.
  case missingKey(key: String, path: String)
  /// A key of the configuration has a value that means nothing.
  case wrongValue(key: String, value: String, due: String, path: String)
  /// A key asks for something that would change the results and that this module does not do.
  case unsupported(key: String, value: String, path: String)
  /// The folder has no weights that can be read.
  case noWeights(folder: String, reason: String)
  /// The output weights are said to be the embedding, and another tensor is stored for them.
  case tiedWeightsDiffer(name: String, path: String)
  /// A head cannot be normalized: it gives all texts one score.
  case constantScores(head: Int, textCount: Int)
  /// Models whose weights cannot be averaged.
  case differentModels(first: String, second: String, reason: String)

  /// One sentence: what, where, and what to do.
  public var description: String {
    switch self {
    case .file(let path, let reason): return "\(path): \(reason)"
    case .malformed(let path, let reason): return "\(path): \(reason); fetch or write it again"
    case .unknownArchitecture(let name, let supported, let path):
      return "\(path): the architecture ‘\(name)’ is not supported here; "
        + "use one of \(supported.joined(separator: ", "))"
    case .nestedText(let name, let path):
      return "\(path): ‘\(name)’ has its language model in ‘text_config’ and reads more than text, "
        + "which is not supported here; save the language model by itself and name its folder"
    case .missingKey(let key, let path):
      return "\(path): the key ‘\(key)’ is missing; add it as the model's authors publish it"
    case .wrongValue(let key, let value, let due, let path):
      return "\(path): ‘\(key)’ is \(value) where \(due) is due; correct it"
    case .unsupported(let key, let value, let path):
      return "\(path): ‘\(key)’ is \(value), which is not supported here and would change what "
        + "the model computes; use another model"
    case .noWeights(let folder, let reason):
      return "\(folder): \(reason); put model.safetensors there, or draw new weights with "
        + "rlhf sft --set from_scratch=true"
    case .tiedWeightsDiffer(let name, let path):
      return "\(path): ‘\(name)’ differs from the embedding though ‘tie_word_embeddings’ is true; "
        + "set it to false in config.json"
    case .constantScores(let head, let textCount):
      return
        "head \(head) of the reward model gives all \(textCount) texts one score, which cannot be "
        + "normalized; give more texts, or train the model first"
    case .differentModels(let first, let second, let reason):
      return
        "\(second) cannot be averaged with \(first): \(reason); average models that were trained "
        + "from one and the same model"
    }
  }
}
