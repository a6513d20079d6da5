extension Array {
  /// Two parts of about the same size.
  ///
  /// The order within each stays. The second may be empty.
  ///
  /// - Parameters:
  ///   - size: What an element weighs.
  ///   - group: Elements of one group stay together; one of none goes where there is room.
  public func halves(
    size: (Element) -> Int, group: (Element) -> AnyHashable? = { _ in nil }
  ) -> ([Element], [Element]) {
    let groups = indices(groupedBy: group)
    let sizes = groups.map { $0.reduce(0) { $0 + size(self[$1]) } }
    // Each to the part that has less, the large ones first.
    var (parts, sums): ([[Int]], [Int]) = ([[], []], [0, 0])
    for place in groups.indices.sorted(by: { (-sizes[$0], $0) < (-sizes[$1], $1) }) {
      let part = sums[0] <= sums[1] ? 0 : 1
      parts[part] += groups[place]
      sums[part] += sizes[place]
    }
    let taken = parts.map { $0.sorted().map { self[$0] } }
    return (taken[0], taken[1])
  }
}
