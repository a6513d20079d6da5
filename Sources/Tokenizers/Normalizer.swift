/// Rewrites text before it is split.
indirect enum Normalizer: Sendable {
  case unicode(CanonicalForm)
  case lowercase
  case prepend([UInt8])
  case replace([UInt8], with: [UInt8])
  case sequence([Normalizer])

  func normalize(_ text: inout AlignedText) {
    switch self {
    case .unicode(let form):
      let changes = text.bytes.withUnsafeBufferPointer { form.changes(to: $0) }
      if let changes { text.transform(changes) }
    case .lowercase:
      if let changes = lowercasing(text.bytes) { text.transform(changes) }
    case .prepend(let prefix):
      if !text.bytes.isEmpty { text.prepend(prefix) }
    case .replace(let old, let new): text.replace(old, with: new)
    case .sequence(let normalizers): for normalizer in normalizers { normalizer.normalize(&text) }
    }
  }

  /// The text in lower case, scalar by scalar: no rule looks at the neighbours.
  private func lowercasing(_ bytes: [UInt8]) -> [AlignedText.Step]? {
    var steps: [AlignedText.Step] = []
    var isChanged = false
    bytes.withUnsafeBufferPointer { buffer in
      let cursor = UTF8Cursor(bytes: buffer)
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
    }
    return isChanged ? steps : nil
  }
}
