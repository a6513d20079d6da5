/// The signals of a run so far.
struct SignalHistory {
  /// A signal at a step.
  struct Reading {
    let step: Int
    let value: Double
  }

  /// How many steps make up “now”, and how many “the start”.
  let window: Int
  private(set) var gold = GoldHistory()
  private var start: [Signal: [Reading]] = [:]
  private var recent: [Signal: [Reading]] = [:]
  private var counts: [Signal: Int] = [:]

  init(window: Int) { self.window = window }

  /// Takes in the metrics of a step; what is no number is passed over.
  mutating func add(_ metrics: [String: Double], at step: Int) {
    for signal in Signal.allCases {
      let values = signal.names.lazy.compactMap { metrics[$0] }
      guard let value = values.first(where: \.isFinite) else { continue }
      append(Reading(step: step, value: value), to: signal)
    }
    gold.add(metrics, at: step)
  }

  private mutating func append(_ reading: Reading, to signal: Signal) {
    if counts[signal, default: 0] < window { start[signal, default: []].append(reading) }
    counts[signal, default: 0] += 1
    var last = recent[signal, default: []]
    last.append(reading)
    recent[signal] = last.suffix(window)
  }

  /// The mean of the last steps; nil before a window is full.
  func now(_ signal: Signal) -> Double? {
    guard let last = recent[signal], last.count == window else { return nil }
    return last.mean
  }

  /// The least of the last steps; nil before a window is full.
  func leastNow(_ signal: Signal) -> Double? {
    guard let last = recent[signal], last.count == window else { return nil }
    return last.map(\.value).min()
  }

  /// The last value.
  func last(_ signal: Signal) -> Reading? { recent[signal]?.last }

  /// How the signal moved from the first steps to the last; nil while they are the same.
  func change(_ signal: Signal) -> Change? {
    guard counts[signal, default: 0] >= 2 * window,
      let first = start[signal], let last = recent[signal]
    else { return nil }
    return Change(from: first, to: last)
  }

  /// The steps of “now”, in words.
  func steps(of signal: Signal) -> String {
    guard let first = recent[signal]?.first, let last = recent[signal]?.last else { return "" }
    return first.step == last.step ? "at step \(last.step)" : "in steps \(first.step)–\(last.step)"
  }
}

/// How a signal moved from the first steps of a run to the last.
struct Change {
  let start: Double
  let now: Double
  /// The standard error of the difference, from the spread within both windows.
  let error: Double

  init(from first: [SignalHistory.Reading], to last: [SignalHistory.Reading]) {
    start = first.mean
    now = last.mean
    error = (first.varianceOfMean + last.varianceOfMean).squareRoot()
  }

  /// How much it rose.
  var rise: Double { now - start }
  /// Whether it rose by more than two standard errors.
  var isRise: Bool { rise > 2 * error }
  /// What it is now, as a multiple of what it was.
  var factor: Double { start == 0 ? .nan : now / start }
}

extension [SignalHistory.Reading] {
  fileprivate var mean: Double { reduce(0) { $0 + $1.value } / Double(count) }

  fileprivate var varianceOfMean: Double {
    guard count > 1 else { return 0 }
    let mean = mean
    let squares = reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) }
    return squares / Double(count - 1) / Double(count)
  }
}
