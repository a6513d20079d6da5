/// Finds judgements that were made under different versions of the guideline.
struct GuidelineMix: Check {
  let name = "guideline-mix"
  private var versions = Names()
  private var counts: [Int] = []
  private var firstPlaces: [String] = []
  private var unknownCount = 0

  mutating func examine(_ row: ExaminedRow) {
    let number = versions.number(of: row.row.guidelineVersion)
    guard number >= 0 else {
      unknownCount += 1
      return
    }
    if number == counts.count {
      counts.append(0)
      firstPlaces.append(row.place)
    }
    counts[number] += 1
  }

  func conclude(_ conclusions: inout Conclusions) {
    guard let most = counts.max() else {
      return conclusions.leaveOut(
        self, because: "no row names the guideline's version (column 'guideline_version')")
    }
    guard counts.count > 1 || unknownCount > 0 else { return }
    let total = counts.reduce(0, +) + unknownCount
    var examples = Examples(limit: conclusions.exampleLimit)
    for number in counts.indices {
      examples.add(
        firstPlaces[number],
        excerpt: "\(counts[number]) rows by version \(versions.shownName(number))")
    }
    let unknown = unknownCount > 0 ? ", and \(unknownCount) rows name none" : ""
    conclusions.find(
      self, .warning, "judgements follow \(counts.count) versions of the guideline\(unknown)",
      count: total - most, of: total, examples,
      advice:
        "see what changed: if it matters, keep the newest version's, or have others judged again")
  }
}
