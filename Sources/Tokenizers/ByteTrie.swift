/// Texts with a number each, for finding all of them that start at a place.
///
/// The children of a node lie side by side, in the order of their bytes: nodes are laid down
/// breadth first.
struct ByteTrie: Sendable {
  private var bytes: [UInt8] = [0]
  /// The text that ends at each node, −1 for none.
  private var values: [Int32] = [-1]
  /// The children of node *n* are those from `firstChildren[n]` to before `firstChildren[n + 1]`.
  private var firstChildren: [Int32] = []

  /// Texts that occur twice keep the number of the last; empty ones are left out.
  init(_ texts: [(text: [UInt8], value: Int32)]) {
    let sorted = texts.enumerated().sorted {
      $0.element.text == $1.element.text
        ? $0.offset < $1.offset
        : $0.element.text.lexicographicallyPrecedes($1.element.text)
    }.map(\.element)
    var ranges = [(range: sorted.indices, depth: 0)]
    var node = 0
    while node < ranges.count {
      firstChildren.append(Int32(ranges.count))
      let (range, depth) = ranges[node]
      var start = range.lowerBound
      while start < range.upperBound, sorted[start].text.count == depth {
        if depth > 0 { values[node] = sorted[start].value }
        start += 1
      }
      while start < range.upperBound {
        let byte = sorted[start].text[depth]
        var end = start + 1
        while end < range.upperBound, sorted[end].text[depth] == byte { end += 1 }
        bytes.append(byte)
        values.append(-1)
        ranges.append((start..<end, depth + 1))
        start = end
      }
      node += 1
    }
    firstChildren.append(Int32(ranges.count))
  }

  /// Calls for each text that starts at an index, the shortest first, with where it ends.
  func forEachPrefix(
    of text: UnsafeBufferPointer<UInt8>, from start: Int,
    _ body: (_ value: Int32, _ end: Int) -> Void
  ) {
    var node = 0
    var index = start
    while index < text.count, let child = child(of: node, text[index]) {
      node = child
      index += 1
      if values[node] >= 0 { body(values[node], index) }
    }
  }

  private func child(of node: Int, _ byte: UInt8) -> Int? {
    var (low, high) = (Int(firstChildren[node]), Int(firstChildren[node + 1]))
    while low < high {
      let middle = (low + high) / 2
      if bytes[middle] == byte { return middle }
      if bytes[middle] < byte { low = middle + 1 } else { high = middle }
    }
    return nil
  }
}
