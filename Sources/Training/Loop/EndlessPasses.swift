import Batches

/// Rows that are visited in an endless row of passes, each in an order of its own.
///
/// Which row comes at a place follows from the seed alone, so that a resumed run meets the same ones.
final class EndlessPasses {
  private let rowCount: Int
  private let seed: UInt64
  private let shuffles: Bool
  private var current: (pass: Int, order: [Int]) = (-1, [])

  /// - Precondition: There is a row where one is asked for.
  init(over rowCount: Int, seed: UInt64, shuffles: Bool = true) {
    self.rowCount = rowCount
    self.seed = seed
    self.shuffles = shuffles
  }

  /// The index of the row at a place; the first is 0.
  func row(at place: Int) -> Int {
    let (pass, index) = place.quotientAndRemainder(dividingBy: rowCount)
    guard shuffles else { return index }
    if current.pass != pass { current = (pass, epochOrder(of: rowCount, seed: seed, epoch: pass)) }
    return current.order[index]
  }
}
