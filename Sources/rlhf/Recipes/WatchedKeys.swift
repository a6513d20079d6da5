import Evaluation
import Generation
import Runs

/// The keys of a recipe whose policy is watched while it learns.
protocol WatchedKeys: AlgorithmKeys {
  /// Who judges on the way without being learned from.
  var gold: GoldKeys { get }
  /// What is done when the run goes wrong.
  var diagnosis: DiagnosisConfiguration { get }
}

extension WatchedKeys {
  /// The folders and files that the watching reads.
  var watchedFiles: [String] { [gold.rewardModel, gold.prompts].filter { !$0.isEmpty } }

  /// Refuses watching that makes no sense.
  ///
  /// - Parameter learned: The reward models that are learned from.
  func validateWatching(besides learned: [String]) throws {
    try gold.validate(besides: learned)
    try inSection("diagnosis", diagnosis.validate)
  }
}

/// The keys of a recipe whose policy learns from completions that are given, and writes some of its
/// own only to be watched.
protocol GivenCompletionsKeys: WatchedKeys {
  /// How completions of the gold set's prompts are drawn.
  var sampling: SamplingConfiguration { get }
}

extension GivenCompletionsKeys {
  /// Refuses watching that makes no sense, or without prompts: rows of completions are none.
  func validateWatching() throws {
    try validateWatching(besides: [])
    try inSection("sampling", sampling.validate)
    guard !gold.hasJudge || !gold.prompts.isEmpty else {
      throw ConfigurationError(
        "gold names a judge and gold.prompts no file: give one with prompts that are not learned from, "
          + "for the policy to answer (--gold-prompts)")
    }
    guard gold.isOn || sampling == SamplingConfiguration() else {
      throw ConfigurationError(
        "sampling has settings and no effect: nothing is sampled without gold.prompts")
    }
  }
}
