import Foundation

extension RotaryScaling {
  /// The angle by which each pair of dimensions turns from one position to the next, in radians.
  ///
  /// - Parameters:
  ///   - width: The number of dimensions that are turned; even.
  ///   - base: The number whose powers the wavelengths are.
  ///   - length: The number of positions in the text, where they depend on it.
  ///   - maximumPositions: The length from which `dynamic` grows.
  /// - Returns: `[width / 2]`
  public func frequencies(
    width: Int, base: Double, length: Int, maximumPositions: Int
  ) -> [Double] {
    precondition(width > 0 && width % 2 == 0, "a rotary embedding of \(width) dimensions")
    let plain = RotaryScaling.powers(of: base, width)
    switch self {
    case .none: return plain
    case .linear(let factor): return plain.map { $0 / factor }
    case .dynamic(let factor):
      let stretch = factor * Double(max(length, maximumPositions)) / Double(maximumPositions)
      let exponent = Double(width) / Double(width - 2)
      return RotaryScaling.powers(of: base * pow(stretch - (factor - 1), exponent), width)
    case .yarn(let yarn): return yarn.scaled(plain, base)
    case .llama3(let llama3): return plain.map(llama3.scaled)
    case .longrope(let longrope):
      let isLong = length > longrope.originalPositions
      let factors = isLong ? longrope.longFactors : longrope.shortFactors
      precondition(factors.count == plain.count, "\(factors.count) factors for \(plain.count)")
      return zip(plain, factors).map { $0 / $1 }
    }
  }

  private static func powers(of base: Double, _ width: Int) -> [Double] {
    stride(from: 0, to: width, by: 2).map { 1 / pow(base, Double($0) / Double(width)) }
  }
}

extension RotaryScaling.YaRN {
  /// Mixes divided and plain frequencies: each pair by how often it turns over the original length.
  func scaled(_ plain: [Double], _ base: Double) -> [Double] {
    let width = 2 * plain.count
    var low = dimension(turning: fastTurns, width, base)
    var high = dimension(turning: slowTurns, width, base)
    if roundsBorders { (low, high) = (low.rounded(.down), high.rounded(.up)) }
    low = max(low, 0)
    high = min(high, Double(width - 1))
    if low == high { high += 0.001 }
    return plain.enumerated().map { index, frequency in
      let divided = min(1, max(0, (Double(index) - low) / (high - low)))
      return frequency / factor * divided + frequency * (1 - divided)
    }
  }

  /// The pair of dimensions that turns so often over the original length.
  private func dimension(turning turns: Double, _ width: Int, _ base: Double) -> Double {
    let wavelength = Double(originalPositions) / (2 * Double.pi * turns)
    return Double(width) * log(wavelength) / (2 * log(base))
  }
}

extension RotaryScaling.Llama3 {
  /// Divides a low frequency, keeps a high one, and mixes between.
  func scaled(_ frequency: Double) -> Double {
    let turns = Double(originalPositions) * frequency / (2 * Double.pi)
    if turns > highTurns { return frequency }
    if turns < lowTurns { return frequency / factor }
    let kept = (turns - lowTurns) / (highTurns - lowTurns)
    return (1 - kept) * frequency / factor + kept * frequency
  }
}
