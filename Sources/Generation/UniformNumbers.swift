import Torch

/// The numbers that decide what is drawn: one for each row and step, all drawn at once.
///
/// Number `row · steps + step` of the generator decides, so nothing changes when other rows end
/// early or begin late, and the generator moves on by the same amount whatever is drawn.
struct UniformNumbers {
  /// In `0..<1`, row by row.
  let values: [Double]
  private let steps: Int
  private let device: Device

  /// Draws them from one generator.
  ///
  /// - Parameter device: Where tokens are chosen.
  init(rows: Int, steps: Int, using generator: Generator, on device: Device = .cpu) {
    self.init(drawn([rows, steps], using: generator), steps: steps, on: device)
  }

  /// Draws those of each row from a seed of its own.
  init(seeds: [UInt64], steps: Int, on device: Device) {
    let values = seeds.flatMap { drawn([steps], using: Generator(seed: $0, on: device)) }
    self.init(values, steps: steps, on: device)
  }

  private init(_ values: [Double], steps: Int, on device: Device) {
    self.values = values
    self.steps = steps
    self.device = device
  }

  /// What decides the next token of each of these rows. `[rows]`
  func next(of rows: [Int], _ drafts: [Draft]) -> Tensor {
    // A row that has ended and is still here may be past its last number.
    let next = rows.map { values[$0 * steps + min(drafts[$0].tokens.count, steps - 1)] }
    return isWithoutDoubles(device)
      ? Tensor(next.map(Float.init), on: device) : Tensor(next, on: device)
  }
}

private func drawn(_ shape: [Int], using generator: Generator) -> [Double] {
  // Single precision has too few digits for unlikely tokens.
  if isWithoutDoubles(generator.device) {
    return Tensor.uniform(shape, using: generator).floats.map(Double.init)
  }
  return Tensor.uniform(shape, using: generator, .float64).array()
}

private func isWithoutDoubles(_ device: Device) -> Bool { device.kind == .mps }
