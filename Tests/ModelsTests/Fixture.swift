import Foundation
import Models
import NeuralNetworks
import Testing
import Torch

/// A folder of Tests/Fixtures/Models, with the outputs that transformers computed for it.
///
/// Equivalent Python: `Scripts/fixtures/models.py`.
struct Fixture {
  let folder: URL
  private let golden: SafetensorsFile

  init(_ name: String, in place: URL = Fixture.models) throws {
    threadCount = 1
    folder = place.appendingPathComponent(name)
    golden = try SafetensorsFile(folder.appendingPathComponent("golden.safetensors"))
  }

  static let all = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures")
  static let models = all.appendingPathComponent("Models")
  /// Written by PEFT: `Scripts/fixtures/adapters.py`.
  static let adapters = all.appendingPathComponent("Adapters")

  func tensor(_ name: String) throws -> Tensor { try golden.tensor(named: name) }

  func batch(_ name: String) throws -> TestBatch {
    TestBatch(
      tokens: try tensor("\(name).input_ids"),
      isReal: try tensor("\(name).attention_mask") .== 1)
  }
}

/// Tokens padded on any side.
struct TestBatch {
  /// The ids. `[batch, time]`, int64
  let tokens: Tensor
  /// Which are no padding. `[batch, time]`, bool
  let isReal: Tensor

  /// Counted from the first real token. `[batch, time]`, int64
  var positions: Tensor {
    (isReal.to(.int64).cumulativeSum(along: 1) - 1).clamped(from: 0).to(.int64)
  }

  /// Every token sees the real ones up to its own.
  var attention: AttentionPattern {
    let (batch, time) = tokens.shape2
    let isBefore = Tensor.ones([time, time], .bool).lowerTriangle()
    return .allowed(
      isReal.reshaped([batch, 1, 1, time]) .&& isBefore.reshaped([1, 1, time, time]))
  }

  func logits(of model: LanguageModel) -> Tensor {
    withoutGradients {
      let hidden = model.decoder.hiddenStates(of: tokens, at: positions, attention)
      return model.logits(of: hidden) * isReal.to(model.dtype).unsqueezed(-1)
    }
  }

  /// The score at the last real token of each row. `[batch]`
  func rewards(of model: ScalarModel) -> Tensor {
    withoutGradients {
      let scores = model.scores(of: tokens, at: positions, attention)
      let (_, time) = tokens.shape2
      let indices = (isReal.to(.int64) * Tensor.range(0..<time)).max(along: 1).unsqueezed(-1)
      return scores.gathered(along: 1, at: indices).squeezed(-1)
    }
  }
}

/// Expects two tensors to have one shape and elements that differ by no more than `tolerance`.
func expectClose(
  _ found: Tensor, _ due: Tensor, within tolerance: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  precondition(tolerance > 0 && tolerance <= 0.1, "a tolerance of \(tolerance)")
  #expect(found.shape == due.shape, sourceLocation: sourceLocation)
  guard found.shape == due.shape else { return }
  let distance = (found.detached().to(.float64) - due.detached().to(.float64)).absolute().max()
  #expect(distance.value <= tolerance, sourceLocation: sourceLocation)
}

/// A folder that goes when the test ends.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("models-tests-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
