/// Texts that stand one after another in a single row, without padding, none of which sees another.
public struct TextLayout: Sendable, Equatable {
  /// One stretch of the row.
  public enum Part: Sendable, Equatable {
    /// Texts of one length.
    case alike(count: Int, length: Int)
    /// The beginning that several texts have in common, and then how each of them goes on: each
    /// sees the beginning and itself.
    case branched(stem: Int, branches: [Int])

    /// How many tokens it has.
    public var tokenCount: Int {
      switch self {
      case .alike(let count, let length): count * length
      case .branched(let stem, let branches): stem + branches.reduce(0, +)
      }
    }

    /// How many tokens the longest of its texts has.
    var longestText: Int {
      switch self {
      case .alike(_, let length): length
      case .branched(let stem, let branches): stem + (branches.max() ?? 0)
      }
    }
  }

  /// The stretches, in order.
  public var parts: [Part]
  /// How many tokens each token sees at most, its own and those before it; all of its text when nil.
  public var window: Int?

  /// Lays out some texts.
  public init(_ parts: [Part], window: Int? = nil) {
    self.parts = parts
    self.window = window
  }

  /// How many tokens the row has.
  public var tokenCount: Int { parts.reduce(0) { $0 + $1.tokenCount } }

  /// How many tokens the longest text has.
  public var longestText: Int { parts.reduce(0) { max($0, $1.longestText) } }

  /// Of each text in turn where the beginning stands that an earlier text has as its own, how long that is,
  /// and the same of its own tokens.
  var texts: [Int] {
    var (texts, place): ([Int], Int) = ([], 0)
    func append(stem: (start: Int, length: Int) = (0, 0), own length: Int) {
      texts += [stem.start, stem.length, place, length]
      place += length
    }
    for part in parts {
      switch part {
      case .alike(let count, let length): for _ in 0..<count { append(own: length) }
      case .branched(let stem, let branches):
        // The first branch goes on where the stem ends.
        let start = place
        append(own: stem + (branches.first ?? 0))
        for branch in branches.dropFirst() { append(stem: (start, stem), own: branch) }
      }
    }
    return texts
  }

  /// Lays one more text behind the others; of one length they are mixed together.
  public mutating func append(textOf length: Int) {
    if case .alike(let count, length)? = parts.last {
      parts[parts.count - 1] = .alike(count: count + 1, length: length)
    } else {
      parts.append(.alike(count: 1, length: length))
    }
  }
}

extension TextLayout {
  /// Attention text by text: nothing is computed of what no token sees.
  ///
  /// - Parameters:
  ///   - queries: `[1, heads, tokens, head width]`
  ///   - keys: `[1, key heads, tokens, head width]`
  ///   - values: `[1, key heads, tokens, head width]`
  ///   - mix: Attention in texts side by side.
  /// - Returns: `[1, heads, tokens, head width]`
  func attention(
    _ queries: Tensor, _ keys: Tensor, _ values: Tensor, _ mix: (Heads, AttentionPattern) -> Tensor
  ) -> Tensor {
    let (batch, _, tokens, _) = queries.shape4
    precondition(batch == 1, "\(batch) rows; texts one after another are in one")
    precondition(tokens == tokenCount, "\(tokens) tokens in a layout of \(tokenCount)")
    let sizes = parts.flatMap(\.pieceSizes)
    func pieces(_ x: Tensor) -> [Tensor] { x.transposed(1, 2).split(into: sizes, along: 1) }
    var rest = ArraySlice(
      zip(pieces(queries), zip(pieces(keys), pieces(values))).map {
        Heads(queries: $0, keys: $1.0, values: $1.1)
      })
    let mixed = parts.flatMap { part in
      let own = rest.prefix(part.pieceSizes.count)
      rest = rest.dropFirst(own.count)
      return mixes(part, Array(own), mix)
    }
    return Tensor.concatenation(of: mixed, along: 1).transposed(1, 2)
  }

  /// What comes out of one part, piece by piece. `[1, tokens, heads, head width]` each
  private func mixes(
    _ part: Part, _ pieces: [Heads], _ mix: (Heads, AttentionPattern) -> Tensor
  ) -> [Tensor] {
    func mixed(_ heads: Heads, _ length: Int) -> Tensor {
      let texts = heads.map { x in
        let (_, _, count, width) = x.shape4
        return x.reshaped([-1, length, count, width]).transposed(1, 2)
      }
      let found = mix(texts, pattern(length, on: heads.queries.device)).transposed(1, 2)
      return found.reshaped(heads.queries.shape)
    }
    switch part {
    case .alike(_, let length): return [mixed(pieces[0], length)]
    case .branched(let stem, let branches):
      // The stem is mixed once more for each further branch, in its words alone: far less than its
      // linear maps. That needs no mask, which would cost attention to all of a square.
      return zip(pieces.dropFirst(), branches).enumerated().map { index, branch in
        let found = mixed(pieces[0].followed(by: branch.0), stem + branch.1)
        return index == 0 ? found : found.suffix(from: stem, along: 1)
      }
    }
  }

  private func pattern(_ length: Int, on device: Device) -> AttentionPattern {
    guard let window, window < length else { return .causal }
    return .allowed(
      attentionBand(length, window: window, on: device).reshaped([1, 1, length, length]))
  }
}

extension TextLayout.Part {
  /// The tokens of each piece that is cut out of the row.
  fileprivate var pieceSizes: [Int] {
    switch self {
    case .alike: [tokenCount]
    case .branched(let stem, let branches): [stem] + branches
    }
  }
}

/// What attention is made from.
struct Heads {
  let queries: Tensor
  let keys: Tensor
  let values: Tensor

  func map(_ change: (Tensor) -> Tensor) -> Heads {
    Heads(queries: change(queries), keys: change(keys), values: change(values))
  }

  /// Both, one after the other. `[1, tokens, heads, head width]`
  fileprivate func followed(by other: Heads) -> Heads {
    func joined(_ part: (Heads) -> Tensor) -> Tensor {
      .concatenation(of: [part(self), part(other)], along: 1)
    }
    return Heads(queries: joined(\.queries), keys: joined(\.keys), values: joined(\.values))
  }
}
