/// A generator of random numbers whose sequence depends on nothing but its seed.
///
/// xoshiro256**, Blackman and Vigna 2021 (arXiv:1805.01407), its state filled by SplitMix64. Its
/// state is `Codable`, so that a resumed run draws what an uninterrupted one would have drawn.
public struct SeededGenerator: RandomNumberGenerator, Codable, Equatable, Sendable {
  private var state0: UInt64
  private var state1: UInt64
  private var state2: UInt64
  private var state3: UInt64

  /// Creates a generator from a seed; near seeds give unrelated sequences.
  public init(seed: UInt64) {
    var filler = SplitMix64(state: seed)
    self.init(state: (filler.next(), filler.next(), filler.next(), filler.next()))
  }

  init(state: (UInt64, UInt64, UInt64, UInt64)) {
    (state0, state1, state2, state3) = state
  }

  /// Returns the next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = rotated(state1 &* 5, by: 7) &* 9
    let shifted = state1 << 17
    state2 ^= state0
    state3 ^= state1
    state1 ^= state2
    state0 ^= state3
    state2 ^= shifted
    state3 = rotated(state3, by: 45)
    return result
  }

  /// Returns an integer in `0..<bound`, each equally likely.
  ///
  /// The standard library's own way may change between versions; this one will not.
  public mutating func next(below bound: Int) -> Int {
    precondition(bound > 0, "the bound must be positive, is \(bound)")
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    // Draws that fall short of a whole share of the 2⁶⁴ possible ones are thrown away.
    let threshold = (0 &- bound) % bound
    while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    return Int(product.high)
  }

  /// Returns a number in `0..<1`, a multiple of 2⁻⁵³, each equally likely.
  public mutating func nextUnit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }
}

/// The generator that fills the states of others, Steele, Lea and Flood 2014.
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

private func rotated(_ bits: UInt64, by count: UInt64) -> UInt64 {
  (bits << count) | (bits >> (64 - count))
}
