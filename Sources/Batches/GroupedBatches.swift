/// Cuts groups of rows into batches, none of which has a part of a group.
///
/// A batch takes the next group if that brings its size nearer to `size`, or as near from above;
/// a group larger than `size` is a batch of its own. So the sizes of batches lie around the one
/// that is asked for, and are just that where each group is a single row.
///
/// - Parameter groups: The indices of each group's rows, in the order in which they are visited.
/// - Returns: The indices of each batch's rows; the last batch has what is left over.
public func batches(of groups: [[Int]], size: Int) -> [[Int]] {
  precondition(size > 0, "batches of \(size) rows")
  var batches: [[Int]] = []
  for group in groups where !group.isEmpty {
    if let filled = batches.last?.count, group.count <= size, 2 * filled + group.count <= 2 * size {
      batches[batches.count - 1] += group
    } else {
      batches.append(group)
    }
  }
  return batches
}

extension Array {
  /// The places of elements that belong together, in the order of the first of each group.
  ///
  /// - Parameter key: What an element has in common with others; one with nothing stands alone.
  public func indices<Key: Hashable>(groupedBy key: (Element) -> Key?) -> [[Int]] {
    var groups: [[Int]] = []
    var places: [Key: Int] = [:]
    for (index, element) in enumerated() {
      let key = key(element)
      if let key, let place = places[key] {
        groups[place].append(index)
      } else {
        if let key { places[key] = groups.count }
        groups.append([index])
      }
    }
    return groups
  }
}
