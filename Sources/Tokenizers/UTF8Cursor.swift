/// A look into bytes that are valid UTF-8, scalar by scalar.
struct UTF8Cursor {
  let bytes: UnsafeBufferPointer<UInt8>

  var count: Int { bytes.count }

  /// The scalar that starts at an index, and the index after it.
  func scalar(at index: Int) -> (value: UInt32, end: Int) {
    let first = UInt32(bytes[index])
    if first < 0x80 { return (first, index + 1) }
    if first < 0xE0 { return ((first & 0x1F) << 6 | tail(index + 1), index + 2) }
    if first < 0xF0 {
      return ((first & 0x0F) << 12 | tail(index + 1) << 6 | tail(index + 2), index + 3)
    }
    let high = (first & 0x07) << 18 | tail(index + 1) << 12
    return (high | tail(index + 2) << 6 | tail(index + 3), index + 4)
  }

  /// The scalar that ends before an index, and where it starts.
  func scalar(before index: Int) -> (value: UInt32, start: Int) {
    var start = index - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return (scalar(at: start).value, start)
  }

  private func tail(_ index: Int) -> UInt32 { UInt32(bytes[index] & 0x3F) }
}
