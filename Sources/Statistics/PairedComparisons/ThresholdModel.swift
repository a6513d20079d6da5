import Foundation

/// The likelihood of Rao and Kupper in θ and η, in which it is concave.
struct ThresholdModel {
  private struct Line {
    let first: Int
    let second: Int?
    let outcome: Outcome
    let weight: Double
    let cluster: Int?
    let isPseudo: Bool
  }

  private let lines: [Line]
  private let itemCount: Int
  let hasTies: Bool

  init(itemCount: Int, contests: [Contest], pseudoCount: Double) {
    self.itemCount = itemCount
    hasTies = contests.contains { $0.ties > 0 }
    let real = contests.flatMap { contest in
      [
        (Outcome.win, contest.firstWins), (.loss, contest.secondWins), (.tie, contest.ties),
      ].map { outcome, weight in
        Line(
          first: contest.first, second: contest.second, outcome: outcome, weight: weight,
          cluster: contest.cluster, isPseudo: false)
      }
    }
    let pseudo = (0..<itemCount).flatMap { item in
      [Outcome.win, .loss].map { outcome in
        Line(
          first: item, second: nil, outcome: outcome, weight: pseudoCount, cluster: nil,
          isPseudo: true)
      }
    }
    lines = (real + pseudo).filter { $0.weight > 0 }
  }

  /// log P, and its slope and negative curvature along u = θᵢ − θⱼ − η, along v = θⱼ − θᵢ − η and
  /// along η itself.
  private struct Local {
    var value = 0.0
    var slopes = (u: 0.0, v: 0.0, eta: 0.0)
    var curvatures = (u: 0.0, v: 0.0, eta: 0.0)
  }

  private func local(_ line: Line, at parameters: [Double]) -> Local {
    let difference = parameters[line.first] - (line.second.map { parameters[$0] } ?? 0)
    let eta = hasTies ? parameters[itemCount] : 0
    var local = Local()
    if line.outcome != .loss {
      let share = 1 / (1 + exp(eta - difference))
      local.value += log(share)
      local.slopes.u = 1 - share
      local.curvatures.u = share * (1 - share)
    }
    if line.outcome != .win {
      let share = 1 / (1 + exp(eta + difference))
      local.value += log(share)
      local.slopes.v = 1 - share
      local.curvatures.v = share * (1 - share)
    }
    if line.outcome == .tie {
      let rest = -expm1(-2 * eta)
      local.value += 2 * eta + log(rest)
      local.slopes.eta = 2 / rest
      local.curvatures.eta = 4 * exp(-2 * eta) / (rest * rest)
    }
    return local
  }

  private func directions(
    of line: Line
  ) -> (
    u: [(parameter: Int, slope: Double)], v: [(parameter: Int, slope: Double)],
    eta: [(parameter: Int, slope: Double)]
  ) {
    let eta = hasTies ? [(parameter: itemCount, slope: 1.0)] : []
    func direction(_ sign: Double) -> [(parameter: Int, slope: Double)] {
      [(line.first, sign)] + (line.second.map { [($0, -sign)] } ?? [])
        + eta.map { ($0.parameter, -1) }
    }
    return (direction(1), direction(-1), eta)
  }

  func logLikelihood(at parameters: [Double]) -> Double {
    lines.reduce(0) { sum, line in
      line.isPseudo ? sum : sum + line.weight * local(line, at: parameters).value
    }
  }

  func curvature(at parameters: [Double]) -> Curvature {
    var result = Curvature(parameterCount: parameters.count)
    guard !hasTies || parameters[itemCount] > 0 else {
      result.value = -.infinity
      return result
    }
    for line in lines {
      let local = local(line, at: parameters)
      let directions = directions(of: line)
      result.value += line.weight * local.value
      for (direction, slope, curvature) in [
        (directions.u, local.slopes.u, local.curvatures.u),
        (directions.v, local.slopes.v, local.curvatures.v),
        (directions.eta, local.slopes.eta, local.curvatures.eta),
      ] {
        for left in direction {
          result.gradient[left.parameter] += line.weight * slope * left.slope
          for right in direction {
            result.information[left.parameter, right.parameter] +=
              line.weight * curvature * left.slope * right.slope
          }
        }
      }
    }
    return result
  }

  func scores(at parameters: [Double]) -> Scores {
    var scores = Scores(parameterCount: parameters.count)
    for line in lines where !line.isPseudo {
      let local = local(line, at: parameters)
      let directions = directions(of: line)
      var slopes: [Int: Double] = [:]
      for (direction, slope) in [
        (directions.u, local.slopes.u), (directions.v, local.slopes.v),
        (directions.eta, local.slopes.eta),
      ] {
        for part in direction { slopes[part.parameter, default: 0] += slope * part.slope }
      }
      scores.add(
        slopes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, weight: line.weight,
        cluster: line.cluster)
    }
    return scores
  }
}
