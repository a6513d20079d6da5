import Generation
import Models
import NeuralNetworks
import Training

/// The sizes of the demo: chosen so that two processor cores need about three minutes.
struct DemoSettings {
  var seed: UInt64 = 1
  var vocabularySize = 900
  var baseDocumentCount = 32_000
  var demonstrationCount = 3_000
  var rankedPromptCount = 1_500
  var completionsPerPrompt = 4
  var policyPromptCount = 3_840
  var heldOutPromptCount = 250

  /// Long enough for every good reply; what is cut off is penalized.
  var sampling = SamplingConfiguration(maximumNewTokens: 40, temperature: 1)
  var maximumLength = 96

  var base = SFTConfiguration()
  var sft = SFTConfiguration()
  var reward = RewardModelConfiguration()
  var ppo = PPOConfiguration()
  var dpo = DPOConfiguration()
  var rloo = GroupConfiguration.rloo
  var grpo = GroupConfiguration.grpo
  var kto = KTOConfiguration()
  /// Completions of each prompt of which the reward model picks the best.
  var bestOf = 16

  init() {
    base.optimization.learningRate = 3e-3
    base.optimization.schedule = .cosine
    base.optimization.warmupSteps = 10
    base.optimization.batchSize = 16
    base.optimization.epochs = 1

    sft.optimization.learningRate = 1e-3
    sft.optimization.schedule = .cosine
    sft.optimization.batchSize = 16
    sft.optimization.epochs = 2

    reward.optimization.learningRate = 5e-4
    reward.optimization.schedule = .cosine
    reward.optimization.batchSize = 16
    reward.optimization.epochs = 2

    ppo.optimization.learningRate = 2e-4
    ppo.optimization.schedule = .constant
    ppo.optimization.batchSize = 128
    ppo.optimization.maximumSteps = 30
    ppo.optimization.epochs = 2
    ppo.criticLearningRate = 5e-4
    ppo.sampling = sampling
    ppo.klCoefficient = 0.2
    ppo.updateEpochs = 2
    ppo.miniBatches = 2

    dpo.optimization.learningRate = 2e-4
    dpo.optimization.schedule = .cosine
    dpo.optimization.batchSize = 32
    dpo.optimization.epochs = 1
    dpo.beta = 0.5

    // As many episodes and rollouts as PPO has.
    rloo = grouped(rloo)
    rloo.klCoefficient = 0.2
    grpo = grouped(grpo)
    grpo.klCoefficient = 0.1

    kto.optimization = dpo.optimization
    kto.beta = 0.5
  }

  private func grouped(_ group: GroupConfiguration) -> GroupConfiguration {
    var group = group
    group.completionsPerPrompt = 4
    group.optimization.learningRate = ppo.optimization.learningRate
    group.optimization.schedule = .constant
    group.optimization.batchSize = ppo.optimization.batchSize / 4
    group.optimization.maximumSteps = ppo.optimization.maximumSteps
    group.optimization.epochs = 1
    group.sampling = sampling
    group.updateEpochs = ppo.updateEpochs
    group.miniBatches = ppo.miniBatches
    return group
  }

  /// A twentieth of the work: shows the way in seconds, and learns next to nothing.
  static var quick: DemoSettings {
    var settings = DemoSettings()
    settings.baseDocumentCount = 1_600
    settings.demonstrationCount = 160
    settings.rankedPromptCount = 64
    settings.policyPromptCount = 384
    settings.heldOutPromptCount = 40
    settings.ppo.optimization.maximumSteps = 3
    settings.rloo.optimization.maximumSteps = 3
    settings.grpo.optimization.maximumSteps = 3
    return settings
  }

  /// A Llama of about half a million weights.
  func model(vocabularySize: Int, endOfText: Int) -> ModelConfiguration {
    ModelConfiguration(
      family: .llama, vocabularySize: vocabularySize, width: 128, layerCount: 2, headCount: 4,
      keyValueHeadCount: 2, hiddenWidth: 384, maximumPositions: 128, normEpsilon: 1e-5,
      tiesEmbeddings: true, initializationDeviation: 0.07, endTokens: [endOfText])
  }
}
