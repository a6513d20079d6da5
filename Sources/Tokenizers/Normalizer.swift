/// Rewrites text before it is split.
indirect enum Normalizer: Sendable {
  case unicode(CanonicalForm)
  case lowercase
  /// Drops the marks that combine with a letter.
  case stripMarks
  /// Drops the spaces at the ends.
  case strip(left: Bool, right: Bool)
  case prepend([UInt8])
  case replace(Pattern, with: [UInt8])
  case precompiled(CharacterMap)
  case sequence([Normalizer])

  /// What is replaced.
  enum Pattern: Sendable {
    case literal([UInt8])
    /// A byte that stands that many times or more in a row.
    case runs(of: UInt8, atLeast: Int)

    func matches(in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
      switch self {
      case .literal(let literal): text.matches(of: literal)
      case .runs(let byte, let minimum): text.runs(of: byte, atLeast: minimum)
      }
    }
  }

  func normalize(_ text: inout AlignedText) {
    switch self {
    case .unicode(let form):
      let changes = text.bytes.withUnsafeBufferPointer { form.changes(to: $0) }
      if let changes { text.transform(changes) }
    case .lowercase:
      if let changes = text.bytes.withUnsafeBufferPointer(lowercasing) { text.transform(changes) }
    case .stripMarks:
      let marks = text.bytes.withUnsafeBufferPointer { $0.characters(.combiningMark) }
      text.replace(marks, with: [])
    case .strip(let left, let right):
      text = text.part(text.bytes.withUnsafeBufferPointer { stripped($0, left, right) })
    case .prepend(let prefix):
      if !text.bytes.isEmpty { text.prepend(prefix) }
    case .replace(let pattern, let new):
      text.replace(text.bytes.withUnsafeBufferPointer(pattern.matches), with: new)
    case .precompiled(let map):
      if let changes = map.changes(to: text.bytes) { text.transform(changes) }
    case .sequence(let normalizers): for normalizer in normalizers { normalizer.normalize(&text) }
    }
  }

  /// The text in lower case, scalar by scalar: no rule looks at the neighbours.
  private func lowercasing(_ bytes: UnsafeBufferPointer<UInt8>) -> [AlignedText.Step]? {
    var steps: [AlignedText.Step] = []
    var isChanged = false
    let cursor = UTF8Cursor(bytes: bytes)
    var index = 0
    while index < cursor.count {
      let (value, end) = cursor.scalar(at: index)
      index = end
      let mapping = Unicode.Scalar(value)?.properties.lowercaseMapping ?? ""
      for (position, scalar) in mapping.unicodeScalars.enumerated() {
        isChanged = isChanged || scalar.value != value
        steps.append((scalar.value, min(position, 1)))
      }
    }
    return isChanged ? steps : nil
  }

  private func stripped(
    _ bytes: UnsafeBufferPointer<UInt8>, _ left: Bool, _ right: Bool
  ) -> Range<Int> {
    let cursor = UTF8Cursor(bytes: bytes)
    var (start, end) = (0, bytes.count)
    while left, start < end {
      let (value, next) = cursor.scalar(at: start)
      guard CharacterClass(value).isSpace else { break }
      start = next
    }
    while right, start < end {
      let (value, previous) = cursor.scalar(before: end)
      guard CharacterClass(value).isSpace else { break }
      end = previous
    }
    return start..<end
  }
}
