import Runs
import Testing

@testable import Statistics

@Suite("Krippendorff's alpha")
struct KrippendorffAlphaTests {
  /// Turns a row of values for each labeler, `.` for a missing one, into units.
  private static func units(_ rows: [String]) -> [[Double?]] {
    let rows = rows.map { $0.split(separator: " ").map { Double($0) } }
    return rows[0].indices.map { unit in rows.map { $0[unit] } }
  }

  /// Krippendorff 2011, example C.
  static let fourLabelers = units([
    "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
  ])
  /// The example of Wikipedia.
  static let threeLabelers = units([
    ". . . . . 3 4 1 2 1 1 3 3 . 3", "1 . 2 1 3 3 4 3 . . . . . . .",
    ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
  ])

  @Test(
    "has the published values for four labelers",
    arguments: [
      (AlphaMetric.nominal, 0.743421), (.ordinal, 0.815388), (.interval, 0.849107),
      (.ratio, 0.797403),
    ])
  func four(metric: AlphaMetric, due: Double) {
    expectClose(krippendorffAlpha(Self.fourLabelers, metric: metric).value, due, within: 5e-7)
  }

  @Test(
    "has the published values for three labelers",
    arguments: [
      (AlphaMetric.nominal, 0.691358), (.ordinal, 0.806721), (.interval, 0.810845),
      (.ratio, 0.808944),
    ])
  func three(metric: AlphaMetric, due: Double) {
    expectClose(krippendorffAlpha(Self.threeLabelers, metric: metric).value, due, within: 5e-7)
  }

  @Test("has the published values for two labelers")
  func two() {
    let binary = Self.units(["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"])
    expectClose(krippendorffAlpha(binary, metric: .nominal).value, 0.095238, within: 5e-7)
    let letters = zip("aabbdcccedda", "babbbccceddd").map { [$0, $1] as [Character?] }
    expectClose(krippendorffAlpha(categories: letters).value, 0.691964, within: 5e-7)
  }

  @Test("does not depend on the order of units or labelers, nor on units that one judged")
  func invariance() {
    let order = Array(0..<12).shuffled(seed: 8)
    var turned = order.map { Array(Self.fourLabelers[$0].reversed()) }
    turned.append([nil, 5, nil, nil])
    turned.append([nil, nil, nil, nil])
    for metric in AlphaMetric.allCases {
      let due = krippendorffAlpha(Self.fourLabelers, metric: metric).value ?? .nan
      expectClose(krippendorffAlpha(turned, metric: metric).value, due)
    }
  }

  @Test("does not change with the unit of an interval or ratio scale")
  func scale() {
    let doubled = Self.fourLabelers.map { $0.map { $0.map { $0 * 2 } } }
    expectClose(krippendorffAlpha(doubled, metric: .interval).value, 0.849107, within: 5e-7)
    expectClose(krippendorffAlpha(doubled, metric: .ratio).value, 0.797403, within: 5e-7)
  }

  @Test("is undefined for a unanimous corpus, neither NaN nor 1", arguments: AlphaMetric.allCases)
  func unanimous(metric: AlphaMetric) {
    let found = krippendorffAlpha([[3, 3], [3, 3], [3, nil]], metric: metric)
    #expect(found == .undefined(.oneValue))
    #expect(found.value == nil)
    #expect("\(found)" == "undefined: only one value used")
  }

  @Test("is undefined where no unit was judged twice")
  func nothing() {
    #expect(
      krippendorffAlpha([[1, nil], [nil, 2]], metric: .nominal) == .undefined(.nothingShared))
    #expect(krippendorffAlpha([], metric: .ordinal) == .undefined(.nothingShared))
  }

  @Test("has an interval around it, and a wider one over clusters")
  func interval() throws {
    let units = (0..<60).map { unit -> [Double?] in
      let cluster = unit / 4
      let other = cluster % 5 == 0 ? cluster + 1 : cluster
      return [Double(cluster % 4), Double(other % 4)]
    }
    let naive = try #require(krippendorffAlpha(units, metric: .nominal).estimate)
    let clustered = try #require(
      krippendorffAlpha(units, metric: .nominal, clusteredBy: (0..<60).map { $0 / 4 }).estimate)
    #expect(naive.lower < naive.value && naive.value < naive.upper)
    #expect(clustered.upper - clustered.lower > 1.5 * (naive.upper - naive.lower))
  }

  @Test("does not claim certainty for perfect agreement")
  func perfect() throws {
    let found = try #require(
      krippendorffAlpha([[1, 1], [2, 2], [3, 3]], metric: .interval).estimate)
    #expect(found.value == 1 && found.lower < 0.5 && found.upper == 1)
  }

  @Test("refuses a ratio of negative values")
  func negative() async {
    await #expect(processExitsWith: .failure) {
      _ = krippendorffAlpha([[-1, 1], [2, 2]], metric: .ratio)
    }
  }
}
