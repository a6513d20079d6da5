/// Finds gold questions among the rows to learn from, and rows with prompts like theirs.
///
/// Who has learned them cannot be tested by them. A file without splits is all for learning.
struct GoldLeak: Check {
  let name = "gold-leak"

  private var golds: [(prompt: Int, place: String)] = []
  private var firstTrainPlaces: [String?] = []
  private var goldInTrainCount = 0
  private var knowsGold = false
  private var examples: Examples

  init(_ settings: AuditSettings) { examples = Examples(limit: settings.exampleLimit) }

  mutating func examine(_ row: ExaminedRow) {
    if row.isNewPrompt { firstTrainPlaces.append(nil) }
    guard let isGold = row.row.isGold else { return learn(from: row) }
    knowsGold = true
    guard isGold else { return learn(from: row) }
    golds.append((row.promptNumber, row.place))
    guard isForTraining(row) else { return }
    goldInTrainCount += 1
    examples.add(row.place, excerpt: "gold: “\(promptEnd(row.prompt.text))”")
  }

  private func isForTraining(_ row: ExaminedRow) -> Bool {
    guard let split = row.row.split else { return true }
    return split.lowercased().hasPrefix("train")
  }

  private mutating func learn(from row: ExaminedRow) {
    guard isForTraining(row), firstTrainPlaces[row.promptNumber] == nil else { return }
    firstTrainPlaces[row.promptNumber] = row.place
  }

  func conclude(_ conclusions: inout Conclusions) {
    guard knowsGold else {
      return conclusions.leaveOut(
        self, because: "no row says whether it is gold (column 'is_gold')")
    }
    if goldInTrainCount > 0 {
      conclusions.find(
        self, .error, "gold questions are among the rows to learn from", count: goldInTrainCount,
        examples,
        advice: "take them out: labelers and models can be tested only by what is not given")
    }
    var trained: [Int: String] = [:]
    for (number, place) in firstTrainPlaces.enumerated() {
      let root = conclusions.prompts.root(of: number)
      if let place, trained[root] == nil { trained[root] = place }
    }
    var alike = Examples(limit: conclusions.exampleLimit)
    var count = 0
    for gold in golds {
      guard let place = trained[conclusions.prompts.root(of: gold.prompt)] else { continue }
      count += 1
      alike.add(gold.place, place, excerpt: "a gold question, and a row to learn from")
    }
    guard count > 0 else { return }
    conclusions.find(
      self, .error, "rows to learn from have the prompt of a gold question, wholly or nearly",
      count: count, of: golds.count, alike,
      advice: "take those rows out, or choose other gold questions")
  }
}
