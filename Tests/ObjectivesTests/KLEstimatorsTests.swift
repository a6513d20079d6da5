import Foundation
import Objectives
import Testing
import Torch

private struct Estimates: Decodable {
  let policy: [Double]
  let reference: [Double]
  let k1: [Double]
  let k2: [Double]
  let k3: [Double]
}

@Suite struct KLEstimatorsTests {
  @Test("equals the golden estimates", arguments: KLEstimator.allCases)
  func goldenCases(estimator: KLEstimator) throws {
    let golden = try golden("kl-estimators", as: Estimates.self)
    let due = [KLEstimator.k1: golden.k1, .k2: golden.k2, .k3: golden.k3]
    let found = klEstimate(
      policy: Tensor(golden.policy), reference: Tensor(golden.reference), estimator)
    expectClose(found, due[estimator] ?? [], within: 1e-12)
  }

  @Test("is zero where policy and reference agree", arguments: KLEstimator.allCases)
  func agreement(estimator: KLEstimator) {
    let values = Tensor([-1.0, -20])
    expectClose(klEstimate(policy: values, reference: values, estimator), [0, 0], within: 1e-12)
  }

  @Test(
    "of k1 and k3 has the divergence as its mean under the policy",
    arguments: [.k1, .k3] as [KLEstimator])
  func unbiased(estimator: KLEstimator) {
    let policy = Tensor.sample([9], seed: 1).logSoftmax(along: 0)
    let reference = Tensor.sample([9], seed: 2).logSoftmax(along: 0)
    let divergence = (policy.exp() * (policy - reference)).sum().value
    let mean = (policy.exp() * klEstimate(policy: policy, reference: reference, estimator)).sum()
    expectClose(mean, [divergence], within: 1e-12)
    #expect(divergence > 0.1)
  }

  @Test("of k2 and k3 is never negative", arguments: [.k2, .k3] as [KLEstimator])
  func notNegative(estimator: KLEstimator) {
    let found = klEstimate(
      policy: .sample([100], seed: 3), reference: .sample([100], seed: 4), estimator)
    #expect(found.min().value >= 0)
  }

  @Test("has the gradients of finite differences", arguments: KLEstimator.allCases)
  func gradients(estimator: KLEstimator) {
    expectTrueGradients(at: [.sample([4], seed: 5)]) {
      klEstimate(policy: $0[0], reference: .sample([4], seed: 6), estimator).squared().sum()
    }
  }
}
