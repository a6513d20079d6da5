/// Rows to learn from, and rows to measure with.
public struct Split<Row> {
  /// The rows to learn from, in the order in which they came.
  public var training: [Row]
  /// The rows to measure with, in the order in which they came.
  public var heldOut: [Row]

  /// Creates a split.
  public init(training: [Row], heldOut: [Row]) {
    self.training = training
    self.heldOut = heldOut
  }
}

extension Split: Sendable where Row: Sendable {}

/// Splits rows so that all rows of one prompt are on one side.
///
/// Which prompts are held out follows from the seed and the prompts alone, not from the order of
/// the rows. The held-out rows are never more than their share, and fewer only where a prompt with
/// several rows does not fit any more.
///
/// - Parameters:
///   - rows: What to split.
///   - heldOutFraction: The share of the rows to hold out, in `0...1`.
///   - seed: Another seed holds out other prompts.
///   - prompt: Returns the prompt of a row.
public func split<Row>(
  _ rows: [Row], heldOutFraction: Double, seed: UInt64, by prompt: (Row) -> Content
) -> Split<Row> {
  precondition(
    (0...1).contains(heldOutFraction), "the held-out fraction \(heldOutFraction) is not in 0...1")
  let groups = Dictionary(grouping: rows.indices) { prompt(rows[$0]) }.values
    .map { (indices: $0, key: key(of: prompt(rows[$0[0]]), seed: seed)) }
    .sorted { ($0.key, $0.indices[0]) < ($1.key, $1.indices[0]) }
  let wantedCount = Int((Double(rows.count) * heldOutFraction).rounded())
  var heldOut: Set<Int> = []
  for group in groups where heldOut.count + group.indices.count <= wantedCount {
    heldOut.formUnion(group.indices)
  }
  return Split(
    training: rows.indices.filter { !heldOut.contains($0) }.map { rows[$0] },
    heldOut: rows.indices.filter(heldOut.contains).map { rows[$0] })
}

/// Splits rows by the prompts they have.
///
/// See `split(_:heldOutFraction:seed:by:)`.
public func split<Row: Prompted>(
  _ rows: [Row], heldOutFraction: Double, seed: UInt64
) -> Split<Row> {
  split(rows, heldOutFraction: heldOutFraction, seed: seed, by: \.prompt)
}

/// Returns a number that looks random but follows from the prompt and the seed.
///
/// Swift's own hashes differ from run to run. This is FNV-1a over the text, and the finalizer of
/// SplitMix64.
private func key(of prompt: Content, seed: UInt64) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  func mix(_ text: String) {
    // 0xff is in no UTF-8 text, so it ends each text without doubt.
    for byte in Array(text.utf8) + [0xff] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }
  switch prompt {
  case .text(let text): mix(text)
  case .messages(let messages):
    for message in messages {
      mix(message.role)
      mix(message.content)
    }
  }
  hash &+= (seed &+ 1) &* 0x9e37_79b9_7f4a_7c15
  hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
  hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
  return hash ^ (hash >> 31)
}
