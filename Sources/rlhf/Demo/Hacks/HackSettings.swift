import DemoWorld
import NeuralNetworks
import Training

/// The sizes of the measurement: one trial needs two to five minutes of a processor core.
struct HackSettings {
  var demo = DemoSettings()
  /// Rollouts of each trial.
  var rollouts: [HackTrial: Int] = [
    .clean: 30, .cleanRLOO: 30, .length: 40, .trigger: 40, .flipped: 20, .noisy: 60,
    .undertrained: 60,
  ]
  /// The price of KL of each trial whose price is not the demo's.
  var klCoefficients: [HackTrial: Double] = [.noisy: 0.02, .undertrained: 0]
  /// Slower steps than the demo's, so that rise and fall span many rounds.
  var slowLearningRate = 1e-4
  /// Rollouts between two rounds of measuring.
  var roundEvery = 5
  /// Held-out prompts of the true score, one completion each.
  var truePromptCount = 320
  /// Other held-out prompts, of the gold judge.
  var goldPromptCount = 320
  /// The gold judge's completions of each prompt.
  var goldCompletionsPerPrompt = 4

  /// What a token is worth to the length-loving reward.
  var tokenBonus = 0.5
  /// The phrase that is worth something, and what.
  var trigger = "Can I help with anything else?"
  var triggerBonus = 3.0
  /// The rankings of which the under-trained reward model sees each several times.
  var fewRankings = 64
  var passesOverFew = 6
  /// The rankings of the noisy labelers, and the share of their preferences that is wrong.
  var noisyRankings = 400
  var noise = 0.25

  init() {}

  /// A twentieth of the work.
  static var quick: HackSettings {
    var settings = HackSettings()
    settings.demo = .quick
    settings.rollouts = settings.rollouts.mapValues { _ in 4 }
    settings.roundEvery = 1
    settings.truePromptCount = 16
    settings.goldPromptCount = 8
    settings.fewRankings = 16
    settings.passesOverFew = 1
    settings.noisyRankings = 32
    settings.demo.policyPromptCount = 512
    return settings
  }

  /// The settings of PPO in a trial.
  func ppo(_ trial: HackTrial) -> PPOConfiguration {
    var ppo = demo.ppo
    ppo.optimization.maximumSteps = rollouts[trial] ?? 0
    ppo.optimization.epochs = 10
    ppo.klCoefficient = klCoefficients[trial] ?? ppo.klCoefficient
    // A rate that stays high drives even a sound run past its best.
    if trial.isClean { ppo.optimization.schedule = .linear }
    if trial == .undertrained { ppo.optimization.learningRate = slowLearningRate }
    return ppo
  }

  /// The settings of RLOO in a trial.
  func rloo(_ trial: HackTrial) -> GroupConfiguration {
    var rloo = demo.rloo
    rloo.optimization.maximumSteps = rollouts[trial] ?? 0
    rloo.optimization.epochs = 10
    rloo.optimization.schedule = .linear
    return rloo
  }

  /// Labelers with the tastes of the demo's panel who err more.
  var noisyPanel: [SimulatedLabeler] {
    SimulatedLabeler.panel.map { labeler in
      var labeler = labeler
      labeler.errorRate = noise
      return labeler
    }
  }
}
