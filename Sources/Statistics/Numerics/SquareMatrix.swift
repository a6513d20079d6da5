/// A square of numbers, for the few small systems of equations that fits need.
struct SquareMatrix: Sendable, Codable, Equatable {
  let size: Int
  private var elements: [Double]

  /// Creates a matrix of zeros.
  init(size: Int) {
    self.size = size
    elements = [Double](repeating: 0, count: size * size)
  }

  subscript(row: Int, column: Int) -> Double {
    get { elements[row * size + column] }
    set { elements[row * size + column] = newValue }
  }

  static func * (left: SquareMatrix, right: SquareMatrix) -> SquareMatrix {
    var product = SquareMatrix(size: left.size)
    for row in 0..<left.size {
      for middle in 0..<left.size where left[row, middle] != 0 {
        let factor = left[row, middle]
        for column in 0..<left.size { product[row, column] += factor * right[middle, column] }
      }
    }
    return product
  }

  static func * (matrix: SquareMatrix, vector: [Double]) -> [Double] {
    (0..<matrix.size).map { row in
      vector.indices.reduce(0) { $0 + matrix[row, $1] * vector[$1] }
    }
  }

  /// The lower triangle L with L·Lᵀ being the matrix; nil where it is not positive definite.
  private var choleskyFactor: SquareMatrix? {
    var factor = SquareMatrix(size: size)
    for row in 0..<size {
      for column in 0...row {
        var rest = self[row, column]
        for middle in 0..<column { rest -= factor[row, middle] * factor[column, middle] }
        if row == column {
          // What rounding leaves of zero is no sign of a positive definite matrix.
          guard rest > 1e-13 * abs(self[row, row]) else { return nil }
          factor[row, row] = rest.squareRoot()
        } else {
          factor[row, column] = rest / factor[column, column]
        }
      }
    }
    return factor
  }

  /// The inverse of a symmetric matrix; nil where it is not positive definite.
  var positiveDefiniteInverse: SquareMatrix? {
    guard let factor = choleskyFactor else { return nil }
    var half = SquareMatrix(size: size)
    for column in 0..<size {
      for row in column..<size {
        var rest = row == column ? 1.0 : 0
        for middle in column..<row { rest -= factor[row, middle] * half[middle, column] }
        half[row, column] = rest / factor[row, row]
      }
    }
    var inverse = SquareMatrix(size: size)
    for row in 0..<size {
      for column in 0...row {
        let sum = (row..<size).reduce(0) { $0 + half[$1, row] * half[$1, column] }
        inverse[row, column] = sum
        inverse[column, row] = sum
      }
    }
    return inverse
  }

  /// The covariance of values minus the mean of the first `count` of them, for just those.
  func centered(first count: Int) -> SquareMatrix {
    var result = SquareMatrix(size: count)
    let means = (0..<count).map { row in
      (0..<count).reduce(0) { $0 + self[row, $1] } / Double(count)
    }
    let mean = means.reduce(0, +) / Double(count)
    for row in 0..<count {
      for column in 0..<count {
        result[row, column] = self[row, column] - means[row] - means[column] + mean
      }
    }
    return result
  }
}
