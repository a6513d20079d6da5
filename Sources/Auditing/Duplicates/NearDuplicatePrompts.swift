/// Finds prompts that are nearly those of other rows.
///
/// Prompts that are the same count as one here, since several completions of one prompt are usual.
struct NearDuplicatePrompts: Check {
  let name = "near-duplicate-prompts"

  /// From which share of all prompts on the finding is a warning.
  static let mostShare = 0.05

  private var places: [String] = []
  private var starts: [String] = []

  mutating func examine(_ row: ExaminedRow) {
    guard row.isNewPrompt else { return }
    places.append(row.place)
    starts.append(promptEnd(row.prompt.text))
  }

  func conclude(_ conclusions: inout Conclusions) {
    var examples = Examples(limit: conclusions.exampleLimit)
    var count = 0
    for number in places.indices {
      let root = conclusions.prompts.root(of: number)
      guard root != number else { continue }
      count += 1
      examples.add(
        places[root], places[number], excerpt: "“\(starts[root])” and “\(starts[number])”")
    }
    guard count > 0 else { return }
    let isMany = Double(count) > NearDuplicatePrompts.mostShare * Double(places.count)
    conclusions.find(
      self, isMany ? .warning : .note, "prompts are nearly those of earlier rows", count: count,
      of: places.count, examples,
      advice:
        "split by cluster, so that none is learned from and tested on; if many, keep one of each")
  }
}
