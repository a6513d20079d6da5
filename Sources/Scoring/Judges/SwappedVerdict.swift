/// What a judge said of two completions when they were shown in one order and in the other.
public struct SwappedVerdict: Sendable, Codable, Equatable {
  /// With the first completion shown first.
  public let inOrder: PairVerdict
  /// With the second completion shown first, and as it was said: `first` is whoever was shown first.
  public let swapped: PairVerdict

  /// Puts both together.
  public init(inOrder: PairVerdict, swapped: PairVerdict) {
    self.inOrder = inOrder
    self.swapped = swapped
  }

  /// Whether the order made no difference.
  public var isConsistent: Bool { inOrder == swapped.turned }

  /// The verdict that counts: a preference that the other order does not confirm is a tie.
  ///
  /// As in MT-Bench, Zheng et al. 2023 (arXiv:2306.05685).
  public var settled: PairVerdict { isConsistent ? inOrder : .tie }

  /// The place whose completion won in both orders, whichever it was; nil where none did.
  public var favoredPlace: PairVerdict? {
    inOrder == swapped && inOrder != .tie ? inOrder : nil
  }
}

extension PairVerdict {
  /// The same with the completions the other way round.
  var turned: PairVerdict {
    switch self {
    case .first: .second
    case .second: .first
    case .tie: .tie
    }
  }
}

extension PairJudge {
  /// Compares the completions of each pair in both orders.
  ///
  /// - Returns: One for each pair, in order.
  public func swappedVerdicts(on pairs: [EpisodePair]) throws -> [SwappedVerdict] {
    let turned = pairs.map { EpisodePair(first: $0.second, second: $0.first) }
    let found = try verdicts(on: pairs + turned)
    return pairs.indices.map {
      SwappedVerdict(inOrder: found[$0], swapped: found[pairs.count + $0])
    }
  }
}
