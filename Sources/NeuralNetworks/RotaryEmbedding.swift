import Foundation
public import Torch

/// Positions as rotations of pairs of dimensions.
///
/// Su et al. 2021 (arXiv:2104.09864), §3.2. The pairs are the dimensions `i` and `i + width / 2`, as in `transformers`. Cosines and sines
/// come from tables that are made once and grow when a text needs it.
public final class RotaryEmbedding {
  /// The number of dimensions that are turned.
  public let width: Int
  /// The number whose powers the wavelengths are.
  public let base: Double
  /// How frequencies are stretched for long texts.
  public let scaling: RotaryScaling
  /// The length that the model is meant for.
  public let maximumPositions: Int
  private let dtype: DType
  private let device: Device
  private var table: Table?
  /// Held while the table is looked at: passes may run at once.
  private let lock = NSLock()

  private struct Table {
    let frequencies: [Double]
    let rows: Int
    /// Of each position. `[rows, width]`
    let cosines: Tensor
    /// With the sign of the first half changed. `[rows, width]`
    let sines: Tensor
  }

  /// Describes an embedding; its tables are made on first use.
  public init(
    width: Int, base: Double, scaling: RotaryScaling = .none, maximumPositions: Int,
    in dtype: DType = .float32, on device: Device = .cpu
  ) {
    self.width = width
    self.base = base
    self.scaling = scaling
    self.maximumPositions = maximumPositions
    self.dtype = dtype
    self.device = device
  }

  /// The rotations of a batch of positions.
  ///
  /// - Parameters:
  ///   - positions: Each at least 0 and below `slotCount`. `[batch, time]`, int64
  ///   - slotCount: How many positions there may be: the length of a row with what came before it.
  public func rotation(at positions: Tensor, slotCount: Int) -> Rotation {
    // The longest text of the batch counts, as in transformers.
    let length = scaling.dependsOnLength ? Int(positions.max().value) + 1 : slotCount
    let frequencies = scaling.frequencies(
      width: width, base: base, length: length, maximumPositions: maximumPositions)
    let table = table(of: frequencies, atLeast: max(slotCount, length))
    let (batch, time) = positions.shape2
    let rows = positions.reshaped([-1])
    return Rotation(
      cosines: table.cosines.rows(at: rows).reshaped([batch, time, 1, width]),
      sines: table.sines.rows(at: rows).reshaped([batch, time, 1, width]))
  }

  private func table(of frequencies: [Double], atLeast rows: Int) -> Table {
    lock.lock()
    defer { lock.unlock() }
    if let table, table.rows >= rows, table.frequencies == frequencies { return table }
    // At first all positions of the model, but no large table that a short text has no use for.
    let doubled = max(rows, 2 * (table?.rows ?? 0), 4096)
    let made = withoutGradients {
      makeTable(frequencies, max(rows, min(doubled, maximumPositions)))
    }
    table = made
    return made
  }

  private func makeTable(_ frequencies: [Double], _ rows: Int) -> Table {
    // Angles in single precision: what the models were trained with.
    let turns = Tensor(frequencies.map(Float.init), on: device)
    let positions = Tensor.range(0..<rows, on: device).to(.float32)
    let angles = positions.unsqueezed(-1) * turns.unsqueezed(0)
    let cosines = angles.cosine() * scaling.attentionFactor
    let sines = angles.sine() * scaling.attentionFactor
    return Table(
      frequencies: frequencies, rows: rows,
      cosines: Tensor.concatenation(of: [cosines, cosines], along: -1).to(dtype),
      sines: Tensor.concatenation(of: [-sines, sines], along: -1).to(dtype))
  }
}

/// The rotations of one batch of positions, for all layers.
public struct Rotation {
  /// Of each angle. `[batch, time, 1, width]`
  public let cosines: Tensor
  /// With the sign of the first half changed. `[batch, time, 1, width]`
  public let sines: Tensor

  /// Turns queries or keys; of wider heads the first features only.
  ///
  /// - Parameter x: `[batch, time, heads, head width]`
  /// - Returns: `[batch, time, heads, head width]`
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let width = cosines.shape4.3
    guard width < x.shape4.3 else { return turned(x) }
    return Tensor.concatenation(
      of: [turned(x.slice(0..<width, along: -1)), x.suffix(from: width, along: -1)], along: -1)
  }

  /// - Parameter x: `[batch, time, heads, width]`
  private func turned(_ x: Tensor) -> Tensor {
    // Moving on by half the width exchanges the two dimensions of each pair.
    x * cosines + x.rolled(by: x.shape4.3 / 2, along: -1) * sines
  }
}
