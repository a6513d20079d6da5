import Batches
import Datasets
import Foundation
import Models
import NeuralNetworks
import Runs
import Tokenizers
import Torch
import Training

/// What a training command has before it reads rows: a device, a tokenizer, and how long a sequence
/// may be.
struct Groundwork {
  let settings: CommonSettings
  /// Those of all that the run reads.
  let hashes: InputHashes
  let device: Device
  let tokenizer: Tokenizer
  /// The most tokens that a sequence may have.
  let maximumLength: Int
  /// Bytes that the process took before it opened a model.
  let processBytes: Int
  /// Numbers tokens of the model that is trained.
  private let vocabularySize: Int

  /// Opens libtorch and the tokenizer, and reads the model's configuration.
  ///
  /// - Parameter hashes: Whether what the recipe reads is hashed meanwhile, for a run to write down.
  init<Keys>(_ recipe: Recipe<Keys>, hashing hashes: Bool = true) throws {
    settings = recipe.common
    let inputs = [settings.data, settings.model] + recipe.own.inputs
    self.hashes = InputHashes(of: hashes ? inputs.map { URL(fileURLWithPath: $0) } : [])
    device = try openDevice(named: settings.device, threads: settings.threads)
    let folder = URL(fileURLWithPath: settings.model)
    let configuration = try ModelConfiguration(folder: folder)
    tokenizer = try matchingTokenizer(in: folder, configuration)
    vocabularySize = configuration.vocabularySize
    if let end = tokenizer.endOfText, !configuration.endTokens.contains(end) {
      note(
        "The tokenizer ends texts with token \(end) and the model stops at "
          + "\(configuration.endTokens): completions may never end; see rlhf doctor.")
    }
    processBytes = MachineMemory.ofThisProcess ?? 0
    let positions = configuration.contextLength
    let isDefault = settings.maximumLength == CommonSettings().maximumLength
    maximumLength = isDefault ? min(settings.maximumLength, positions) : settings.maximumLength
    guard maximumLength <= positions else {
      throw TrainingError.tooLong(length: maximumLength, maximumPositions: positions)
    }
  }

  /// The file of rows.
  var data: URL { URL(fileURLWithPath: settings.data) }

  /// The folder of the model to start from.
  var model: URL { URL(fileURLWithPath: settings.model) }

  /// Opens a language model that must share the vocabulary; the one to start from by default.
  func languageModel(
    _ path: String = "", called name: String = "the model", quantizing quantizes: Bool = false
  ) throws -> LanguageModel {
    let folder = path.isEmpty ? model : URL(fileURLWithPath: path)
    let found = try LanguageModel(folder: folder, on: device, quantizingLinearMaps: quantizes)
    try check(found.configuration, in: folder, called: name)
    return found
  }

  /// Makes the model that the folder's config.json describes, with weights drawn from the seed.
  func newLanguageModel() throws -> LanguageModel {
    guard settings.lora.rank == 0 else {
      throw ConfigurationError(
        "lora.rank is \(settings.lora.rank) and from_scratch is true: adapters to random weights "
          + "learn nothing of use; leave one of them out")
    }
    let generator = Generator(seed: derivedSeed(settings.seed, "weights"))
    return try LanguageModel(ModelConfiguration(folder: model), using: generator, on: device)
  }

  /// Opens a reward model or critic that must share the vocabulary.
  func scalarModel(
    _ path: String, called name: String, headGenerator: Generator? = nil, headCount: Int? = nil
  ) throws -> ScalarModel {
    let folder = URL(fileURLWithPath: path)
    let found = try ScalarModel(
      folder: folder, headGenerator: headGenerator, headCount: headCount, on: device)
    try check(found.configuration, in: folder, called: name)
    return found
  }

  /// Refuses a model that reads ids otherwise than the one that is trained.
  private func check(
    _ configuration: ModelConfiguration, in folder: URL, called name: String
  ) throws {
    guard configuration.vocabularySize == vocabularySize else {
      throw TrainingError.vocabularyMismatch(
        first: "the model \(displayed(model))", firstSize: vocabularySize,
        second: "\(name) \(displayed(folder))", secondSize: configuration.vocabularySize)
    }
    guard folder != model, !haveTheSameTokenizer(folder, model),
      let other = try? Tokenizer(folder: folder)
    else { return }
    let ids = 0..<max(tokenizer.vocabularySize, other.vocabularySize)
    if let id = ids.first(where: { tokenizer.token(for: $0) != other.token(for: $0) }) {
      throw RefusedInput(
        "token \(id) is ‘\(tokenizer.token(for: id) ?? "nothing")’ in \(displayed(model)) and "
          + "‘\(other.token(for: id) ?? "nothing")’ in \(displayed(folder)), \(name); both must "
          + "have one tokenizer")
    }
  }
}

/// Whether the files of two tokenizers are alike, which is known sooner than both can be read.
private func haveTheSameTokenizer(_ folder: URL, _ other: URL) -> Bool {
  ["tokenizer.json", "tokenizer_config.json"].allSatisfy { name in
    FileManager.default.contentsEqual(
      atPath: folder.appendingPathComponent(name).path,
      andPath: other.appendingPathComponent(name).path)
  }
}

/// Opens libtorch and finds a device.
///
/// - Parameter threads: Of one operation on the CPU; 0 for as many as there are cores.
func openDevice(named name: String, threads: Int = 0) throws -> Device {
  // Threads that wait without spinning: where cores are shared, spinning ones slow each other down
  // tenfold (docs/experiments/LOG.md). OpenMP reads this once, when libtorch opens.
  setenv("OMP_WAIT_POLICY", "PASSIVE", 0)
  try loadLibtorch()
  threadCount = threads > 0 ? threads : ProcessInfo.processInfo.activeProcessorCount
  return try Device(named: name)
}

/// Opens the tokenizer in a model's folder, and checks that the model knows all of its tokens.
func matchingTokenizer(
  in folder: URL, _ configuration: ModelConfiguration
) throws -> Tokenizer {
  let tokenizer = try Tokenizer(folder: folder)
  guard tokenizer.vocabularySize <= configuration.vocabularySize else {
    throw BatchError.tokenOutOfRange(
      tokenizer.vocabularySize - 1, vocabularySize: configuration.vocabularySize)
  }
  return tokenizer
}
