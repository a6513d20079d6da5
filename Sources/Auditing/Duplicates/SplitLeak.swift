/// Finds prompts that are, wholly or nearly, in more than one split.
struct SplitLeak: Check {
  let name = "split-leak"

  /// The first place of each split in which a prompt is.
  private var splits: [[(split: String, place: String)]] = []
  private var starts: [String] = []
  private var missingCount = 0
  private var names: Set<String> = []

  mutating func examine(_ row: ExaminedRow) {
    if row.isNewPrompt {
      splits.append([])
      starts.append(promptEnd(row.prompt.text))
    }
    guard let split = row.row.split, !split.isEmpty else {
      missingCount += 1
      return
    }
    names.insert(split)
    if !splits[row.promptNumber].contains(where: { $0.split == split }) {
      splits[row.promptNumber].append((split, row.place))
    }
  }

  func conclude(_ conclusions: inout Conclusions) {
    guard !names.isEmpty else {
      return conclusions.leaveOut(self, because: "no row names its split (column 'split')")
    }
    if missingCount > 0 {
      conclusions.leaveOut(self, because: "\(missingCount) rows do not name their split")
    }
    var clusters: [Int: [(split: String, place: String)]] = [:]
    for (number, places) in splits.enumerated() {
      clusters[conclusions.prompts.root(of: number), default: []] += places
    }
    var examples = Examples(limit: conclusions.exampleLimit)
    var count = 0
    for (root, places) in clusters.sorted(by: { $0.key < $1.key }) {
      guard let first = places.first, let other = places.first(where: { $0.split != first.split })
      else { continue }
      count += 1
      examples.add(
        first.place, other.place,
        excerpt: "\(shown(first.split)), \(shown(other.split)): “\(starts[root])”")
    }
    guard count > 0 else { return }
    conclusions.find(
      self, .error, "prompts are in more than one split, wholly or nearly", count: count,
      of: clusters.count, examples,
      advice: "split by prompt cluster: what is measured on such rows is too good")
  }
}
