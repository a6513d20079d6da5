import Foundation
import Models
import NeuralNetworks
import Testing
import Torch

@Suite("Weights in a file")
struct MappedWeightsTests {
  private func copiedFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("mapped-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: Fixture("llama-untied").folder, to: folder)
    return folder
  }

  @Test("are trained without a change of the file, and outlive its replacement")
  func training() throws {
    let folder = try copiedFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("model.safetensors")
    let bytes = try Data(contentsOf: file)
    let model = try LanguageModel(folder: folder)
    let other = try LanguageModel(folder: folder)
    let before = other.outputWeight.floats
    withoutGradients { model.outputWeight.fill(3) }
    #expect(try Data(contentsOf: file) == bytes)
    #expect(other.outputWeight.floats == before)
    #expect(try LanguageModel(folder: folder).outputWeight.floats == before)

    // A file that is written beside and renamed, as ours are; then none at all.
    try model.save(to: folder)
    #expect(other.outputWeight.floats == before)
    #expect(try LanguageModel(folder: folder).outputWeight.floats.allSatisfy { $0 == 3 })
    try FileManager.default.removeItem(at: folder)
    #expect(other.outputWeight.floats == before)
  }

  @Test("lie as libtorch's own memory does in a file of ours, and are copied from others")
  func alignment() throws {
    let folder = try copiedFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let model = try LanguageModel(folder: folder)
    #expect(model.parameters.named.allSatisfy { $0.tensor.isAligned })
    try model.save(to: folder)
    let file = try SafetensorsFile(folder.appendingPathComponent("model.safetensors"))
    // All sizes in this model are multiples of 64 bytes.
    #expect(try file.names.allSatisfy { try file.tensor(named: $0).isAligned })
  }

  @Test("that were copied are read again from the file where they are asked for once more")
  func released() throws {
    let folder = try copiedFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try SafetensorsFile(folder.appendingPathComponent("model.safetensors"))
    for name in file.names {
      let before = try file.tensor(named: name).floats
      file.releasePages(of: name)
      #expect(try file.tensor(named: name).floats == before)
    }
  }

  @Test("of the type that is asked for are not copied")
  func memory() throws {
    let store = ParameterStore(from: GivenAway())
    let weight = try store.scope.parameter("weight", shape: [2, 2], initially: .zeros)
    GivenAway.tensor.fill(5)
    #expect(weight.floats == [5, 5, 5, 5])
    let wide = ParameterStore(from: GivenAway(), in: .float64)
    let copy = try wide.scope.parameter("weight", shape: [2, 2], initially: .zeros)
    GivenAway.tensor.fill(6)
    #expect(copy.floats == [5, 5, 5, 5])
  }

  private struct GivenAway: ParameterSource {
    nonisolated(unsafe) static let tensor = Tensor.zeros([2, 2])
    func tensor(named name: String, shape: [Int], initially: Initialization) -> Tensor {
      Self.tensor
    }
    var givesAway: Bool { true }
    var unused: [String] { [] }
    var place: String { "memory" }
  }
}
