import Auditing
import Datasets
import Foundation

/// Defects that rows have together: repetition, splits, contradictions.
let plantedInSets: [PlantedDefect] = [
  PlantedDefect("a row twice", check: "duplicate-rows", .warning, count: 1) { $0.append($0[10]) },
  PlantedDefect("a row twice, in another order", check: "duplicate-rows", .warning, count: 1) {
    var row = $0[10]
    row.completions.reverse()
    $0.append(row)
  },
  PlantedDefect("a prompt with another ending", check: "near-duplicate-prompts", .note, count: 1) {
    let near = $0[10].asking($0[10].prompt.said.uppercased() + " Please!")
    $0.append(near)
  },
  PlantedDefect("many prompts like others", check: "near-duplicate-prompts", .warning, count: 10) {
    for row in stride(from: 0, to: 40, by: 4) {
      $0.append($0[row].asking("Well: " + $0[row].prompt.said))
    }
  },
  PlantedDefect("a prompt in two splits", check: "split-leak", .error, count: 1) {
    $0[12].split = "train"
    $0[13].split = "test"
  },
  PlantedDefect("nearly a prompt in two splits", check: "split-leak", .error, count: 1) {
    var near = $0[12].asking($0[12].prompt.said.replacing("?", with: " now?"))
    near.split = "valid"
    $0.append(near)
  },
  PlantedDefect("gold to learn from", check: "gold-leak", .error, count: 2) {
    $0[0].split = "train"
    $0[1].split = "train"
  },
  PlantedDefect("nearly gold to learn from", check: "gold-leak", .error, count: 2) {
    var near = $0[0].asking($0[0].prompt.said.lowercased() + "!!")
    near.isGold = false
    near.split = "train"
    $0.append(near)
  },
  PlantedDefect("an evaluation's prompt", check: "contamination", .error, count: 1) {
    $0[20] = $0[20].asking(CleanData.evaluation[7].content.said.uppercased())
  },
  PlantedDefect("an evaluation's prompt inside another", check: "contamination", .error, count: 1) {
    let hidden = CleanData.evaluation[9].content.said
    $0[20] = $0[20].asking(
      "This is a long story about a farmer who repairs engines and sings. \(hidden) Then he went "
        + "home, and another thing happened that has nothing to do with the question at all.")
  },
  PlantedDefect("a labeler against themselves", check: "contradictions", .warning, count: 1) {
    var row = $0[14]
    row.groupID = "again"
    let ranks = row.completions.map(\.rank)
    (row.completions[0].rank, row.completions[1].rank) = (ranks[1], ranks[0])
    $0.append(row)
  },
  PlantedDefect("labelers against each other", check: "contradictions", .warning) {
    for row in stride(from: 1, to: $0.count, by: 2) {
      let best = $0[row - 1].completions.compactMap(\.rank).max() ?? 0
      for index in $0[row].completions.indices {
        $0[row].completions[index].rank = best + 1 - ($0[row - 1].completions[index].rank ?? 0)
      }
    }
  },
  PlantedDefect("one labeler's circle", check: "preference-cycles", .warning, count: 1) { rows in
    let task = rows[2]
    for (first, second) in [(0, 1), (1, 2), (2, 0)] {
      var row = task
      row.labeler = "labeler 5"
      row.completions = [task.completions[first], task.completions[second]]
      row.completions[0].rank = 1
      row.completions[1].rank = 2
      rows.append(row)
    }
  },
  PlantedDefect("a circle of three labelers", check: "preference-cycles", .note, count: 1) { rows in
    rows.removeSubrange(2...3)
    let task = CleanData.rows[2]
    for (labeler, ranks) in [[1, 2, 3], [3, 1, 2], [2, 3, 1]].enumerated() {
      var row = task
      row.labeler = "labeler \(labeler)"
      for index in 0..<3 { row.completions[index].rank = ranks[index] }
      rows.append(row)
    }
  },
  PlantedDefect("longer is better", check: "length-preference", .warning) {
    for row in $0.indices {
      let lengths = $0[row].completions.map { $0.content.said.split(separator: " ").count }
      for index in lengths.indices {
        $0[row].completions[index].rank = 1 + lengths.count { $0 > lengths[index] }
      }
    }
  },
  PlantedDefect("lists are better", check: "format-preference", .warning, count: 90) {
    for row in 0..<180 {
      let best = $0[row].completions.firstIndex { $0.rank == 1 } ?? 0
      let text = $0[row].completions[best].content.said
      $0[row] = $0[row].answering("- \(text)\n- \(text)", at: best)
    }
  },
  PlantedDefect("Russian after English", check: "script-mix", .warning, count: 12) {
    for row in 0..<12 {
      let best = $0[row].completions.firstIndex { $0.rank == 1 } ?? 0
      $0[row] = $0[row].answering("Старый мост пересекает широкую реку у вокзала.", at: best)
    }
  },
  PlantedDefect("one Greek answer", check: "script-mix", .note, count: 1) {
    let worst = $0[3].completions.firstIndex { $0.rank == 2 } ?? 0
    $0[3] = $0[3].answering("Η γέφυρα περνά πάνω από το ποτάμι.", at: worst)
  },
  PlantedDefect("refusals are better", check: "refusals", .warning, count: 50) {
    for row in 0..<50 {
      let best = $0[row].completions.firstIndex { $0.rank == 1 } ?? 0
      $0[row] = $0[row].answering("I’m sorry, but I can’t help with number \(row).", at: best)
    }
  },
]
