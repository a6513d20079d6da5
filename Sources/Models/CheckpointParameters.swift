import Foundation
import NeuralNetworks
import Torch

/// The weights in a model's folder: one safetensors file, or several with an index.
final class CheckpointParameters: ParameterSource {
  private let prefix: String
  private let folder: URL
  /// Which file has which tensor, under the names in the files.
  private var files: [String: (file: SafetensorsFile, path: String)] = [:]
  private var asked: Set<String> = []
  /// Whether the files leave out the prefix.
  private let isBare: Bool

  /// Opens the files.
  ///
  /// - Parameter prefix: What stands before all names but the head's, where a file may leave it out.
  /// - Throws: `ModelError` or `TorchError`
  init(folder: URL, prefix: String) throws {
    self.folder = folder
    let prefix = prefix + "."
    self.prefix = prefix
    let places = try CheckpointParameters.places(in: folder)
    var opened: [String: SafetensorsFile] = [:]
    for (file, names) in places {
      let url = folder.appendingPathComponent(file)
      let open = try opened[file] ?? SafetensorsFile(url)
      opened[file] = open
      for name in names ?? open.names { files[name] = (open, url.path) }
    }
    isBare = !files.keys.contains { $0.hasPrefix(prefix) }
  }

  /// The files and the names of their tensors; nil for all that there are.
  private static func places(in folder: URL) throws -> [(file: String, names: [String]?)] {
    func isThere(_ file: String) -> Bool {
      FileManager.default.fileExists(atPath: folder.appendingPathComponent(file).path)
    }
    if isThere("model.safetensors") { return [("model.safetensors", nil)] }
    let index = "model.safetensors.index.json"
    guard isThere(index) else {
      let reason =
        isThere("pytorch_model.bin") || isThere("pytorch_model.bin.index.json")
        ? "its weights are in pytorch_model.bin, which can hold programs and is not opened"
        : "it has neither model.safetensors nor \(index)"
      throw ModelError.noWeights(folder: folder.path, reason: reason)
    }
    return try places(inIndex: folder.appendingPathComponent(index))
  }

  private static func places(inIndex url: URL) throws -> [(file: String, names: [String]?)] {
    let members = try ModelConfiguration.members(
      of: ModelConfiguration.contents(of: url), url.path)
    guard case .object(let map)? = members["weight_map"], !map.isEmpty else {
      throw ModelError.malformed(path: url.path, reason: "it has no ‘weight_map’")
    }
    var names: [String: [String]] = [:]
    for (name, value) in map {
      // A file beside the index and nowhere else.
      guard case .string(let file) = value, !file.contains("/"), file.hasSuffix(".safetensors")
      else {
        throw ModelError.malformed(
          path: url.path, reason: "‘\(name)’ is in \(value.shown), which is no safetensors file")
      }
      names[file, default: []].append(name)
    }
    return names.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Whether there is a tensor of that name.
  func has(_ name: String) -> Bool { files[stored(name)] != nil }

  private func stored(_ name: String) -> String {
    isBare && name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
  }

  func tensor(named name: String, shape: [Int], initially: Initialization) throws -> Tensor {
    let stored = stored(name)
    guard let (file, path) = files[stored] else {
      throw NeuralNetworkError.missingTensor(name: name, file: place)
    }
    let tensor = try file.weight(named: stored, shape: shape, path: path)
    asked.insert(stored)
    return tensor
  }

  /// What is written into the pages of a mapped file is this process's alone.
  var givesAway: Bool { true }

  func wasCopied(_ name: String) {
    let stored = stored(name)
    files[stored]?.file.releasePages(of: stored)
  }

  var unused: [String] { files.keys.filter { !asked.contains($0) }.sorted() }

  /// The path of the one file, or of the folder.
  var place: String {
    let paths = Set(files.values.map(\.path))
    return paths.count == 1 ? paths.first ?? folder.path : folder.path
  }

  /// Whether a name that old files have is that of a constant and not of a weight.
  static func isConstant(_ name: String) -> Bool {
    [
      ".rotary_emb.inv_freq", ".attn.bias", ".attn.masked_bias", ".attention.bias",
      ".attention.masked_bias",
    ].contains { name.hasSuffix($0) }
  }
}
