import Feedback
import Runs

/// The settings that may be changed, under the names that `rlhf label settings` has for them.
struct EditableSettings: ValidatedConfiguration, Equatable {
  /// The project's name.
  var name: String
  /// The axes of ratings.
  var axes: [String]
  /// What can be wrong with a completion or a prompt.
  var flags: [String]
  /// How many of a labeler's latest judgements may still be changed.
  var undoCount: Int
  /// The shortest time for which a task is lent, in seconds.
  var shortestLeaseSeconds: Int
  /// The longest time for which a task is lent, in seconds.
  var longestLeaseSeconds: Int
  /// One question in this many has a known answer; 0 for none.
  var goldEvery: Int
  /// The share of new prompts that are held out to choose with, in thousandths.
  var validationThousandths: Int
  /// The share of new prompts that are held out to measure with, in thousandths.
  var testThousandths: Int

  /// Takes the settings of a store.
  init(_ settings: ProjectSettings) {
    name = settings.name
    axes = settings.axes
    flags = settings.flags
    undoCount = settings.undoCount
    shortestLeaseSeconds = settings.shortestLeaseSeconds
    longestLeaseSeconds = settings.longestLeaseSeconds
    goldEvery = settings.goldEvery
    validationThousandths = settings.validationThousandths
    testThousandths = settings.testThousandths
  }

  /// Puts them in the place of a store's.
  func apply(to settings: inout ProjectSettings) {
    settings.name = name
    settings.axes = axes
    settings.flags = flags
    settings.undoCount = undoCount
    settings.shortestLeaseSeconds = shortestLeaseSeconds
    settings.longestLeaseSeconds = longestLeaseSeconds
    settings.goldEvery = goldEvery
    settings.validationThousandths = validationThousandths
    settings.testThousandths = testThousandths
  }

  /// Refuses values that make no sense.
  func validate() throws {
    for (key, words, most) in [("name", [name], 1), ("axes", axes, 9), ("flags", flags, 20)] {
      let isFine =
        (1...most).contains(words.count) && Set(words).count == words.count
        && words.allSatisfy { (1...200).contains($0.utf8.count) }
      try require(isFine, key, words, "1 to \(most) different texts of 1 to 200 bytes")
    }
    try require((0...1000).contains(undoCount), "undo_count", undoCount, "from 0 to 1000")
    try require(
      (1...86_400).contains(shortestLeaseSeconds), "shortest_lease_seconds", shortestLeaseSeconds,
      "from 1 to 86400")
    try require(
      (shortestLeaseSeconds...604_800).contains(longestLeaseSeconds), "longest_lease_seconds",
      longestLeaseSeconds, "from shortest_lease_seconds to 604800")
    try require((0...1000).contains(goldEvery), "gold_every", goldEvery, "from 0 to 1000")
    let heldOut = validationThousandths + testThousandths
    try require(
      validationThousandths >= 0 && testThousandths >= 0 && heldOut < 1000,
      "validation_thousandths and test_thousandths", heldOut, "at least 0, and together below 1000")
  }

  private func require(_ isFine: Bool, _ key: String, _ value: Any, _ due: String) throws {
    guard isFine else { throw ConfigurationError("\(key) is \(value) and must be \(due)") }
  }
}
