import Foundation

/// One measured thing, in several rounds.
struct Figure {
  let name: String
  let unit: String
  let rounds: [Double]

  /// Measures work after doing it once without counting.
  ///
  /// - Parameter value: What a round's seconds mean in `unit`.
  init(
    _ name: String, _ unit: String, rounds: Int, value: (_ seconds: Double) -> Double,
    _ work: () throws -> Void
  ) rethrows {
    self.name = name
    self.unit = unit
    try work()
    let clock = ContinuousClock()
    self.rounds = try (0..<rounds).map { _ in
      let duration = try clock.measure(work)
      return value(duration / .seconds(1))
    }
  }

  /// The least, the middle and the greatest value.
  var columns: [String] {
    let sorted = rounds.sorted()
    let count = sorted.count
    let median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    return [sorted[0], median, sorted[count - 1]].map(Figure.formatted)
  }

  /// Three digits that matter.
  private static func formatted(_ value: Double) -> String {
    String(format: value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value)
  }
}

/// Figures as they come, a line each.
struct FigureTable {
  private(set) var figures: [Figure] = []

  static let heads = ["min", "median", "max"]

  func printHead() { printLine("", FigureTable.heads, "") }

  mutating func add(_ figure: Figure) {
    figures.append(figure)
    printLine(figure.name, figure.columns, figure.unit)
  }

  private func printLine(_ name: String, _ columns: [String], _ unit: String) {
    let start = name.padding(toLength: 44, withPad: " ", startingAt: 0)
    let numbers = columns.map { String(repeating: " ", count: max(1, 10 - $0.count)) + $0 }
    print("\(start)\(numbers.joined())\(unit.isEmpty ? "" : "  \(unit)")")
    fflush(nil)
  }
}
