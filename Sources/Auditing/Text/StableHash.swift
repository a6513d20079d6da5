/// A hash that is the same in every process and on every machine, unlike `Hasher`'s.
///
/// FNV-1a, the bits of which are mixed at the end. It is no defence against forgery.
struct StableHash {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func combine(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }

  mutating func combine(_ number: UInt64) {
    state = mixed(state ^ number) &* 0x100_0000_01b3
  }

  var value: UInt64 { mixed(state) }
}

/// Returns the hash of a text's UTF-8 bytes.
func stableHash(of text: String) -> UInt64 {
  var hash = StableHash()
  for byte in text.utf8 { hash.combine(byte) }
  return hash.value
}

/// Returns the hash of numbers in their order.
func stableHash(of numbers: some Sequence<UInt64>) -> UInt64 {
  var hash = StableHash()
  for number in numbers { hash.combine(number) }
  return hash.value
}

/// Returns a number whose every bit depends on every bit of another: the end of SplitMix64.
func mixed(_ number: UInt64) -> UInt64 {
  var bits = number &+ 0x9e37_79b9_7f4a_7c15
  bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
  bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
  return bits ^ (bits >> 31)
}
