public import Datasets

/// What the pairs of one judgement have in common: they are learned from together.
///
/// A completion of K that were ranked is in K − 1 pairs. Were they strewn over the batches of an
/// epoch, the model would meet it K − 1 times and overfit within that epoch (Ouyang et al. 2022,
/// arXiv:2203.02155, §3.5).
public enum PairGroup: Sendable, Hashable {
  /// The name that the rows have in their column `group_id`.
  case named(String)
  /// The row that all the pairs were read from.
  case row(RowSource)

  /// The group of a row: the named one if there is a name, else that of its place in the file.
  public init?(named name: String?, source: RowSource?) {
    guard let name else {
      guard let source else { return nil }
      self = .row(source)
      return
    }
    self = .named(name)
  }
}
