/// Sentences that are all different, and mean nothing.
struct Prose {
  private var chance: Chance

  init(seed: UInt64) { chance = Chance(seed: seed) }

  mutating func sentence() -> String {
    let clause = clause()
    guard chance.happens(0.4) else { return capitalized(clause) + "." }
    return capitalized(clause) + chance.pick([", and ", ", but ", " while ", " because "])
      + self.clause() + "."
  }

  mutating func question() -> String {
    let start = chance.pick([
      "How could", "Why would", "When should", "Where does one find out whether", "What if",
      "Is it true that", "Can you explain why", "Who decides whether",
    ])
    return start + " " + clause() + "?"
  }

  mutating func paragraph(_ sentences: ClosedRange<Int>) -> String {
    (0..<Int.random(in: sentences, using: &chance)).map { _ in sentence() }.joined(separator: " ")
  }

  private mutating func clause() -> String {
    let place = chance.happens(0.6) ? " " + chance.pick(places) : ""
    return "\(chance.pick(articles)) \(chance.pick(adjectives)) \(chance.pick(nouns)) "
      + "\(chance.pick(verbs)) \(chance.pick(articles)) \(chance.pick(nouns))\(place)"
  }

  private func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  private let articles = ["the", "a", "every", "some", "that", "one", "this", "another"]
  private let adjectives = [
    "quiet", "old", "green", "careful", "heavy", "early", "honest", "bitter", "narrow", "broken",
    "golden", "sudden", "modern", "hungry", "silver", "gentle", "distant", "curious", "rainy",
    "ordinary", "wooden", "famous", "late", "clumsy",
  ]
  private let nouns = [
    "river", "teacher", "engine", "garden", "letter", "bridge", "farmer", "window", "market",
    "doctor", "violin", "harbour", "student", "lamp", "mountain", "kitchen", "library", "train",
    "painter", "island", "clock", "forest", "baker", "planet", "contract", "museum", "pillow",
    "recipe", "shepherd", "tunnel", "umbrella", "village", "whistle", "orchard", "neighbour",
    "festival", "notebook", "lighthouse", "carpenter", "telescope",
  ]
  private let verbs = [
    "follows", "repairs", "remembers", "carries", "paints", "measures", "avoids", "replaces",
    "describes", "crosses", "borrows", "defends", "forgets", "improves", "surrounds", "watches",
    "needs", "warms", "divides", "promises",
  ]
  private let places = [
    "near the station", "after the storm", "in the winter", "on Sundays", "behind the school",
    "without any help", "before breakfast", "under the roof", "across the valley", "by the sea",
    "for a while", "at the edge of town", "during the concert", "with great care", "in silence",
  ]
}
