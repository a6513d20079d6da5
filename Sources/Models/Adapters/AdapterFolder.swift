public import Foundation
import NeuralNetworks
import Torch

/// Whether a folder has adapters, in the format of PEFT, instead of a whole model.
public func hasAdapters(_ folder: URL) -> Bool { AdapterFolder.isThere(folder) }

/// A folder of PEFT's: adapters, and the name of the model that they belong to.
///
/// `adapter_config.json` says what they are, `adapter_model.safetensors` holds them.
struct AdapterFolder {
  /// The file that makes a folder one with adapters.
  static let configurationFile = "adapter_config.json"
  static let weightsFile = "adapter_model.safetensors"

  /// Which maps have adapters.
  let configuration: LoRAConfiguration
  /// The folder of the model that they belong to.
  let base: URL
  private let folder: URL

  /// Whether a folder has adapters instead of a model.
  static func isThere(_ folder: URL) -> Bool {
    FileManager.default.fileExists(
      atPath: folder.appendingPathComponent(configurationFile).path)
  }

  /// Reads what the adapters are.
  ///
  /// - Throws: `ModelError` when they do something else than LoRA, or when their base is not there.
  init(_ folder: URL) throws {
    let file = folder.appendingPathComponent(AdapterFolder.configurationFile)
    let members = try ModelConfiguration.members(
      of: ModelConfiguration.contents(of: file), file.path)
    let reader = ConfigurationReader(members: members, path: file.path)
    self.folder = folder
    configuration = try LoRAConfiguration(reader)
    base = try AdapterFolder.base(reader, beside: folder)
  }

  private static func base(_ reader: ConfigurationReader, beside folder: URL) throws -> URL {
    let key = "base_model_name_or_path"
    guard let name = try reader.string(key), !name.isEmpty else {
      throw ModelError.missingKey(key: key, path: reader.path)
    }
    // As transformers does it, from where the command runs; or else from where the adapters are.
    let places = [URL(fileURLWithPath: name), URL(fileURLWithPath: name, relativeTo: folder)]
    guard
      let base = places.first(where: { FileManager.default.fileExists(atPath: $0.path) })
    else {
      throw ModelError.wrongValue(
        key: key, value: "‘\(name)’, which is not there,", due: "the folder of the base model",
        path: reader.path)
    }
    guard !isThere(base) else {
      throw ModelError.wrongValue(
        key: key, value: "‘\(name)’, which has adapters itself,",
        due: "a whole model, as rlhf merge makes it,", path: reader.path)
    }
    return base.absoluteURL
  }

  /// Opens the adapters' weights.
  func parameters() throws -> AdapterParameters {
    try AdapterParameters(folder.appendingPathComponent(AdapterFolder.weightsFile))
  }
}

/// The weights in a file of PEFT's, under the names that they have in the model.
final class AdapterParameters: ParameterSource {
  /// What PEFT puts before all names.
  static let prefix = "base_model.model."

  private let file: SafetensorsFile
  private var asked: Set<String> = []
  let place: String

  init(_ url: URL) throws {
    file = try SafetensorsFile(url)
    place = url.path
  }

  func tensor(named name: String, shape: [Int], initially: Initialization) throws -> Tensor {
    let stored = AdapterParameters.prefix + name
    asked.insert(stored)
    return try file.weight(named: stored, shape: shape, path: place)
  }

  var unused: [String] { file.names.filter { !asked.contains($0) }.sorted() }
}

extension SafetensorsFile {
  /// Reads a weight and checks that it can be one.
  ///
  /// - Throws: `NeuralNetworkError` when it is not there, has another shape, or no usable numbers.
  func weight(named name: String, shape: [Int], path: String) throws -> Tensor {
    guard let found = self.shape(of: name) else {
      throw NeuralNetworkError.missingTensor(name: name, file: path)
    }
    guard found == shape else {
      throw NeuralNetworkError.wrongShape(name: name, found: found, due: shape, file: path)
    }
    let tensor = try tensor(named: name)
    guard tensor.dtype.isFloatingPoint else {
      throw NeuralNetworkError.notFloatingPoint(
        name: name, type: tensor.dtype.safetensorsName, file: path)
    }
    guard tensor.isFinite else { throw NeuralNetworkError.notFinite(name: name, file: path) }
    return tensor
  }
}
