/// Which linear maps learn a change of low rank instead of new weights, and how large it may be.
///
/// LoRA, Hu et al. 2021 (arXiv:2106.09685). The meaning of every key is that of PEFT.
public struct LoRAConfiguration: Codable, Sendable, Equatable {
  /// r, the rank of the change; 0 trains all weights instead.
  public var rank = 0
  /// α: the change is multiplied by α / r.
  public var alpha = 16.0
  /// The share of a map's inputs that its change does not see, drawn anew for every row.
  public var dropout = 0.0
  /// Whether the change is multiplied by α / √r, which keeps its size for every rank;
  /// Kalajdzievski 2023 (arXiv:2312.03732).
  public var stabilizesRank = false
  /// The last parts of the names of the maps that are changed, as `q_proj`; `all-linear` for every
  /// map but the head.
  public var targets = [LoRAConfiguration.everyMap]

  /// Whether the weights under the adapters are kept in four bits.
  ///
  /// QLoRA, Dettmers et al. 2023 (arXiv:2305.14314).
  public var quantizesBase = false

  /// Stands for every linear map but the head.
  public static let everyMap = "all-linear"

  /// The defaults: all weights are trained.
  public init() {}

  /// A change of this rank.
  public init(
    rank: Int, alpha: Double = 16, dropout: Double = 0, stabilizesRank: Bool = false,
    targets: [String] = [LoRAConfiguration.everyMap]
  ) {
    self.rank = rank
    self.alpha = alpha
    self.dropout = dropout
    self.stabilizesRank = stabilizesRank
    self.targets = targets
  }

  /// What the change is multiplied by.
  public var scale: Double {
    alpha / (stabilizesRank ? Double(rank).squareRoot() : Double(rank))
  }

  /// Whether the map of this name is changed.
  func targets(_ path: String) -> Bool { targets.contains { Self.target($0, means: path) } }

  /// Whether a target is the map of this name or its last parts.
  static func target(_ target: String, means path: String) -> Bool {
    target == everyMap || path == target || path.hasSuffix("." + target)
  }
}
