import Foundation
import Statistics

/// Returns a calmer version of a curve, and nil where it does not need one.
///
/// That is where there are few points, or half of them lie on the line between their neighbours, up
/// to half a percent of the curve's height: so schedules keep their corners.
public func smoothed(_ points: [Chart.Point]) -> [Chart.Point]? {
  let finite = points.filter(\.isFinite)
  guard finite.count > 40, !finite.contains(where: { $0.lower != nil }),
    zip(finite, finite.dropFirst()).allSatisfy({ $0.x <= $1.x }), isNoisy(finite.map(\.y))
  else { return nil }
  return locallyFitted(finite)
}

private func isNoisy(_ levels: [Double]) -> Bool {
  let bends = levels.indices.dropFirst().dropLast().map { index in
    abs(levels[index - 1] / 2 - levels[index] + levels[index + 1] / 2)
  }
  let height = (levels.max() ?? 0) - (levels.min() ?? 0)
  return quantile(0.5, ofSorted: bends.sorted()) > 0.005 * height
}

/// Returns for each point the value of a line fitted to its neighbours, the nearer counting more.
///
/// So the curve lags nowhere, and its ends are not pulled to the middle. More than 400 points are
/// averaged first.
func locallyFitted(_ points: [Chart.Point]) -> [Chart.Point] {
  let means = averaged(points, to: 400)
  let width = max(3, Double(means.count) * 0.04)
  let reach = Int((width * 3).rounded(.up))
  return means.indices.map { index in
    let neighbours = max(0, index - reach)...min(means.count - 1, index + reach)
    return Chart.Point(means[index].x, fittedLine(to: means, neighbours, at: index, width: width))
  }
}

/// Returns the value at `index` of the line with the least weighted squares.
private func fittedLine(
  to points: [Chart.Point], _ neighbours: ClosedRange<Int>, at index: Int, width: Double
) -> Double {
  var (weights, distances, squares, values, products) = (0.0, 0.0, 0.0, 0.0, 0.0)
  for neighbour in neighbours {
    let distance = Double(neighbour - index)
    let weight = exp(-distance * distance / (2 * width * width))
    weights += weight
    distances += weight * distance
    squares += weight * distance * distance
    values += weight * points[neighbour].y
    products += weight * distance * points[neighbour].y
  }
  let determinant = weights * squares - distances * distances
  return (squares * values - distances * products) / determinant
}

/// Returns at most `count` means of neighbouring points.
private func averaged(_ points: [Chart.Point], to count: Int) -> [Chart.Point] {
  guard points.count > count else { return points }
  return (0..<count).map { index in
    let part = points[(index * points.count / count)..<((index + 1) * points.count / count)]
    let size = Double(part.count)
    return Chart.Point(
      part.reduce(0) { $0 + $1.x / size }, part.reduce(0) { $0 + $1.y / size })
  }
}

/// Returns at most about `count` of the points: the first, the last, and of each stretch between
/// the highest and the lowest, so that no peak is lost.
func thinned(_ points: [Chart.Point], to count: Int) -> [Chart.Point] {
  guard points.count > count, points.count > 4 else { return points }
  let partCount = max(1, count / 2 - 1)
  let inner = points.dropFirst().dropLast()
  return [points[0]]
    + (0..<partCount).flatMap { index in
      let start = inner.startIndex + index * inner.count / partCount
      let part = inner[start..<(inner.startIndex + (index + 1) * inner.count / partCount)]
      let ends = [
        part.indices.min { points[$0].y < points[$1].y },
        part.indices.max { points[$0].y < points[$1].y },
      ]
      return Set(ends.compactMap(\.self)).sorted().map { points[$0] }
    } + [points[points.count - 1]]
}
