import Foundation
import NeuralNetworks
import Torch

/// Writes a model's folder: configuration, weights, and what `generate` of `transformers` reads.
///
/// - Throws: `ModelError` or `TorchError` when the disk is full or the folder cannot be written.
func writeCheckpoint(
  _ configuration: ModelConfiguration, _ head: ModelConfiguration.Head,
  _ parameters: ParameterStore, to folder: URL, maximumShardBytes: Int
) throws {
  try makeFolder(folder)
  let written = try writeWeights(parameters, to: folder, maximumShardBytes: maximumShardBytes)
  try removeWeights(in: folder, but: written)
  try write(
    configuration.json(for: head, in: parameters.dtype),
    to: folder.appendingPathComponent("config.json"))
  if head == .language {
    try write(
      configuration.generationJSON, to: folder.appendingPathComponent("generation_config.json"))
  }
}

func makeFolder(_ folder: URL) throws {
  do {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  } catch {
    throw ModelError.file(path: folder.path, reason: "the folder cannot be made; choose another")
  }
}

/// Writes one file or several with an index, and gives the names of what it wrote.
private func writeWeights(
  _ parameters: ParameterStore, to folder: URL, maximumShardBytes: Int
) throws -> Set<String> {
  let shards = shards(of: parameters.named, maximumBytes: maximumShardBytes)
  if shards.count == 1 {
    try writeSafetensors(shards[0], to: folder.appendingPathComponent("model.safetensors"))
    return ["model.safetensors"]
  }
  func padded(_ number: Int) -> String {
    String(repeating: "0", count: max(0, 5 - "\(number)".count)) + "\(number)"
  }
  var files: [String: JSON] = [:]
  var written: Set<String> = ["model.safetensors.index.json"]
  for (index, shard) in shards.enumerated() {
    let file = "model-\(padded(index + 1))-of-\(padded(shards.count)).safetensors"
    try writeSafetensors(shard, to: folder.appendingPathComponent(file))
    for (name, _) in shard { files[name] = .string(file) }
    written.insert(file)
  }
  let byteCount = shards.joined().reduce(0) { $0 + byteCountOf($1.tensor) }
  let metadata: [String: JSON] = [
    "total_parameters": .integer(parameters.elementCount), "total_size": .integer(byteCount),
  ]
  let index = JSON.object(["metadata": .object(metadata), "weight_map": .object(files)])
  try write(index.data, to: folder.appendingPathComponent("model.safetensors.index.json"))
  return written
}

/// Fills one shard after the other, in order; a tensor that is too large gets its own.
private func shards(
  of tensors: [(name: String, tensor: Tensor)], maximumBytes: Int
) -> [[(name: String, tensor: Tensor)]] {
  var shards: [[(name: String, tensor: Tensor)]] = [[]]
  var filled = 0
  for (name, tensor) in tensors {
    let size = byteCountOf(tensor)
    if filled > 0, filled + size > maximumBytes {
      shards.append([])
      filled = 0
    }
    shards[shards.count - 1].append((name, tensor))
    filled += size
  }
  return shards
}

private func byteCountOf(_ tensor: Tensor) -> Int { tensor.count * tensor.dtype.byteCount }

/// Removes weights that an earlier model left there: a reader would mix them up.
func removeWeights(in folder: URL, but written: Set<String>) throws {
  let manager = FileManager.default
  for file in (try? manager.contentsOfDirectory(atPath: folder.path)) ?? []
  where !written.contains(file) && isWeights(file) {
    let url = folder.appendingPathComponent(file)
    do { try manager.removeItem(at: url) } catch {
      throw ModelError.file(path: url.path, reason: "is in the way and cannot be removed")
    }
  }
}

private func isWeights(_ file: String) -> Bool {
  file == "model.safetensors" || file == "model.safetensors.index.json"
    || file == AdapterFolder.weightsFile || file == AdapterFolder.configurationFile
    || file.hasPrefix("model-") && file.hasSuffix(".safetensors") && file.contains("-of-")
}

func write(_ data: Data, to url: URL) throws {
  do { try data.write(to: url, options: .atomic) } catch {
    throw ModelError.file(
      path: url.path, reason: "cannot be written; free space or choose another folder")
  }
}
