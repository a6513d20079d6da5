/// The four normal forms of Unicode, as the tables of `tokenizers` know them.
enum CanonicalForm: Sendable {
  case nfc, nfd, nfkc, nfkd

  private var composes: Bool { self == .nfc || self == .nfkc }
  private var tables: CanonicalTables {
    self == .nfc || self == .nfd ? .canonical : .compatibility
  }

  /// The text in this form, scalar by scalar, or nil where it is in that form already.
  func changes(to bytes: UnsafeBufferPointer<UInt8>) -> [AlignedText.Step]? {
    let cursor = UTF8Cursor(bytes: bytes)
    let tables = tables
    guard needsWork(cursor, tables) else { return nil }
    let decomposed = decompose(cursor, tables)
    return composes ? compose(decomposed) : decomposed
  }

  /// Whether some scalar may change, move or join its neighbour.
  private func needsWork(_ cursor: UTF8Cursor, _ tables: CanonicalTables) -> Bool {
    let firstAffected: UInt32 = self == .nfc ? 0x300 : 0xA0
    var index = 0
    while index < cursor.count {
      let (value, end) = cursor.scalar(at: index)
      index = end
      guard value >= firstAffected else { continue }
      if composes ? tables.mayCompose(value) : tables.decomposes(value) { return true }
      if CanonicalTables.combiningClass(value) != 0 { return true }
    }
    return false
  }

  private func decompose(_ cursor: UTF8Cursor, _ tables: CanonicalTables) -> [AlignedText.Step] {
    var steps: [AlignedText.Step] = []
    var marksStart = 0
    var index = 0
    while index < cursor.count {
      let (value, end) = cursor.scalar(at: index)
      index = end
      for (position, part) in tables.decomposition(of: value).enumerated() {
        if CanonicalTables.combiningClass(part) == 0 {
          sortMarks(&steps, from: marksStart)
          marksStart = steps.count + 1
        }
        steps.append((part, min(position, 1)))
      }
    }
    sortMarks(&steps, from: marksStart)
    return steps
  }

  /// Puts a run of marks into the order of their classes; marks of one class stay in order.
  private func sortMarks(_ steps: inout [AlignedText.Step], from start: Int) {
    guard steps.count - start > 1 else { return }
    let marks = steps[start...].enumerated().map { offset, step in
      (class: CanonicalTables.combiningClass(step.scalar), offset: offset, step: step)
    }
    let sorted = marks.sorted { ($0.class, $0.offset) < ($1.class, $1.offset) }
    steps.replaceSubrange(start..., with: sorted.map(\.step))
  }

  private func compose(_ steps: [AlignedText.Step]) -> [AlignedText.Step] {
    var result: [AlignedText.Step] = []
    var starter: Int?
    var lastClass: UInt8 = 0
    for step in steps {
      let combiningClass = CanonicalTables.combiningClass(step.scalar)
      if let starter {
        let isAdjacent = result.count == starter + 1
        if isAdjacent || lastClass < combiningClass,
          let joined = CanonicalTables.composition(of: result[starter].scalar, step.scalar)
        {
          result[starter] = (joined, result[starter].change + step.change - 1)
          continue
        }
      }
      if combiningClass == 0 { starter = result.count }
      lastClass = combiningClass
      result.append(step)
    }
    return result
  }
}
