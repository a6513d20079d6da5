public import Torch

/// Finds something of each row without gradients, so many rows at a time, and on the CPU two parts of them at once.
///
/// - Parameter answer: What is found of some rows, in their order.
/// - Returns: The answers of all parts, in the order of the rows.
public func answers<Row, Answer>(
  of rows: [Row], rowsPerPass: Int, on device: Device, _ answer: ([Row]) -> Answer
) -> [Answer] {
  rows.chunked(by: rowsPerPass).flatMap { part in
    guard device.kind == .cpu, threadCount > 1, part.count > 1 else { return [answer(part)] }
    let middle = (part.count + 1) / 2
    let found = both({ answer(Array(part[..<middle])) }, { answer(Array(part[middle...])) })
    return [found.0, found.1]
  }
}
