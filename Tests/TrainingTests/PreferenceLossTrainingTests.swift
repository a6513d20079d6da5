import Batches
import Foundation
import Models
import Objectives
import Runs
import Testing
import Torch

@testable import Training

@Suite("Direct preference by other losses")
struct PreferenceLossTrainingTests {
  init() { threadCount = 1 }

  /// Pairs whose completions have different lengths.
  private func pairs() -> [TokenizedComparison] {
    (0..<8).map { index in
      func sequence(_ length: Int, _ shift: Int) -> TokenizedSequence {
        let prompt = [3 + index, 17]
        let completion = (0..<length).map { (7 * $0 + 11 * index + shift) % 90 + 5 }
        return TokenizedSequence(tokens: prompt + completion, completionStart: prompt.count)
      }
      return TokenizedComparison(
        chosen: sequence(2 + index % 4, 1), rejected: sequence(1 + index % 5, 2))
    }
  }

  private func configuration(
    microBatchSize: Int = 0, _ change: (inout DPOConfiguration) -> Void
  ) -> DPOConfiguration {
    var configuration = DPOConfiguration()
    configuration.optimization = .golden(learningRate: 1e-3, batchSize: 4)
    configuration.optimization.microBatchSize = microBatchSize
    change(&configuration)
    return configuration
  }

  private func run(_ configuration: DPOConfiguration) throws -> [[String: Double]] {
    try configuration.validate()
    let notebook = Notebook()
    let policy = try LanguageModel(folder: checkpoint("llama-tied"))
    try trainDPO(
      policy, from: configuration.referenceFree ? nil : try policy.copy(), on: pairs(),
      configuration, seed: 1, recordingIn: notebook.journal())
    return notebook.metrics
  }

  /// One configuration for each loss and each setting.
  private static let variants:
    [(name: String, change: @Sendable (inout DPOConfiguration) -> Void)] = [
      ("SLiC", { $0.losses = [.hinge] }),
      ("IPO", { $0.losses = [.ipo] }),
      (
        "robust",
        {
          $0.losses = [.robust]; $0.labelSmoothing = 0.1
        }
      ),
      (
        "EXO",
        {
          $0.losses = [.exact]; $0.labelSmoothing = 0.001
        }
      ),
      ("DiscoPOP", { $0.losses = [.discovered] }),
      ("NCA", { $0.losses = [.noiseContrastive] }),
      ("SPPO", { $0.losses = [.selfPlay] }),
      ("APO-zero", { $0.losses = [.anchoredUp] }),
      ("APO-down", { $0.losses = [.anchoredDown] }),
      ("Jensen–Shannon", { $0.divergence = .jensenShannon }),
      ("LD-DPO", { $0.ldAlpha = 0.3 }),
      ("WPO", { $0.usesPolicyWeights = true }),
      ("RPO", { $0.sftWeight = 1 }),
      (
        "MPO",
        {
          $0.losses = [.sigmoid, .binaryClassifier]; $0.lossWeights = [0.8, 0.2]; $0.sftWeight = 1
        }
      ),
      (
        "CPO",
        {
          $0.referenceFree = true; $0.sftWeight = 1
        }
      ),
      (
        "SimPO",
        {
          $0.losses = [.sigmoidNormalized]; $0.referenceFree = true; $0.beta = 2
          $0.targetMargin = 0.5
        }
      ),
      (
        "ORPO",
        {
          $0.losses = [.oddsRatio]; $0.referenceFree = true; $0.sftWeight = 1
        }
      ),
    ]

  @Test("gives every metric the same value, however a batch is split", arguments: variants.indices)
  func splits(index: Int) throws {
    let (name, change) = Self.variants[index]
    let whole = try run(configuration(change))
    let parts = try run(configuration(microBatchSize: 1, change))
    #expect(whole.count == 2 && parts.count == 2)
    for (one, other) in zip(whole, parts) {
      #expect(Set(one.keys) == Set(other.keys))
      for (metric, value) in one {
        let difference = abs(value - (other[metric] ?? .nan))
        #expect(difference <= 1e-4 * max(1, abs(value)), "\(name): \(metric)")
      }
    }
  }

  @Test("is another loss than plain DPO", arguments: variants.indices)
  func effects(index: Int) throws {
    let (name, change) = Self.variants[index]
    let plain = try run(configuration { _ in })
    let other = try run(configuration(change))
    #expect(other[1]["loss"] != plain[1]["loss"], "\(name)")
    #expect(other.allSatisfy { $0["loss"]?.isFinite == true }, "\(name)")
  }

  @Test("adds up weighted losses")
  func mixture() throws {
    func first(_ change: (inout DPOConfiguration) -> Void) throws -> [String: Double] {
      try run(configuration(change))[0]
    }
    let mixed = try first {
      $0.losses = [.hinge, .ipo]; $0.lossWeights = [0.5, 0.25]; $0.sftWeight = 2
    }
    // Hinge 1, IPO (1 / 2β)² = 25, at the start.
    let due = 0.5 + 0.25 * 25 + 2 * (mixed["nll_loss"] ?? .nan)
    #expect(abs((mixed["loss"] ?? .nan) - due) < 1e-4)
  }

  @Test("AOT takes a whole batch at once")
  func transport() throws {
    let metrics = try run(configuration { $0.losses = [.transport] })
    #expect(abs((metrics[0]["loss"] ?? .nan) - log(2)) < 1e-5)
  }

  private static let mistakes: [(key: String, change: @Sendable (inout DPOConfiguration) -> Void)] =
    [
      (
        "label_smoothing",
        {
          $0.losses = [.hinge]; $0.labelSmoothing = 0.1
        }
      ),
      ("label_smoothing", { $0.losses = [.exact] }),
      (
        "target_margin",
        {
          $0.losses = [.ipo]; $0.targetMargin = 1
        }
      ),
      (
        "divergence",
        {
          $0.losses = [.selfPlay]; $0.divergence = .forwardKL
        }
      ),
      ("reference_free", { $0.losses = [.oddsRatio] }),
      (
        "micro_batch_size",
        {
          $0.losses = [.transport]; $0.optimization.microBatchSize = 2
        }
      ),
      (
        "uses_policy_weights",
        {
          $0.losses = [.transport]; $0.usesPolicyWeights = true
        }
      ),
      ("loss_weights", { $0.lossWeights = [1, 2] }), ("losses", { $0.losses = [] }),
      ("loss_weights", { $0.lossWeights = [-1] }), ("ld_alpha", { $0.ldAlpha = 2 }),
    ]

  @Test("refuses settings without an effect, by their keys", arguments: mistakes.indices)
  func refusals(index: Int) {
    let (key, change) = Self.mistakes[index]
    #expect {
      try configuration(change).validate()
    } throws: { error in
      "\(error)".contains(key)
    }
  }
}
