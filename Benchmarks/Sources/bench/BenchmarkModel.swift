import Models
import Torch

/// The models that are measured: Llamas with random weights, which cost what trained ones cost.
enum BenchmarkModel: String, CaseIterable {
  case nano, mini

  var configuration: ModelConfiguration {
    switch self {
    case .nano:
      ModelConfiguration(
        vocabularySize: 4096, width: 128, layerCount: 4, headCount: 4, keyValueHeadCount: 2,
        hiddenWidth: 256, maximumPositions: 512)
    case .mini:
      ModelConfiguration(
        vocabularySize: 4096, width: 384, layerCount: 6, headCount: 6, keyValueHeadCount: 2,
        hiddenWidth: 1280, maximumPositions: 512)
    }
  }

  func languageModel() throws -> LanguageModel {
    try LanguageModel(configuration, using: Generator(seed: 1))
  }

  func scalarModel() throws -> ScalarModel {
    try ScalarModel(configuration, using: Generator(seed: 2))
  }

  /// Its name with what it is made of, for the page.
  var description: String {
    let made = configuration
    return "\(rawValue): width \(made.width), \(made.layerCount) layers, \(made.headCount) heads, "
      + "\(made.keyValueHeadCount) key-value heads, hidden width \(made.hiddenWidth), vocabulary "
      + "\(made.vocabularySize), tied embeddings"
  }
}

/// Ids that differ from place to place, the same in every run.
func tokens(_ count: Int, row: Int, vocabularySize: Int) -> [Int] {
  (0..<count).map { ($0 * 7919 + row * 104_729 + 13) % vocabularySize }
}
