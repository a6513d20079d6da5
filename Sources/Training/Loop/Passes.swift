import Batches
import NeuralNetworks
import Torch

/// Adds up the gradient of a step, so many rows at a time.
///
/// On the CPU the first rows go in two halves at once, of which each half of the threads has one: the same step, up
/// to rounding. It is the same each time because a sum of two does not depend on which comes first; that of three
/// does, so that later rows go one part after the other.
///
/// - Parameters:
///   - rowsPerPass: How many rows exist side by side, with all that is kept of them.
///   - store: What learns.
///   - isSplit: Whether the loss of a pass is a sum over its rows, so that they may go apart.
///   - size: The tokens of a row.
///   - group: Rows of one group go together, as they may share a prompt; a row of none goes where there is room.
///   - pass: Adds the gradient of some rows, and what is to be recorded of them.
func addGradients<Row>(
  of rows: [Row], rowsPerPass: Int, to store: ParameterStore, splitting isSplit: Bool = true,
  _ averages: inout Averages, size: (Row) -> Int, group: (Row) -> AnyHashable? = { _ in nil },
  _ pass: ([Row], inout Averages) -> Void
) {
  func found(in rows: [Row]) -> Averages {
    var own = Averages()
    pass(rows, &own)
    return own
  }
  for (index, part) in rows.chunked(by: rowsPerPass).enumerated() {
    let halves =
      index == 0 && isSplit && store.canLearnAtOnce
      ? part.halves(size: size, group: group) : (part, [])
    guard !halves.1.isEmpty else {
      averages.add(found(in: part))
      continue
    }
    let pair = both({ found(in: halves.0) }, { found(in: halves.1) })
    averages.add(pair.0)
    averages.add(pair.1)
  }
}

extension ParameterStore {
  /// Whether two passes may add gradients at the same time and come out the same each time.
  fileprivate var canLearnAtOnce: Bool {
    device.kind == .cpu && dropout.rate == 0 && threadCount > 1
  }
}
