import Runs

/// One of the `rewards` of a recipe.
struct RewardEntry: Codable, Sendable, Equatable {
  /// What judges.
  enum Kind: String, Codable, Sendable, CaseIterable {
    /// A reward model.
    case model
    /// A shell command.
    case command
    /// The column's text, but for case, white space and marks at its ends.
    case exactAnswer = "exact_answer"
    /// The column's last number.
    case lastNumber = "last_number"
    /// A regular expression that is found in the completion.
    case pattern
  }

  /// What it is called in metrics.
  var name = ""
  /// What its scores are multiplied by.
  var weight = 1.0
  /// What judges; by default whichever of `model`, `command` and `pattern` is given.
  var kind = Kind.model
  /// The folder of the reward model.
  var model = ""
  /// The shell command.
  var command = ""
  /// The column of the prompt's row that has the right answer.
  var column = "answer"
  /// The regular expression.
  var pattern = ""

  init(from decoder: any Decoder) throws {
    let keys = try decoder.container(keyedBy: CodingKeys.self)
    func text(_ key: CodingKeys, _ usual: String = "") throws -> String {
      try keys.decodeIfPresent(String.self, forKey: key) ?? usual
    }
    name = try text(.name)
    weight = try keys.decodeIfPresent(Double.self, forKey: .weight) ?? 1
    model = try text(.model)
    command = try text(.command)
    column = try text(.column, "answer")
    pattern = try text(.pattern)
    let usualKind: Kind =
      !pattern.isEmpty ? .pattern : !command.isEmpty ? .command : .model
    let given = try text(.kind, usualKind.rawValue)
    guard let kind = Kind(rawValue: given) else {
      let all = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: keys, debugDescription: "‘\(given)’ is none of \(all)")
    }
    self.kind = kind
  }

  /// Whether the right answer stands in a column.
  var readsAnswer: Bool { kind == .exactAnswer || kind == .lastNumber }

  /// Refuses values that make no sense, or have no effect.
  ///
  /// - Parameter index: The entry's place in the list, from 0.
  func validate(at index: Int) throws {
    let place = "rewards[\(index)]"
    guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: "/") }) else {
      throw ConfigurationError(
        "\(place).name is ‘\(name)’ and must be a word: it names the metrics of this reward")
    }
    guard weight.isFinite, weight != 0 else {
      throw ConfigurationError("\(place).weight is \(weight) and must be a number other than 0")
    }
    for (key, value, due) in [
      ("model", model, Kind.model), ("command", command, .command), ("pattern", pattern, .pattern),
    ] {
      guard value.isEmpty == (kind != due) else {
        throw ConfigurationError(
          value.isEmpty
            ? "\(place) is of kind \(kind.rawValue) and must have a \(key)"
            : "\(place).\(key) has no effect in a reward of kind \(kind.rawValue); leave it out")
      }
    }
    guard readsAnswer ? !column.isEmpty : column == "answer" else {
      throw ConfigurationError(
        readsAnswer
          ? "\(place).column is empty and must name the column with the right answer"
          : "\(place).column has no effect in a reward of kind \(kind.rawValue); leave it out")
    }
  }
}
