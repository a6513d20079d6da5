import Foundation
import Runs
import Testing

@testable import Statistics

@Suite("A logistic regression")
struct LogisticRegressionTests {
  private let numbers = [0.5, -1.2, 0.3, 2.0, -0.7, 1.1, -0.4, 0.9, -1.5, 0.2, 1.4, -0.1]
  private let outcomes = [1, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 0].map { $0 == 1 }

  @Test("has the coefficients and errors of numpy's formulas")
  func golden() {
    // Equivalent Python: H = inv(Xᵀ diag(p(1 − p)) X); V = H Σ_g u_g u_gᵀ H · G/(G − 1)
    let fit = LogisticRegression(
      features: numbers.map { [1, $0] }, outcomes: outcomes,
      clusteredBy: (0..<12).map { $0 / 2 })
    expectClose(fit.coefficients.map(\.value), [-0.33395578, 1.55492147], within: 1e-8)
    expectClose(fit.modelErrors, [0.73688614, 0.92575305], within: 1e-8)
    expectClose(fit.robustErrors, [0.8751024, 0.67933192], within: 1e-7)
    expectClose(fit.logLikelihood, -6.059292819452397)
    #expect(fit.status == .fitted && fit.observationCount == 12)
  }

  @Test("has the slopes and curvatures of finite differences")
  func gradient() {
    let model = LogisticModel(
      features: numbers.map { [1, $0, $0 * $0] }, outcomes: outcomes.map { $0 ? 1 : 0 })
    expectSlopes(of: { model.curvature(at: $0) }, at: [0.2, -0.7, 0.4])
  }

  @Test("says where outcomes are separated, or features are sums of others")
  func failures() {
    let separated = LogisticRegression(
      features: numbers.map { [1, $0] }, outcomes: numbers.map { $0 > 0 })
    #expect(separated.status == .separated && separated.coefficients[1].value.isNaN)
    let collinear = LogisticRegression(
      features: numbers.map { [1, $0, 1 - 2 * $0] }, outcomes: outcomes)
    #expect(collinear.status == .unidentified)
    #expect(LogisticRegression(features: [], outcomes: []).status == .unidentified)
  }
}

@Suite("Length bias")
struct LengthBiasTests {
  /// Verdicts of labelers with a pull to the earlier place and to length, alike within prompts.
  private func verdicts(
    prompts: Int, place: Double, length: Double, seed: UInt64
  ) -> [SwayedVerdict] {
    var generator = SeededGenerator(seed: seed)
    return (0..<prompts).flatMap { prompt in
      (0..<4).map { _ in
        let lengths = (1 + generator.next(below: 300), 1 + generator.next(below: 300))
        let odds = place + length * (log(Double(lengths.0)) - log(Double(lengths.1)))
        return SwayedVerdict(
          prompt: prompt, isEarlierPreferred: generator.nextUnit() < 1 / (1 + exp(-odds)),
          earlierLength: lengths.0, laterLength: lengths.1)
      }
    }
  }

  @Test("is found apart from the pull of a place")
  func recovery() {
    let bias = LengthBias(verdicts(prompts: 500, place: 0.4, length: 0.8, seed: 1))
    #expect(bias.placeEffect.lower < 0.4 && 0.4 < bias.placeEffect.upper)
    #expect(bias.lengthEffect.lower < 0.8 && 0.8 < bias.lengthEffect.upper)
    #expect(bias.placeEffect.lower > 0 && bias.lengthEffect.lower > 0.5)
    #expect(bias.longerWins.lower > 0.6)
  }

  @Test("is not found where there is none")
  func none() {
    let bias = LengthBias(verdicts(prompts: 300, place: 0, length: 0, seed: 2))
    #expect(bias.lengthEffect.lower < 0 && 0 < bias.lengthEffect.upper)
    #expect(bias.longerWins.lower < 0.5 && 0.5 < bias.longerWins.upper)
  }

  @Test("counts the longer one among pairs of different lengths")
  func raw() {
    let verdicts = [(true, 10, 5), (true, 3, 9), (false, 2, 8), (true, 4, 4)].map {
      SwayedVerdict(prompt: 0, isEarlierPreferred: $0, earlierLength: $1, laterLength: $2)
    }
    expectClose(LengthBias(verdicts).longerWins.value, 2.0 / 3)
  }

  @Test("does not depend on which completion is called the earlier one, but for the place")
  func symmetry() {
    let verdicts = verdicts(prompts: 40, place: 0.3, length: 0.5, seed: 3)
    let turned = verdicts.map {
      SwayedVerdict(
        prompt: $0.prompt, isEarlierPreferred: !$0.isEarlierPreferred,
        earlierLength: $0.laterLength, laterLength: $0.earlierLength)
    }
    let (bias, other) = (LengthBias(verdicts), LengthBias(turned))
    expectClose(other.lengthEffect.value, bias.lengthEffect.value)
    expectClose(other.placeEffect.value, -bias.placeEffect.value)
    expectClose(other.longerWins.value, bias.longerWins.value)
  }

  @Test("takes other features along, empty completions and nothing")
  func edges() {
    let some = verdicts(prompts: 40, place: 0, length: 0.5, seed: 4).enumerated().map {
      SwayedVerdict(
        prompt: $1.prompt, isEarlierPreferred: $1.isEarlierPreferred,
        earlierLength: $0 == 0 ? 0 : $1.earlierLength, laterLength: $1.laterLength,
        otherDifferences: [Double($0 % 3)])
    }
    let bias = LengthBias(some)
    #expect(bias.regression.coefficients.count == 3 && bias.regression.status == .fitted)
    let nothing = LengthBias([])
    #expect(nothing.lengthEffect.value.isNaN && nothing.placeEffect.value.isNaN)
    #expect(nothing.longerWins.value.isNaN)
  }

  @Test("has errors over prompts that hold where verdicts of a prompt are alike")
  func coverage() {
    var generator = SeededGenerator(seed: 17)
    let covered = (0..<100).count { _ in
      let verdicts = (0..<60).flatMap { prompt in
        // Length differs by prompt and one verdict is repeated: five pairs say what one does.
        let length = 1 + generator.next(below: 300)
        let odds = 0.5 * log(Double(length) / 100)
        let isPreferred = generator.nextUnit() < 1 / (1 + exp(-odds))
        return [SwayedVerdict](
          repeating: SwayedVerdict(
            prompt: prompt, isEarlierPreferred: isPreferred, earlierLength: length,
            laterLength: 100), count: 5)
      }
      let effect = LengthBias(verdicts, resampling: Resampling(count: 1)).lengthEffect
      return effect.lower <= 0.5 && 0.5 <= effect.upper
    }
    #expect((88...100).contains(covered))
  }
}
