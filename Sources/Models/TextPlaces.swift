import Torch

/// Where the tokens of texts that stand one after another in a single row belong in a cache with a row
/// for each text.
struct TextPlaces {
  /// How many tokens the longest text has: where all of them end.
  let longest: Int
  /// The slice of each token and head among all that a tensor of the cache has. `[tokens · heads]`, int64
  private let slices: Tensor

  /// - Parameters:
  ///   - lengths: Of the texts, in order.
  ///   - rows: Of the cache, one for each text.
  ///   - stored: The keys or the values of a layer. `[batch, heads, capacity, head width]`
  init(lengths: [Int], rows: [Int], in stored: Tensor) {
    let (batch, heads, capacity, _) = stored.shape4
    let longest = lengths.max() ?? 0
    precondition(rows.sorted() == Array(0..<batch), "texts for other rows than the \(batch)")
    precondition(longest <= capacity, "\(longest) tokens for a cache of \(capacity)")
    self.longest = longest
    slices = Tensor(
      zip(rows, lengths).flatMap { row, length in
        ((longest - length)..<longest).flatMap { slot in
          (0..<heads).map { head in (row * heads + head) * capacity + slot }
        }
      }, on: stored.device)
  }

  /// - Parameters:
  ///   - new: `[1, heads, tokens, head width]`
  ///   - stored: `[batch, heads, capacity, head width]`
  func write(_ new: Tensor, to stored: Tensor) {
    let width = stored.shape4.3
    stored.reshaped([-1, width]).assign(
      new.transposed(1, 2).reshaped([-1, width]).to(stored.dtype), at: slices, along: 0)
  }
}
