/// What merging each pair of tokens gives, and how early it was learned.
///
/// Open addressing over 64-bit keys: encoding spends most of its time here.
struct PairTable: Sendable {
  /// A merge: the lower its rank, the earlier it is done.
  struct Merge: Equatable {
    let rank: Int32
    let result: Int32
  }

  private static let vacant = UInt64.max
  private var keys: [UInt64]
  private var values: [UInt64]
  private let shift: UInt64

  /// Makes an empty table with room for that many pairs.
  init(capacity: Int) {
    var bits: UInt64 = 4
    while 1 << bits < capacity * 2 { bits += 1 }
    keys = Array(repeating: PairTable.vacant, count: 1 << bits)
    values = Array(repeating: 0, count: 1 << bits)
    shift = 64 - bits
  }

  subscript(_ left: Int32, _ right: Int32) -> Merge? {
    get {
      let key = PairTable.key(left, right)
      let slot = slot(of: key)
      guard keys[slot] == key else { return nil }
      return Merge(
        rank: Int32(truncatingIfNeeded: values[slot] >> 32),
        result: Int32(truncatingIfNeeded: values[slot]))
    }
    set {
      guard let newValue else { return }
      let key = PairTable.key(left, right)
      let slot = slot(of: key)
      keys[slot] = key
      values[slot] = PairTable.key(newValue.rank, newValue.result)
    }
  }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  private func slot(of key: UInt64) -> Int {
    // The multiplier is 2⁶⁴ over the golden ratio, which spreads neighbouring ids.
    var slot = Int((key &* 0x9E37_79B9_7F4A_7C15) >> shift)
    while keys[slot] != key, keys[slot] != PairTable.vacant {
      slot = (slot + 1) & (keys.count - 1)
    }
    return slot
  }
}
