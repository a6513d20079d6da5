public import Datasets

/// A reward for the right answer, which stands in a column of the prompt's row: 1 or 0.
///
/// In the completion and in the column alike, the answer is what stands after the last `####` up to
/// the line's end, as in GSM8K (Cobbe et al. 2021, arXiv:2110.14168); else what is in the last
/// `\boxed{…}`; else the whole text.
public struct AnswerReward: Reward {
  /// How two answers are compared.
  public enum Comparison: String, Sendable, Codable, CaseIterable {
    /// As texts that are equal but for case, white space, width of letters, quotation marks and
    /// marks at their ends.
    case exact
    /// As numbers: the last one in each answer, so that “$1,234.50 a day” is “1234.5”.
    case lastNumber
  }

  private let comparison: Comparison
  private let column: String

  /// Chooses how to compare with what.
  ///
  /// - Parameter column: The column with the right answer, a text or a number.
  public init(_ comparison: Comparison, column: String = "answer") {
    self.comparison = comparison
    self.column = column
  }

  /// 1 for each right answer, 0 for each other.
  ///
  /// - Throws: `RewardError.noAnswer` for a row that has none to compare with.
  public func scores(of episodes: [Episode]) throws -> [Double] {
    try episodes.map { episode in
      let due = try rightAnswer(of: episode.prompt)
      return answer(in: episode.completion) == due ? 1 : 0
    }
  }

  /// Checks that every prompt has an answer to compare with, before a run begins.
  ///
  /// - Throws: `RewardError.noAnswer` naming the first row without.
  public func check(_ prompts: [Prompt]) throws {
    for prompt in prompts { _ = try rightAnswer(of: prompt) }
  }

  private func rightAnswer(of prompt: Prompt) throws -> String {
    let place = prompt.source.map { "\($0)" } ?? "a prompt"
    guard let json = prompt.columns[column] else {
      throw RewardError.noAnswer(place: place, column: column, reason: "there is no such column")
    }
    // What is no JSON string is a number, with its digits; a list or an object has no answer.
    guard let answer = answer(in: prompt.string(inColumn: column) ?? json) else {
      let what = comparison == .exact ? "text" : "number"
      throw RewardError.noAnswer(place: place, column: column, reason: "there is no \(what) in it")
    }
    return answer
  }

  private func answer(in text: String) -> String? {
    let final = finalAnswer(in: text)
    switch comparison {
    case .exact:
      let plain = plainText(of: final)
      return plain.isEmpty ? nil : plain
    case .lastNumber: return lastNumber(in: final)
    }
  }
}
