import Datasets
import Models
import Scoring
import Torch
import Training

/// Who judges what a policy writes: one reward, or several with weights.
struct OpenRewards {
  /// What is learned from.
  let training: any Reward
  /// What is measured with: not relative to the batch.
  let measuring: any Reward
  /// The model of a lone reward model, where a critic may start.
  let model: ScalarModel?
  private let answers: [AnswerReward]

  /// Opens what a recipe names, and checks that models share the policy's vocabulary.
  ///
  /// - Parameter rowsPerPass: Completions of one forward pass.
  init(
    _ ground: Groundwork, _ keys: some JudgedKeys, rowsPerPass: Int, precision: DType
  ) throws {
    func judge(
      _ folder: String, _ name: String, _ ensemble: RewardEnsembleKeys = RewardEnsembleKeys()
    ) throws -> (ScalarModel, any Reward) {
      let model = try ground.scalarModel(folder, called: name)
      let reward = try ground.reward(
        by: model, in: folder, ensemble, rowsPerPass: rowsPerPass, precision: precision)
      return (model, reward)
    }
    guard !keys.rewards.isEmpty else {
      if keys.rewardModel.isEmpty {
        (training, model) = (try patientCommandReward(keys.rewardCommand), nil)
      } else {
        let (own, reward) = try judge(
          keys.rewardModel, "the reward model", keys.rewardEnsemble)
        (training, model) = (reward, own)
      }
      (measuring, answers) = (training, [])
      return
    }
    var answers: [AnswerReward] = []
    let parts = try keys.rewards.map { entry in
      let reward: any Reward
      switch entry.kind {
      case .model: reward = try judge(entry.model, "the reward model ‘\(entry.name)’").1
      case .command: reward = try patientCommandReward(entry.command)
      case .pattern: reward = try PatternReward(entry.pattern)
      case .exactAnswer, .lastNumber:
        let answer = AnswerReward(
          entry.kind == .exactAnswer ? .exact : .lastNumber, column: entry.column)
        answers.append(answer)
        reward = answer
      }
      return WeightedRewards.Part(entry.name, weight: entry.weight, reward)
    }
    self.answers = answers
    model = nil
    measuring = WeightedRewards(parts)
    training = WeightedRewards(parts, scalesParts: keys.scalesRewards)
  }

  /// Checks that the rows of all prompts have what the rewards compare with.
  func check(_ prompts: [Prompt]) throws {
    for answer in answers { try answer.check(prompts) }
  }
}
