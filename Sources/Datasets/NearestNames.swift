/// Returns the pair of a name that is there and one that is wanted which look most alike.
///
/// Names look alike when one holds the other, or when at most a third of the letters differ.
func nearestNames(
  _ present: [String], _ wanted: [String]
) -> (present: String, wanted: String)? {
  var best: (present: String, wanted: String, distance: Int)?
  for want in wanted {
    for name in present {
      let (a, b) = (Array(name.lowercased()), Array(want.lowercased()))
      let holds = name.lowercased().contains(want.lowercased())
      let distance = holds ? 1 : editDistance(a, b)
      guard distance <= max(1, b.count / 3), distance < best?.distance ?? .max else { continue }
      best = (name, want, distance)
    }
  }
  return best.map { ($0.present, $0.wanted) }
}

/// Returns how many letters must be put in, left out or exchanged to make `first` `second`.
func editDistance(_ first: [Character], _ second: [Character]) -> Int {
  var row = Array(0...second.count)
  for (i, a) in first.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, b) in second.enumerated() {
      let exchanged = diagonal + (a == b ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(exchanged, row[j] + 1, diagonal + 1)
    }
  }
  return row[second.count]
}
