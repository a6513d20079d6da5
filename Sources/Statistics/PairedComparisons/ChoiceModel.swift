import Foundation

/// Choices among alternatives whose probabilities are a softmax of sums of parameters.
///
///     P(a | set) = exp(x_a·β) / Σ_b exp(x_b·β)
///
/// The conditional logit of McFadden 1974. Bradley–Terry, Davidson's ties and Plackett–Luce with
/// ties are all of this form, and their log likelihoods therefore concave.
struct ChoiceModel {
  /// A parameter and how often it is added.
  struct Term {
    let parameter: Int
    let coefficient: Double
  }

  /// What was chosen from one set.
  struct Choice {
    let set: Int
    let alternative: Int
    let weight: Double
    /// What the choice depends on; where nil, each is independent.
    let cluster: Int?
    /// Whether it was made up to hold the strengths together.
    let isPseudo: Bool
  }

  let parameterCount: Int
  /// The alternatives of each set, as sums of parameters.
  private(set) var sets: [[[Term]]] = []
  private(set) var choices: [Choice] = []

  init(parameterCount: Int) {
    self.parameterCount = parameterCount
  }

  mutating func addSet(_ alternatives: [[Term]]) -> Int {
    sets.append(alternatives)
    return sets.count - 1
  }

  mutating func choose(
    _ alternative: Int, from set: Int, weight: Double, cluster: Int?, isPseudo: Bool = false
  ) {
    guard weight > 0 else { return }
    choices.append(
      Choice(
        set: set, alternative: alternative, weight: weight, cluster: cluster, isPseudo: isPseudo))
  }

  /// Returns the probability of each alternative of a set.
  func probabilities(of set: Int, at parameters: [Double]) -> [Double] {
    let sums = sets[set].map { sum(of: $0, at: parameters) }
    let largest = sums.max() ?? 0
    let scaled = sums.map { exp($0 - largest) }
    let total = scaled.reduce(0, +)
    return scaled.map { $0 / total }
  }

  /// Returns the log likelihood of the choices, with pseudo-choices only where asked for.
  func logLikelihood(at parameters: [Double], withPseudo: Bool = false) -> Double {
    let constants = sets.indices.map { logTotal(of: $0, at: parameters) }
    return choices.reduce(0) { total, choice in
      guard withPseudo || !choice.isPseudo else { return total }
      let chosen = sum(of: sets[choice.set][choice.alternative], at: parameters)
      return total + choice.weight * (chosen - constants[choice.set])
    }
  }

  /// Returns the log likelihood, pseudo-choices included, with its slope and curvature.
  func curvature(at parameters: [Double]) -> Curvature {
    var result = Curvature(parameterCount: parameterCount)
    result.value = logLikelihood(at: parameters, withPseudo: true)
    var weights = [Double](repeating: 0, count: sets.count)
    for choice in choices {
      weights[choice.set] += choice.weight
      for term in sets[choice.set][choice.alternative] {
        result.gradient[term.parameter] += choice.weight * term.coefficient
      }
    }
    for (set, weight) in weights.enumerated() where weight > 0 {
      subtractExpectation(of: set, weight: weight, at: parameters, from: &result)
    }
    return result
  }

  private func subtractExpectation(
    of set: Int, weight: Double, at parameters: [Double], from result: inout Curvature
  ) {
    let probabilities = probabilities(of: set, at: parameters)
    for (terms, probability) in zip(sets[set], probabilities) {
      for left in terms {
        for right in terms {
          result.information[left.parameter, right.parameter] +=
            weight * probability * left.coefficient * right.coefficient
        }
      }
    }
    let mean = expectation(of: set, probabilities)
    for left in mean {
      result.gradient[left.parameter] -= weight * left.coefficient
      for right in mean {
        result.information[left.parameter, right.parameter] -=
          weight * left.coefficient * right.coefficient
      }
    }
  }

  /// Returns the slopes that each choice has at the given parameters; pseudo-choices have none.
  func scores(at parameters: [Double]) -> Scores {
    var scores = Scores(parameterCount: parameterCount)
    let means = sets.indices.map {
      expectation(of: $0, probabilities(of: $0, at: parameters))
    }
    for choice in choices where !choice.isPseudo {
      var slopes: [Int: Double] = [:]
      for term in sets[choice.set][choice.alternative] {
        slopes[term.parameter, default: 0] += term.coefficient
      }
      for term in means[choice.set] { slopes[term.parameter, default: 0] -= term.coefficient }
      scores.add(
        slopes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, weight: choice.weight,
        cluster: choice.cluster)
    }
    return scores
  }

  private func expectation(of set: Int, _ probabilities: [Double]) -> [Term] {
    var sums: [Int: Double] = [:]
    for (terms, probability) in zip(sets[set], probabilities) {
      for term in terms { sums[term.parameter, default: 0] += probability * term.coefficient }
    }
    return sums.sorted { $0.key < $1.key }.map { Term(parameter: $0.key, coefficient: $0.value) }
  }

  private func logTotal(of set: Int, at parameters: [Double]) -> Double {
    let sums = sets[set].map { sum(of: $0, at: parameters) }
    let largest = sums.max() ?? 0
    return largest + log(sums.reduce(0) { $0 + exp($1 - largest) })
  }

  private func sum(of terms: [Term], at parameters: [Double]) -> Double {
    terms.reduce(0) { $0 + $1.coefficient * parameters[$1.parameter] }
  }
}
