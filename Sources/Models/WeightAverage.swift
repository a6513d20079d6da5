public import Foundation
import NeuralNetworks
public import Torch

/// The mean of the weights of several models that were trained from one.
///
/// Such models lie in one valley of the loss, so that the mean of their weights is as good as the mean
/// of what they say, at the cost of one; for reward models it is WARM, Ramé et al. 2024
/// (arXiv:2401.12187), which they found to resist wrong labels and shifts of the texts. All models
/// weigh the same.
public enum WeightAverage {
  /// The mean of language models.
  case language(LanguageModel)
  /// The mean of reward models; their shifts are averaged as well.
  case scalar(ScalarModel)

  /// Opens the folders one after the other, never more than two at a time.
  ///
  /// - Throws: `ModelError.differentModels` when they are not of one kind and shape.
  public init(
    of folders: [URL], in dtype: DType = .float32, on device: Device = .cpu
  ) throws {
    precondition(folders.count > 0, "a mean of no models")
    let first = try ModelConfiguration(folder: folders[0])
    if first.isClassifier {
      let mean = try ScalarModel(folder: folders[0], in: dtype, on: device)
      try WeightAverage.gather(folders, first, mean.parameters) { folder, share in
        let next = try ScalarModel(folder: folder, in: dtype, on: device)
        guard next.configuration.rewardHeads.isLike(mean.configuration.rewardHeads) else {
          throw ModelError.differentModels(
            first: folders[0].path, second: folder.path, reason: "their heads differ")
        }
        for head in 0..<mean.headCount {
          let own = mean.configuration.rewardHeads.shifts[head]
          let other = next.configuration.rewardHeads.shifts[head]
          mean.configuration.rewardHeads.shifts[head] = own + share * (other - own)
        }
        return next.parameters
      }
      self = .scalar(mean)
    } else {
      let mean = try LanguageModel(folder: folders[0], in: dtype, on: device)
      try WeightAverage.gather(folders, first, mean.parameters) { folder, _ in
        try LanguageModel(folder: folder, in: dtype, on: device).parameters
      }
      self = .language(mean)
    }
  }

  /// Moves the first model's weights to the mean: after the k-th model they are the mean of k.
  ///
  /// So the mean of equal models is that model, to the last bit.
  private static func gather(
    _ folders: [URL], _ first: ModelConfiguration, _ mean: ParameterStore,
    opening open: (URL, _ share: Double) throws -> ParameterStore
  ) throws {
    for (index, folder) in folders.enumerated().dropFirst() {
      let next = try ModelConfiguration(folder: folder)
      if let difference = first.difference(from: next) {
        throw ModelError.differentModels(
          first: folders[0].path, second: folder.path, reason: difference)
      }
      let share = 1 / Double(index + 1)
      mean.move(by: share, to: try open(folder, share))
    }
  }

  /// Writes a folder that this module and `transformers` can open.
  ///
  /// - Throws: `ModelError` or `TorchError` when the folder cannot be written.
  public func save(to folder: URL) throws {
    switch self {
    case .language(let model): try model.save(to: folder)
    case .scalar(let model): try model.save(to: folder)
    }
  }
}

extension RewardHeads {
  /// Whether two have as many heads that judge the same.
  fileprivate func isLike(_ other: RewardHeads) -> Bool {
    count == other.count && stepSeparator == other.stepSeparator
  }
}

extension ModelConfiguration {
  /// Whether the file is that of a sequence classifier, as reward models are.
  fileprivate var isClassifier: Bool {
    let reader = ConfigurationReader(members: file, path: "")
    return (try? reader.strings("architectures")) == [family.architecture(.scalar)]
  }

  /// What two models do not have in common that their weights must have; nil when there is nothing.
  fileprivate func difference(from other: ModelConfiguration) -> String? {
    if isClassifier != other.isClassifier { return "one is a language model, one a reward model" }
    let facts: [(key: String, values: [String])] = [
      ("model_type", [family, other.family].map { "\($0)" }),
      ("vocab_size", [vocabularySize, other.vocabularySize].map(String.init)),
      ("hidden_size", [width, other.width].map(String.init)),
      ("num_hidden_layers", [layerCount, other.layerCount].map(String.init)),
    ]
    if let fact = facts.first(where: { $0.values[0] != $0.values[1] }) {
      return "‘\(fact.key)’ is \(fact.values[0]) in one and \(fact.values[1]) in the other"
    }
    return architecture == other.architecture ? nil : "their layers differ"
  }

  /// What the model computes with its weights, without what its files say besides.
  private var architecture: ModelConfiguration {
    var bare = self
    (bare.file, bare.generationFile) = ([:], [:])
    (bare.beginningToken, bare.endTokens, bare.paddingToken) = (nil, [], nil)
    bare.rewardHeads = RewardHeads()
    return bare
  }
}
