/// A small generator whose numbers are the same on every machine: SplitMix64.
struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts a stream of its own for each `purpose`, so that asking for more of one kind of text
  /// never changes another.
  init(seed: UInt64, purpose: String) {
    state = seed ^ stableHash(purpose)
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}

// The standard library may change how `randomElement` turns bits into choices; the text of the demo
// world must not change with it.
extension RandomNumberGenerator {
  /// Draws a number in `0..<1`.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Draws true with the given probability.
  mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// Draws an index in `0..<count`.
  mutating func index(below count: Int) -> Int {
    precondition(count > 0, "cannot draw an index below \(count)")
    return Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// Draws one element.
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[index(below: elements.count)]
  }

  /// Draws one element by weight; the weights need not sum to one.
  mutating func pick<Element>(weighted choices: [(element: Element, weight: Double)]) -> Element {
    precondition(!choices.isEmpty, "cannot draw from 0 choices")
    var remaining = unit() * choices.reduce(0) { $0 + $1.weight }
    for choice in choices.dropLast() {
      remaining -= choice.weight
      if remaining < 0 { return choice.element }
    }
    return choices[choices.count - 1].element
  }

  /// Draws an order of the elements (Fisher–Yates).
  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var result = elements
    for last in stride(from: result.count - 1, to: 0, by: -1) {
      result.swapAt(last, index(below: last + 1))
    }
    return result
  }
}

/// Hashes text the same way on every machine and in every run (FNV-1a, finished by a mix).
func stableHash(_ text: String) -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in text.utf8 {
    hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }
  hash = (hash ^ (hash >> 32)) &* 0x9E37_79B9_7F4A_7C15
  return hash ^ (hash >> 29)
}
