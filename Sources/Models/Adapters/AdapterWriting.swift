import Foundation
import NeuralNetworks
import Torch

/// Writes a folder of PEFT's: what the adapters are, and their weights.
///
/// - Parameters:
///   - parameters: Those that are not shared with the base.
///   - storesTransposed: Whether the maps' weights are stored as `[input, output]`.
/// - Throws: `ModelError` or `TorchError` when the disk is full or the folder cannot be written.
func writeAdapters<Model>(
  _ adaptation: Adaptation<Model>, _ head: ModelConfiguration.Head,
  _ parameters: [(name: String, tensor: Tensor)], storesTransposed: Bool, to folder: URL
) throws {
  try makeFolder(folder)
  try writeSafetensors(
    parameters.map { (AdapterParameters.prefix + $0.name, $0.tensor) },
    to: folder.appendingPathComponent(AdapterFolder.weightsFile))
  try removeWeights(in: folder, but: [AdapterFolder.weightsFile])
  let configuration = adaptation.configuration.json(
    for: head, basePath: adaptation.basePath, storesTransposed: storesTransposed)
  try write(
    configuration.data, to: folder.appendingPathComponent(AdapterFolder.configurationFile))
}
