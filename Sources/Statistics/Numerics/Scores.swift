/// The slopes of the log likelihood that single observations have at its top.
///
/// Their spread over clusters is what the sandwich errors of Huber 1967 and White 1982 put between
/// two inverses of the information: right even where observations of one cluster depend on each
/// other.
struct Scores {
  private var independent: SquareMatrix
  private var clusters: [Int: [Double]] = [:]

  init(parameterCount: Int) {
    independent = SquareMatrix(size: parameterCount)
  }

  /// How many clusters there are.
  var clusterCount: Int { clusters.count }

  /// Adds an observation that occurred `weight` times.
  ///
  /// - Parameter cluster: Where nil, each occurrence is a cluster of its own.
  mutating func add(
    _ score: [(parameter: Int, slope: Double)], weight: Double, cluster: Int?
  ) {
    guard let cluster else {
      for left in score {
        for right in score {
          independent[left.parameter, right.parameter] += weight * left.slope * right.slope
        }
      }
      return
    }
    let zero = [Double](repeating: 0, count: independent.size)
    for part in score { clusters[cluster, default: zero][part.parameter] += weight * part.slope }
  }

  /// The sandwich: covariance · spread of the scores · covariance.
  ///
  /// The spread over G clusters is multiplied by G/(G − 1), as for a sample's variance.
  func sandwich(around covariance: SquareMatrix) -> SquareMatrix {
    var spread = independent
    let correction =
      clusters.count > 1 ? Double(clusters.count) / Double(clusters.count - 1) : 1
    for (_, score) in clusters.sorted(by: { $0.key < $1.key }) {
      for row in score.indices where score[row] != 0 {
        for column in score.indices {
          spread[row, column] += correction * score[row] * score[column]
        }
      }
    }
    return covariance * spread * covariance
  }
}
