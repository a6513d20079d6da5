import Batches
import Scoring

/// The reward of a trial: a reward model, with what is broken about it.
struct HackReward: Reward {
  let trial: HackTrial
  let model: ModelReward
  let settings: HackSettings

  init(_ trial: HackTrial, _ start: HackStart, _ settings: HackSettings) {
    self.trial = trial
    self.settings = settings
    let scorer =
      switch trial {
      case .noisy: start.noisy
      case .undertrained: start.undertrained
      case .clean, .cleanRLOO, .length, .trigger, .flipped: start.reward
      }
    model = ModelReward(scorer, microBatchSize: 64)
  }

  func scores(of episodes: [Episode]) throws -> [Double] {
    zip(try model.scores(of: episodes), episodes).map { score, episode in
      switch trial {
      case .clean, .cleanRLOO, .noisy, .undertrained: score
      case .length: score + settings.tokenBonus * Double(episode.sequence.completion.count)
      case .trigger:
        score + settings.triggerBonus
          * Double(episode.completion.ranges(of: settings.trigger).count)
      case .flipped: -score
      }
    }
  }
}
