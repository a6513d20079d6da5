/// What config.json says of the heads of a reward model.
///
/// `transformers` reads such a folder as a classifier with a label for each head, and leaves the
/// keys that are ours alone.
public struct RewardHeads: Sendable, Equatable {
  /// How many heads there are.
  public var count: Int
  /// What is added to the scores of each head, so that rewards have a mean of our choice: the head of
  /// `…ForSequenceClassification` has no bias to put it in.
  public var shifts: [Double]
  /// What ends a step of a completion, for a model that judges step by step; nil for one that judges
  /// the whole.
  public var stepSeparator: String?

  /// Describes heads without shifts.
  public init(count: Int = 1, stepSeparator: String? = nil) {
    precondition(count > 0, "\(count) heads")
    self.count = count
    shifts = Array(repeating: 0, count: count)
    self.stepSeparator = stepSeparator
  }
}

/// The keys of config.json, ours where `transformers` has none.
private let countKey = "reward_heads"
private let shiftsKey = "reward_shifts"
private let separatorKey = "reward_step_separator"

extension ModelConfiguration {
  /// The heads that config.json tells of, or a new head.
  ///
  /// - Parameters:
  ///   - due: How many are asked for; any number when nil.
  ///   - areNew: Whether the folder is a language model's, so that none are there yet.
  /// - Throws: `ModelError` for files about a model whose several numbers are not said to be rewards,
  ///   and for another number of heads than is due.
  func foundRewardHeads(due: Int?, areNew: Bool, path: String) throws -> RewardHeads {
    if areNew { return RewardHeads(count: due ?? 1) }
    let reader = ConfigurationReader(members: file, path: path)
    let names = try reader.object("id2label")?.members.count
    let labels = try reader.optionalInteger("num_labels") ?? names ?? 1
    let isClassifier = try reader.strings("architectures") == [family.architecture(.scalar)]
    let count = try reader.optionalInteger(countKey) ?? 1
    if isClassifier, labels != count {
      throw ModelError.unsupported(key: "num_labels", value: "\(labels)", path: path)
    }
    guard count > 0, count == due ?? count else {
      throw ModelError.wrongValue(
        key: countKey, value: "\(count)", due: due.map { "\($0)" } ?? "a positive number",
        path: path)
    }
    var heads = RewardHeads(count: count, stepSeparator: try reader.string(separatorKey))
    if reader.members[shiftsKey] != nil { heads.shifts = try reader.numbers(shiftsKey) }
    guard heads.shifts.count == count else {
      throw ModelError.wrongValue(
        key: shiftsKey, value: "\(heads.shifts.count) numbers", due: "a list of \(count)",
        path: path)
    }
    return heads
  }
}

extension RewardHeads {
  /// Takes what other models said of their heads out of the members of a config.json.
  static func remove(from members: inout [String: JSON]) {
    let keys = ["num_labels", "id2label", "label2id", countKey, shiftsKey, separatorKey]
    for key in keys { members[key] = nil }
  }

  /// Writes the heads into the members of a config.json.
  func write(into members: inout [String: JSON]) {
    let labels = (0..<count).map { ("\($0)", "LABEL_\($0)") }
    members["id2label"] = .object(
      Dictionary(uniqueKeysWithValues: labels.map { ($0.0, .string($0.1)) }))
    members["label2id"] = .object(
      Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1.1, .integer($0)) }))
    if count > 1 { members[countKey] = .integer(count) }
    if shifts.contains(where: { $0 != 0 }) { members[shiftsKey] = .array(shifts.map(JSON.number)) }
    if let stepSeparator { members[separatorKey] = .string(stepSeparator) }
  }
}
