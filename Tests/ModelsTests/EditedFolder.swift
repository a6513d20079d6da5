import Foundation
import Models
import Torch

/// A copy of a fixture's folder, changed in some way.
struct EditedFolder {
  let url: URL

  init(_ fixture: String, in parent: URL) throws {
    url = parent.appendingPathComponent(fixture)
    try FileManager.default.copyItem(
      at: Fixture.models.appendingPathComponent(fixture), to: url)
  }

  /// Changes keys of config.json; nil takes one out.
  func configure(_ changes: [String: Any?]) throws {
    let file = url.appendingPathComponent("config.json")
    var members = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    for (key, value) in changes { members?[key] = value }
    try JSONSerialization.data(withJSONObject: members ?? [:]).write(to: file)
  }

  /// Rewrites the weights.
  func changeTensors(
    _ change: ([(name: String, tensor: Tensor)]) -> [(name: String, tensor: Tensor)]
  ) throws {
    let file = url.appendingPathComponent("model.safetensors")
    let weights = try SafetensorsFile(file)
    let tensors = try weights.names.map { (name: $0, tensor: try weights.tensor(named: $0)) }
    try writeSafetensors(change(tensors), to: file)
  }

  /// Rewrites one weight.
  func change(_ name: String, _ change: (Tensor) -> Tensor) throws {
    try changeTensors { $0.map { $0.name == name ? ($0.name, change($0.tensor.copy())) : $0 } }
  }

  func remove(_ file: String) throws {
    try FileManager.default.removeItem(at: url.appendingPathComponent(file))
  }
}
