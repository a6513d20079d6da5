import Foundation
import NeuralNetworks
import Testing
import Torch

/// A file of Tests/Fixtures.
func fixture<Value: Decodable>(_ path: String, as type: Value.Type) throws -> Value {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures")
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(
    type, from: Data(contentsOf: folder.appendingPathComponent(path)))
}

/// Expects two lists of numbers to be of one length and to differ by no more than `tolerance`.
func expectClose(
  _ found: [Double], _ due: [Double], within tolerance: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  precondition(tolerance > 0 && tolerance <= 0.1, "a tolerance of \(tolerance)")
  #expect(found.count == due.count, sourceLocation: sourceLocation)
  for (found, due) in zip(found, due) {
    #expect(abs(found - due) <= tolerance, sourceLocation: sourceLocation)
  }
}

extension Tensor {
  /// All elements in double precision.
  var doubles: [Double] { to(.float64).array() }
}

/// Weights by name.
final class GivenParameters: ParameterSource {
  private let tensors: [String: Tensor]
  private var asked: Set<String> = []

  init(_ tensors: [String: Tensor]) { self.tensors = tensors }

  func tensor(named name: String, shape: [Int], initially: Initialization) throws -> Tensor {
    guard let tensor = tensors[name] else {
      throw NeuralNetworkError.missingTensor(name: name, file: place)
    }
    asked.insert(name)
    return tensor
  }

  var unused: [String] { tensors.keys.filter { !asked.contains($0) }.sorted() }
  var place: String { "given.safetensors" }
}

func withTemporaryFile<Result>(_ body: (URL) throws -> Result) rethrows -> Result {
  let file = FileManager.default.temporaryDirectory
    .appendingPathComponent("networks-tests-\(UUID().uuidString).safetensors")
  defer { try? FileManager.default.removeItem(at: file) }
  return try body(file)
}
