/// Sketches that can be looked up by their likeness to another.
struct SketchIndex: Sendable {
  private(set) var sketches: [TextSketch] = []
  /// The newest entry with a band key; older ones follow by `next`.
  private var newest: [UInt64: Int32] = [:]
  /// For each band of each entry, the entry before it with the same key, or −1.
  private var next: [Int32] = []

  /// How many entries with the same key are looked at; more would make alike texts slow.
  private static let mostCandidates = 256
  private static let bandCount = 16

  /// Calls `body` with each entry that may be alike to a sketch with these band keys, the newest of
  /// each band first; an entry may come more than once.
  func forEachCandidate(for keys: [UInt64], _ body: (Int) -> Void) {
    for (band, key) in keys.enumerated() {
      guard var entry = newest[key] else { continue }
      for _ in 0..<SketchIndex.mostCandidates {
        body(Int(entry))
        entry = next[Int(entry) * SketchIndex.bandCount + band]
        if entry < 0 { break }
      }
    }
  }

  /// Adds a sketch with its band keys.
  mutating func add(_ sketch: TextSketch, _ keys: [UInt64]) {
    let entry = sketches.count
    sketches.append(sketch)
    for band in 0..<SketchIndex.bandCount {
      guard band < keys.count else {
        next.append(-1)
        continue
      }
      next.append(newest.updateValue(Int32(entry), forKey: keys[band]) ?? -1)
    }
  }
}
