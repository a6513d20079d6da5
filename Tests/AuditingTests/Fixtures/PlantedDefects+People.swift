import Auditing
import Datasets
import Foundation

/// Defects in who judged, when, and under which rules.
let plantedInPeople: [PlantedDefect] = [
  PlantedDefect("a labeler who judges the wrong way", check: "labeler-agreement", .warning) {
    for row in $0.indices where $0[row].labeler == "labeler 3" {
      let count = $0[row].completions.count
      for index in $0[row].completions.indices { $0[row].completions[index].rank = count - index }
    }
  },
  PlantedDefect("one labeler for most", check: "labeler-shares", .warning) {
    for row in 0..<180 { $0[row].labeler = "labeler 2" }
  },
  PlantedDefect("one labeler for all", check: "labeler-shares", .note, count: 240) {
    for row in $0.indices { $0[row].labeler = "labeler 2" }
  },
  PlantedDefect("a model always on the left", check: "slot-balance", .warning) {
    for row in $0.indices {
      guard let left = $0[row].completions.firstIndex(where: { $0.model == "alpha" }),
        let first = $0[row].completions.firstIndex(where: { $0.position == 1 })
      else { continue }
      $0[row].completions[first].position = $0[row].completions[left].position
      $0[row].completions[left].position = 1
    }
  },
  PlantedDefect("the first place wins", check: "slot-balance", .warning) {
    for row in $0.indices {
      for index in $0[row].completions.indices {
        $0[row].completions[index].rank = $0[row].completions[index].position
      }
    }
  },
  PlantedDefect("two versions of the guideline", check: "guideline-mix", .warning, count: 40) {
    for row in 0..<40 { $0[row].guidelineVersion = "2" }
  },
  PlantedDefect("faster than one reads", check: "reading-speed", .note, count: 1) {
    $0[3].seconds = 2
  },
  PlantedDefect("a labeler who does not read", check: "reading-speed", .warning, count: 40) {
    for row in $0.indices where $0[row].labeler == "labeler 1" { $0[row].seconds = 1.5 }
  },
  PlantedDefect("many at one moment", check: "working-hours", .warning, count: 1) {
    for row in $0.indices where $0[row].labeler == "labeler 1" {
      $0[row].submittedAt = $0[9].submittedAt
    }
  },
  PlantedDefect("around the clock", check: "working-hours", .warning, count: 1) {
    var hour = 0.0
    for row in $0.indices where $0[row].labeler == "labeler 4" {
      $0[row].submittedAt = Date(timeIntervalSince1970: 1_772_000_000 + hour * 3600)
      hour += 1
    }
  },
  PlantedDefect("a night without a pause", check: "working-hours", .warning, count: 1) {
    var minute = 0.0
    for row in $0.indices where $0[row].labeler == "labeler 4" {
      $0[row].submittedAt = Date(timeIntervalSince1970: 1_772_000_000 + minute * 60)
      minute += 15
    }
  },
]
