/// A completion in steps, each of which somebody found right or wrong; TRL's stepwise supervision.
///
/// Two are equal when all but their sources are.
public struct StepwiseCompletion: Sendable, Hashable, Prompted {
  /// What was asked.
  public var prompt: Content
  /// The steps of the answer, in order.
  public var steps: [String]
  /// Whether each step is right.
  public var labels: [Bool]
  /// Where it was read.
  public var source: RowSource?

  /// Creates a completion in steps.
  ///
  /// - Precondition: There are as many labels as steps.
  public init(prompt: Content, steps: [String], labels: [Bool], source: RowSource? = nil) {
    precondition(steps.count == labels.count, "\(steps.count) steps have \(labels.count) labels")
    self.prompt = prompt
    self.steps = steps
    self.labels = labels
    self.source = source
  }

  /// Returns whether two have the same texts and the same labels.
  public static func == (first: StepwiseCompletion, second: StepwiseCompletion) -> Bool {
    first.prompt == second.prompt && first.steps == second.steps && first.labels == second.labels
  }

  /// Hashes what equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(prompt)
    hasher.combine(steps)
    hasher.combine(labels)
  }
}

extension Record {
  /// Returns the completion in steps that the row is.
  func stepwiseCompletion() throws -> StepwiseCompletion {
    guard has(names.completions), has(names.labels) else {
      throw missing([has(names.completions) ? names.labels : names.completions])
    }
    let steps = try array(in: names.completions).enumerated().map { index, value in
      guard case .string(let text) = value, !text.isEmpty else {
        throw RowProblem(
          column: names.completions, reason: "step \(index + 1) is \(value.kind), not some text")
      }
      return text
    }
    let labels = try array(in: names.labels).enumerated().map { index, value in
      try stepLabel(value, number: index + 1)
    }
    guard !steps.isEmpty else { throw RowProblem(column: names.completions, reason: "it is empty") }
    guard labels.count == steps.count else {
      throw RowProblem(
        column: names.labels, reason: "\(labels.count) labels are given for \(steps.count) steps")
    }
    let prompt = try content(in: names.prompt)
    guard !prompt.isEmpty else { throw RowProblem(column: names.prompt, reason: "it is empty") }
    return StepwiseCompletion(prompt: prompt, steps: steps, labels: labels, source: source)
  }

  private func stepLabel(_ value: JSONValue, number: Int) throws -> Bool {
    switch value {
    case .bool(let isRight): return isRight
    case .number("1"): return true
    case .number("0"): return false
    default:
      throw RowProblem(
        column: names.labels,
        reason: "the label of step \(number) is \(value.kind), not true or false, 1 or 0")
    }
  }
}
