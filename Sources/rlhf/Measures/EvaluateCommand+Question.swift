import ArgumentParser

extension EvaluateCommand {
  /// What is to be measured.
  enum Question {
    case likelihood(of: String, on: String)
    case forgetting(of: String, since: String, on: String)
    case rewardModel(String, on: String)
    case contest(of: String, against: String, on: String)
    case asking(of: String, against: String, on: String, in: String)
    case people(in: String)
  }

  /// What the options ask for.
  ///
  /// - Throws: `ValidationError` where they go with nothing, or not together.
  func question() throws -> Question {
    if reportFile != nil, rewardModel == nil {
      throw ValidationError("--report goes with --reward-model")
    }
    if let store = contest.people {
      guard model == nil, against == nil, rewardModel == nil, judges.named.isEmpty else {
        throw ValidationError("--people reads a store, and goes with no model and no judge")
      }
      return .people(in: store)
    }
    if let question = try contestOrForgetting() { return question }
    guard judges.named.isEmpty, contest.askPeople == nil, contest.outputFile == nil,
      !contest.untilSure
    else { throw ValidationError("a judge needs --model, --against and --prompts") }
    switch (model, rewardModel, data) {
    case (let model?, nil, let data?): return .likelihood(of: model, on: data)
    case (nil, let rewardModel?, let data?): return .rewardModel(rewardModel, on: data)
    default: throw ValidationError("give --data with either --model or --reward-model")
    }
  }

  private func contestOrForgetting() throws -> Question? {
    guard let against else { return nil }
    guard let model, rewardModel == nil, (prompts == nil) != (data == nil) else {
      throw ValidationError("--against needs --model, and --prompts with a judge or --data")
    }
    if let data {
      guard judges.named.isEmpty, contest.askPeople == nil else {
        throw ValidationError("--data is measured without a judge; a judge needs --prompts")
      }
      return .forgetting(of: model, since: against, on: data)
    }
    guard let prompts, judges.named.count + (contest.askPeople == nil ? 0 : 1) == 1 else {
      throw ValidationError(
        "--prompts needs one judge: --judge, --judge-command, --pair-command, --judge-url, "
          + "--judge-demo or --ask-people")
    }
    guard let store = contest.askPeople else {
      return .contest(of: model, against: against, on: prompts)
    }
    return .asking(of: model, against: against, on: prompts, in: store)
  }
}
