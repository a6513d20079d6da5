import Datasets
import Feedback
import Foundation
import Runs

/// How the labelers of a planted store decide.
enum PlantedHabit {
  /// By tossing a coin.
  case random
  /// The last labeler takes whatever is shown first; the others know what is better.
  case firstSlot
  /// All take the longer one.
  case longer
  /// All know what is better; the last one does the opposite.
  case contrary
  /// All choose as Bradley and Terry say, with strengths 1.5 apart: σ(1.5) or σ(3).
  case skilled
}

/// Makes a store of 120 pairs, which three labelers judge by a habit.
///
/// The model of each completion is drawn at random; the first of three is the best, and the last the
/// worst. Lengths and places are drawn at random and have nothing to do with it.
func planted(
  _ habit: PlantedHabit, models: [String] = ["strong", "middling", "weak"], pairCount: Int = 120,
  seed: UInt64 = 1
) throws -> StoreFixture {
  let fixture = try StoreFixture()
  let people = try fixture.labelers("ann", "ben", "cat")
  var generator = SeededGenerator(seed: seed)
  for number in 0..<pairCount {
    let prompt = try fixture.prompt(.text("What is \(number)?"))
    let writers = models.indices.shuffled(using: &generator).prefix(2)
    let lengths = [3 + generator.next(below: 40), 3 + generator.next(below: 40)]
    let texts = zip(lengths, ["x", "y"]).map { String(repeating: "\($1)\(number) ", count: $0) }
    let task = try fixture.task(.pair, prompt, texts, models: writers.map { models[$0] })
    for (index, labeler) in people.enumerated() {
      let shown = generator.nextUnit() < 0.5 ? [0, 1] : [1, 0]
      let coin = generator.nextUnit()
      let better = writers[writers.startIndex] < writers[writers.startIndex + 1] ? 0 : 1
      let gap = Double(abs(writers[writers.startIndex] - writers[writers.startIndex + 1]))
      let chosen =
        switch habit {
        case .random: coin < 0.5 ? 0 : 1
        case .firstSlot: index == 2 ? shown[0] : coin < 0.9 ? better : 1 - better
        case .longer: texts[0].utf8.count >= texts[1].utf8.count ? 0 : 1
        case .contrary: index == 2 ? 1 - better : coin < 0.9 ? better : 1 - better
        case .skilled: coin < 1 / (1 + exp(-1.5 * gap)) ? better : 1 - better
        }
      try fixture.judge(task, by: labeler, chosen == 0 ? [1, 2] : [2, 1], shown: shown)
    }
  }
  return fixture
}
