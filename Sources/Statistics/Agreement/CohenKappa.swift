/// Measures how much two labelers agree beyond chance, from what each said of the same units.
///
///     κ = (p₀ − pₑ) / (1 − pₑ),   p₀ = Σ n_cc / n,   pₑ = Σ n_c· n_·c / n²
///
/// Cohen 1960. Chance is each labeler using the categories as often as before, but blindly.
///
/// - Parameters:
///   - first: The first labeler's category of each unit.
///   - second: The second labeler's, in the same order.
///   - keys: The cluster of each unit, such as its prompt; where nil, each is one of its own.
///   - resampling: How the interval is found.
public func cohenKappa<Category: Hashable>(
  _ first: [Category], _ second: [Category], clusteredBy keys: [Int]? = nil,
  resampling: Resampling = Resampling()
) -> Coefficient {
  requireSameCount(first, second)
  var codes: [Category: Int] = [:]
  func code(of category: Category) -> Int {
    if let code = codes[category] { return code }
    codes[category] = codes.count
    return codes.count - 1
  }
  let pairs = zip(first, second).map { (code(of: $0), code(of: $1)) }
  return Coefficient(unitCount: pairs.count, clusteredBy: keys, resampling: resampling) {
    cohenKappa(of: pairs, weights: $0, categoryCount: codes.count)
  }
}

/// Measures how much two labelers agree beyond chance, from how often each pair of categories fell.
///
/// Cohen 1960, as `cohenKappa(_:_:clusteredBy:resampling:)`; the units are taken as independent.
///
/// - Parameters:
///   - confusion: The first labeler's category picks the row, the second's the column.
///   - resampling: How the interval is found.
public func cohenKappa(
  confusion: [[Int]], resampling: Resampling = Resampling()
) -> Coefficient {
  var (first, second): ([Int], [Int]) = ([], [])
  for (row, counts) in confusion.enumerated() {
    precondition(
      counts.count == confusion.count,
      "the table must be square: row \(row) has \(counts.count) of \(confusion.count) columns")
    for (column, count) in counts.enumerated() {
      precondition(count >= 0, "a count must not be negative, is \(count)")
      first.append(contentsOf: repeatElement(row, count: count))
      second.append(contentsOf: repeatElement(column, count: count))
    }
  }
  return cohenKappa(first, second, resampling: resampling)
}

private func cohenKappa(
  of pairs: [(Int, Int)], weights: [Double], categoryCount: Int
) -> Double? {
  var (total, agreed) = (0.0, 0.0)
  var firstCounts = [Double](repeating: 0, count: categoryCount)
  var secondCounts = firstCounts
  for (pair, weight) in zip(pairs, weights) where weight > 0 {
    total += weight
    if pair.0 == pair.1 { agreed += weight }
    firstCounts[pair.0] += weight
    secondCounts[pair.1] += weight
  }
  let byChance = zip(firstCounts, secondCounts).reduce(0) { $0 + $1.0 * $1.1 } / (total * total)
  guard byChance < 1 else { return nil }
  return (agreed / total - byChance) / (1 - byChance)
}
