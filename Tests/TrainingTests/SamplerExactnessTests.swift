import Generation
import NeuralNetworks
import Testing

@testable import Training

@Suite("What the sampler says of its own tokens")
struct SamplerExactnessTests {
  @Test(
    "is taken only where neither weights nor products are rounded",
    arguments: WeightPrecision.allCases)
  func exactness(precision: WeightPrecision) {
    let sampling = SamplingConfiguration(weightPrecision: precision)
    var settings = OptimizationConfiguration()
    #expect(sampling.isExact(in: settings) == (precision == .float32))
    settings.precision = .bfloat16
    #expect(!sampling.isExact(in: settings))
  }
}
