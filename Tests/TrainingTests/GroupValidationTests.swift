import Generation
import Objectives
import Testing

@testable import Training

@Suite("Settings of groups")
struct GroupValidationTests {
  @Test("refuse values that make no sense, by their keys")
  func validation() {
    func refusal(_ change: (inout GroupConfiguration) -> Void) -> String {
      var configuration = GroupConfiguration.grpo
      change(&configuration)
      do { try configuration.validate() } catch { return "\(error)" }
      return ""
    }
    #expect(refusal { _ in }.isEmpty)
    #expect(refusal { $0.completionsPerPrompt = 1 }.contains("completions_per_prompt is 1"))
    #expect(refusal { $0.dynamicSampling = 1 }.contains("dynamic_sampling is 1"))
    let unneeded = refusal {
      $0.advantages = .rolloutScaled
      $0.dynamicSampling = 2
    }
    #expect(unneeded.contains("dynamic_sampling is 2"))
    #expect(refusal { $0.ratioCap = 1.1 }.contains("ratio_cap is 1.1"))
    #expect(refusal { $0.miniBatches = 65 }.contains("mini_batches is 65"))
    #expect(refusal { $0.sampling.topP = 0.9 }.contains("unfiltered"))
    #expect(refusal { $0.klPlacement = .token }.contains("kl_placement is token"))
    #expect(refusal { $0.surrogate = .vespo }.contains("ratio_level is token"))
    let range = refusal {
      $0.surrogate = .sapo
      $0.clipRangeHigh = 0.3
    }
    #expect(range.contains("clip_range_high is 0.3"))
    let low = refusal {
      $0.surrogate = .cispo
      $0.clipRange = 0.3
      $0.clipRangeHigh = 4
    }
    #expect(low.contains("clip_range is 0.3"))
    let cap = refusal {
      $0.surrogate = .cispo
      $0.ratioCap = 3
    }
    #expect(cap.contains("ratio_cap is 3"))
    let lone = refusal {
      $0.advantages = .rolloutScaled
      $0.completionsPerPrompt = 1
      $0.optimization.batchSize = 1
    }
    #expect(lone.contains("optimization.batch_size is 1"))
    let product = refusal {
      $0.advantages = .leaveOneOut
      $0.klPlacement = .token
      $0.ratioLevel = .sequenceSum
    }
    #expect(product.contains("ratio_level is sequenceSum"))
    let decoupled = refusal {
      $0.advantages = .groupScaledEach
      $0.missingEndPenalty = 1
    }
    #expect(decoupled.contains("missing_end_penalty is 1"))
    for estimator in [AdvantageEstimator.rolloutScaled, .greedyBaseline] {
      let single = refusal {
        $0.advantages = estimator
        $0.completionsPerPrompt = 1
      }
      #expect(single.isEmpty, "one completion of each prompt is enough")
    }
    let k1 = refusal {
      $0.klEstimator = .k1
      $0.weightsKL = false
    }
    #expect(k1.contains("kl_estimator is k1"))
  }
}
