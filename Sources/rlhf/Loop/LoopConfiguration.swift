import Generation
import Runs

/// The keys of the recipe of `rlhf loop`.
struct LoopConfiguration: ValidatedConfiguration, Equatable {
  /// The folder of the model after SFT: the first policy, the frozen reference of every round, and
  /// what every reward model starts from.
  var model = ""
  /// The file of prompts.
  var prompts = ""
  /// The folder of the rounds.
  var output = ""
  /// The folder of the store; empty for `store` in the output folder.
  var store = ""
  /// How many rounds are made.
  var rounds = 3
  /// What all random numbers follow from.
  var seed: UInt64 = 42
  /// `cpu`, `cuda`, `cuda:1`, `mps`, or `auto` for the best there is.
  var device = "auto"
  /// What is shown to labelers.
  var candidates = LoopCandidates()
  /// What is wanted of labelers.
  var labeling = LoopLabeling()
  /// How reward models are trained.
  var reward = LoopStage()
  /// How the policy is moved.
  var ppo = LoopStage()

  /// Refuses values that make no sense.
  func validate() throws {
    for (key, value, what) in [
      ("model", model, "FOLDER"), ("prompts", prompts, "FILE"), ("output", output, "FOLDER"),
    ] where value.isEmpty {
      throw ConfigurationError(
        "\(key) is not given; pass --\(key) \(what), or write it in a recipe")
    }
    try require(rounds > 0, "rounds", rounds, "at least 1")
    try inSection("candidates", candidates.validate)
    try inSection("candidates.sampling", candidates.sampling.validate)
    try inSection("labeling", labeling.validate)
  }
}

/// How many completions of how many prompts a round shows.
struct LoopCandidates: Codable, Sendable, Equatable {
  /// Different completions of each prompt.
  var count = 4
  /// Prompts of a round, 0 for all; each round takes others, as long as there are.
  var promptsPerRound = 100
  /// Completions that are written together.
  var batchSize = 32
  /// How completions are drawn.
  var sampling = SamplingConfiguration(maximumNewTokens: 64, temperature: 1)

  func validate() throws {
    try require((2...9).contains(count), "count", count, "from 2 to 9")
    try require(promptsPerRound >= 0, "prompts_per_round", promptsPerRound, "at least 0")
    try require(batchSize > 0, "batch_size", batchSize, "at least 1")
    try require(
      !sampling.isGreedy, "sampling.temperature", 0, "more than 0, to get different texts")
  }
}

/// How many judgements a round wants.
struct LoopLabeling: Codable, Sendable, Equatable {
  /// How many labelers judge each task.
  var overlap = 1
  /// Judgements of a round after which training begins; 0 for all that its tasks ask for.
  var judgements = 0
  /// Whether judgements of models and rules are learned from, too.
  var includesMachines = false

  func validate() throws {
    try require(overlap > 0, "overlap", overlap, "at least 1")
    try require(judgements >= 0, "judgements", judgements, "at least 0")
  }
}

/// How a training command is called in every round.
struct LoopStage: Codable, Sendable, Equatable {
  /// Its recipe; empty for the defaults.
  var recipe = ""
  /// What replaces values of the recipe, as for `--set`.
  var set: [String] = []

  /// The arguments that they make.
  var arguments: [String] {
    (recipe.isEmpty ? [] : ["--config", recipe]) + set.flatMap { ["--set", $0] }
  }
}

private func require(
  _ isFine: Bool, _ key: String, _ value: some CustomStringConvertible, _ due: String
) throws {
  guard isFine else { throw ConfigurationError("\(key) is \(value) and must be \(due)") }
}
