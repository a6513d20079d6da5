/// A prompt with the completion that a person wrote for it.
///
/// Two demonstrations are equal when their texts are, wherever they were read.
public struct Demonstration: Sendable, Hashable, Prompted {
  /// What the model is asked; empty for plain running text.
  public var prompt: Content
  /// What it should answer.
  public var completion: Content
  /// Where it was read.
  public var source: RowSource?

  /// Creates a demonstration.
  public init(prompt: Content, completion: Content, source: RowSource? = nil) {
    self.prompt = prompt
    self.completion = completion
    self.source = source
  }

  /// Creates the demonstration that a comparison's chosen completion gives.
  public init(chosenIn comparison: Comparison) {
    self.init(
      prompt: comparison.prompt, completion: comparison.chosen, source: comparison.source)
  }

  /// Returns whether two demonstrations have the same texts.
  public static func == (first: Demonstration, second: Demonstration) -> Bool {
    first.prompt == second.prompt && first.completion == second.completion
  }

  /// Hashes what equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(prompt)
    hasher.combine(completion)
  }
}
