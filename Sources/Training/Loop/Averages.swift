/// Sums over the micro-batches of a step, with what each is divided by at its end.
///
/// A metric is a sum over a count of the whole step, never a mean of means, so that it does not
/// depend on how the batch was split.
struct Averages {
  private var sums: [String: (sum: Double, count: Double)] = [:]
  private var least: [String: Double] = [:]
  private var greatest: [String: Double] = [:]

  /// Adds a sum of `count` values.
  mutating func add(_ name: String, _ sum: Double, over count: Int) {
    add(name, sum, over: Double(count))
  }

  private mutating func add(_ name: String, _ sum: Double, over count: Double) {
    let before = sums[name] ?? (0, 0)
    sums[name] = (before.sum + sum, before.count + count)
  }

  /// Adds values of which the mean is wanted.
  mutating func add(_ name: String, _ values: [Float]) {
    add(name, values.reduce(0) { $0 + Double($1) }, over: values.count)
  }

  /// Keeps the least of some values and of those before.
  mutating func addLeast(_ name: String, _ values: [Double]) {
    least[name] = (values + [least[name]].compactMap(\.self)).min()
  }

  /// Keeps the greatest of some values and of those before.
  mutating func addGreatest(_ name: String, _ values: [Double]) {
    greatest[name] = (values + [greatest[name]].compactMap(\.self)).max()
  }

  /// Adds what others have added up.
  mutating func add(_ other: Averages) {
    for (name, added) in other.sums { add(name, added.sum, over: added.count) }
    for (name, value) in other.least { addLeast(name, [value]) }
    for (name, value) in other.greatest { addGreatest(name, [value]) }
  }

  /// The means and extremes; those over nothing are left out.
  var means: [String: Double] {
    sums.filter { $0.value.count > 0 }.mapValues { $0.sum / $0.count }
      .merging(least) { $1 }.merging(greatest) { $1 }
  }

  /// The mean of one metric, zero when it is over nothing.
  subscript(name: String) -> Double { means[name] ?? 0 }
}
