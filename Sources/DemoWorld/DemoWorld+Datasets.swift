public import Datasets

// The world in the types that the loops take.
extension DemoWorld {
  /// Demonstrations, ready for supervised fine-tuning.
  public func demonstrationExamples(count: Int) -> [Demonstration] {
    demonstrations(count: count).map {
      Demonstration(prompt: .text($0.prompt), completion: .text($0.completion))
    }
  }

  /// Training prompts, ready for sampling.
  public func trainingPromptExamples(count: Int) -> [Prompt] {
    trainingPrompts(count: count).map { Prompt(.text($0)) }
  }

  /// Shows the completions of each prompt to one labeler of the panel, each labeler in turn.
  ///
  /// The same seed and completions give the same rankings on every machine.
  ///
  /// - Parameters:
  ///   - completions: Several completions of each prompt.
  ///   - prompts: Prompts of this world, as many as there are lists of completions.
  ///   - panel: Who ranks.
  public func rankings(
    of completions: [[String]], for prompts: [String],
    by panel: [SimulatedLabeler] = SimulatedLabeler.panel
  ) -> [Ranking] {
    precondition(
      prompts.count == completions.count,
      "\(prompts.count) prompts have \(completions.count) lists of completions")
    precondition(!panel.isEmpty, "a panel of 0 labelers cannot rank")
    var random = SplitMix64(seed: seed, purpose: "rankings")
    return zip(prompts, completions).enumerated().map { index, task in
      let labeler = panel[index % panel.count]
      let ranks = labeler.rank(task.1, for: task.0, using: &random)
      return Ranking(
        prompt: .text(task.0), completions: task.1.map { .text($0) }, ranks: ranks,
        labeler: labeler.name)
    }
  }
}
