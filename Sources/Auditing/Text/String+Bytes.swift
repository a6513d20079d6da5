extension String {
  /// Returns the range of characters that a range of UTF-8 bytes is.
  func range(ofBytes bytes: Range<Int>) -> Range<String.Index> {
    let start = utf8.index(utf8.startIndex, offsetBy: bytes.lowerBound)
    return start..<utf8.index(start, offsetBy: bytes.count)
  }
}
