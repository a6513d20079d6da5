import Foundation
import Testing

@testable import Statistics

@Suite("The numerics under the statistics")
struct NumericsTests {
  @Test(
    "have the regularized gamma function of scipy",
    arguments: [
      (0.5, 0.1, 0.6547208460185768), (0.5, 3, 0.014305878435429641),
      (1, 2, 0.1353352832366127), (2.5, 2.5, 0.4158801869955079),
      (4, 10, 0.010336050675925726), (10, 3, 0.9988975118698845),
      (50, 60, 0.08440668109369177), (0.5, 30, 9.485737571073857e-15), (3, 0, 1),
      (3, .infinity, 0),
    ])
  func gamma(shape: Double, x: Double, due: Double) {
    expectClose(upperRegularizedGamma(shape, x), due, within: max(1e-300, 1e-12 * due))
  }

  @Test(
    "have the log gamma function of scipy",
    arguments: [
      (0.1, 2.252712651734206), (0.5, 0.5723649429247), (1, 0), (2.5, 0.2846828704729192),
      (9.99, 12.779315214350195), (30, 71.257038967168), (1000, 5905.220423209181),
    ])
  func logGammas(x: Double, due: Double) {
    expectClose(logGamma(x), due, within: 1e-12 * max(1, due))
  }

  @Test("invert matrices, and only positive definite ones")
  func inverse() throws {
    var matrix = SquareMatrix(size: 3)
    for (index, value) in [4.0, 1, 0.5, 1, 3, -1, 0.5, -1, 2].enumerated() {
      matrix[index / 3, index % 3] = value
    }
    let product = matrix * (try #require(matrix.positiveDefiniteInverse))
    for row in 0..<3 {
      for column in 0..<3 { expectClose(product[row, column], row == column ? 1 : 0) }
    }
    matrix[2, 2] = -1
    #expect(matrix.positiveDefiniteInverse == nil)
    var singular = SquareMatrix(size: 2)
    for index in 0..<4 { singular[index / 2, index % 2] = 1 }
    #expect(singular.positiveDefiniteInverse == nil)
    #expect(SquareMatrix(size: 0).positiveDefiniteInverse != nil)
  }

  @Test("climb to a top from far away, and say where there is none")
  func maximum() {
    // log cosh falls off on both sides of 3; Newton alone would overshoot from 10.
    let top = Maximum(from: [10]) { place in
      var curvature = Curvature(parameterCount: 1)
      curvature.value = -log(cosh(place[0] - 3))
      curvature.gradient[0] = -tanh(place[0] - 3)
      curvature.information[0, 0] = 1 / (cosh(place[0] - 3) * cosh(place[0] - 3))
      return curvature
    }
    expectClose(top.parameters[0], 3, within: 1e-6)
    #expect(top.isReached)
    let endless = Maximum(from: [0]) { place in
      var curvature = Curvature(parameterCount: 1)
      curvature.value = -exp(-place[0])
      curvature.gradient[0] = exp(-place[0])
      curvature.information[0, 0] = exp(-place[0])
      return curvature
    }
    #expect(!endless.isReached)
  }

  @Test("find who leads to whom by wins")
  func graph() {
    var graph = WinGraph(itemCount: 5)
    for (winner, loser) in [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4)] {
      graph.insert(winner: winner, loser: loser)
    }
    #expect(!graph.isStronglyConnected)
    #expect(graph.components.sorted { $0[0] < $1[0] } == [[0, 1, 2], [3], [4]])
    graph.insert(winner: 4, loser: 1)
    #expect(graph.isStronglyConnected)
    #expect(WinGraph(itemCount: 0).isStronglyConnected)
  }
}
