import Auditing
import Datasets
import Foundation

/// Rankings in which nothing is wrong, with all that can be known of them.
enum CleanData {
  static let settings = AuditSettings(maximumWords: 2000)

  /// Prompts of an evaluation set that shares nothing with the rows.
  static let evaluation: [Prompt] = {
    var prose = Prose(seed: 99)
    return (0..<50).map { _ in Prompt(.text(prose.sentence() + " " + prose.question())) }
  }()

  /// 240 rankings: 120 prompts, each by two labelers of six.
  static let rows: [AuditedRanking] = {
    var prose = Prose(seed: 1)
    var chance = Chance(seed: 2)
    var rows: [AuditedRanking] = []
    for number in 0..<120 {
      let task = task(number, &prose, &chance)
      for turn in 0..<2 {
        rows.append(judged(task, number: number, turn: turn, &chance))
      }
    }
    return rows
  }()

  /// Returns a prompt with two to four completions, the better the earlier.
  private static func task(
    _ number: Int, _ prose: inout Prose, _ chance: inout Chance
  ) -> AuditedRanking {
    let prompt = prose.paragraph(1...2) + " " + prose.question()
    let count = 2 + number % 3
    var models = ["alpha", "beta", "gamma", "delta"]
    models.shuffle(using: &chance)
    let completions = (0..<count).map { index in
      AuditedCompletion(
        content: content(prose.paragraph(2...5), isPrompt: false, number), rank: index + 1,
        model: models[index], finishReason: "stop",
        flags: number == 7 && index == count - 1 ? ["off_topic"] : [])
    }
    let isGold = number % 30 == 0
    return AuditedRanking(
      prompt: content(prompt, isPrompt: true, number), completions: completions,
      split: isGold ? "gold" : number % 5 == 0 ? "test" : "train", origin: "survey 2026",
      license: "CC-BY-4.0", language: number % 2 == 0 ? "en" : "en-GB", guidelineVersion: "3",
      isGold: isGold)
  }

  /// Every third row is a conversation.
  private static func content(_ text: String, isPrompt: Bool, _ number: Int) -> Content {
    guard number % 3 == 0 else { return .text(text) }
    return .messages([Message(role: isPrompt ? "user" : "assistant", content: text)])
  }

  /// Returns the task as one labeler ranked it, who mostly sees which is better.
  private static func judged(
    _ task: AuditedRanking, number: Int, turn: Int, _ chance: inout Chance
  ) -> AuditedRanking {
    var row = task
    let labeler = (number + turn * (1 + number / 6 % 5)) % 6
    row.labeler = "labeler \(labeler)"
    row.groupID = "\(number)-\(turn)"
    if chance.happens(0.2) {
      (row.completions[0].rank, row.completions[1].rank) = (2, 1)
    }
    var positions = Array(1...row.completions.count)
    positions.shuffle(using: &chance)
    for index in row.completions.indices { row.completions[index].position = positions[index] }
    row.seconds = Double.random(in: 60...200, using: &chance)
    // From nine in the morning, a task each five minutes, twenty a day.
    let day = number / 20
    let minute = number % 20 * 5 + turn
    let start = 20_509.0 * 86_400
    let seconds = Double(day * 86_400 + 9 * 3600 + minute * 60 + labeler)
    row.submittedAt = Date(timeIntervalSince1970: start + seconds)
    return row
  }
}
