public import Torch

/// At which token of a completion its score is paid.
public enum RewardPlacement: String, Sendable, Codable, CaseIterable {
  /// At the last token, the end-of-text token where there is one.
  case lastToken
  /// One place later where the row has room, as in TRL's PPO up to 1.12: for comparison only.
  case afterLastToken

  /// The place where the score is paid.
  ///
  /// - Parameters:
  ///   - lastIndex: The place of each row's last token. `[batch]`, int64
  ///   - time: The number of places in a row.
  /// - Returns: `[batch]`, int64
  public func scoreIndex(lastIndex: Tensor, time: Int) -> Tensor {
    guard self == .afterLastToken else { return lastIndex }
    let one = Tensor.ones([], .int64, on: lastIndex.device)
    return minimum(lastIndex + one, Tensor.full([], Double(time - 1), .int64, on: lastIndex.device))
  }

  /// The places whose value the critic learns: the tokens, and where the score is paid.
  ///
  /// - Parameters:
  ///   - isCompletion: Which places hold a token of the completion. `[batch, time]`, bool
  ///   - lastIndex: The place of each row's last token. `[batch]`, int64
  /// - Returns: `[batch, time]`, bool
  public func hasValue(where isCompletion: Tensor, lastIndex: Tensor) -> Tensor {
    guard self == .afterLastToken else { return isCompletion }
    let (batch, time) = isCompletion.shape2
    let index = scoreIndex(lastIndex: lastIndex, time: time).unsqueezed(-1)
    let places = Tensor.range(0..<time, on: isCompletion.device).expanded([batch, time])
    return isCompletion .|| (places .== index)
  }
}
