import Batches
import Datasets
import DemoWorld
import Generation
import Models
import Runs
import Scoring
import Tokenizers
import Torch
import Training

/// The stages of the demo, each a step of InstructGPT (arXiv:2203.02155) on a small world.
///
/// Nothing here reads the rubric: labelers do, and err, and training sees their rankings alone.
struct DemoStages {
  let settings: DemoSettings
  let world: DemoWorld
  let tokenizer: Tokenizer
  let sequences: SequenceTokenizer
  /// Makes the journal of a stage of so many steps.
  let journal: (_ stage: String, _ stepCount: Int) -> Journal

  init(_ settings: DemoSettings, journal: @escaping (String, Int) -> Journal) throws {
    self.settings = settings
    self.journal = journal
    world = DemoWorld(seed: settings.seed)
    tokenizer = try BytePairTrainer(
      vocabularySize: settings.vocabularySize, specialTokens: ["<|endoftext|>"]
    )
    .train(on: world.documents(count: settings.baseDocumentCount))
    .configured(endOfText: "<|endoftext|>")
    sequences = SequenceTokenizer(
      tokenizer, maximumLength: settings.maximumLength, acceptsEmptyCompletions: true)
  }

  /// The same stages with other settings.
  init(_ other: DemoStages, _ settings: DemoSettings) {
    self.settings = settings
    (world, tokenizer, sequences) = (other.world, other.tokenizer, other.sequences)
    journal = other.journal
  }

  /// A base model, trained from nothing on texts that behave well and badly.
  func base() throws -> LanguageModel {
    let configuration = settings.model(
      vocabularySize: tokenizer.vocabularySize, endOfText: tokenizer.endOfText ?? 0)
    let model = try LanguageModel(
      configuration, using: Generator(seed: derivedSeed(settings.seed, "weights")))
    let documents = world.documents(count: settings.baseDocumentCount).map {
      Demonstration(prompt: .text(""), completion: .text($0))
    }
    try trainSFT(
      model, on: sequences.sequences(documents).rows, settings.base, seed: settings.seed,
      recordingIn: journal("base", settings.base.optimization.stepCount(rows: documents.count)))
    return model
  }

  /// Step 1: the base model, fine-tuned on demonstrations.
  func sft(_ base: LanguageModel) throws -> LanguageModel {
    let policy = try base.copy()
    let rows = world.demonstrationExamples(count: settings.demonstrationCount)
    try trainSFT(
      policy, on: sequences.sequences(rows).rows, settings.sft, seed: settings.seed,
      recordingIn: journal("sft", settings.sft.optimization.stepCount(rows: rows.count)))
    return policy
  }

  /// Completions of the SFT model, ranked by the panel; nobody is asked to rank a text against
  /// itself.
  func rankings(_ sft: LanguageModel) throws -> [Ranking] {
    let prompts = world.trainingPrompts(count: settings.rankedPromptCount)
    let count = settings.completionsPerPrompt
    let texts = try sample(
      sft, prompts.flatMap { Array(repeating: $0, count: count) }, purpose: "candidates")
    let candidates = texts.chunked(by: count).map(\.distinct)
    let tasks = zip(prompts, candidates).filter { $0.1.count > 1 }
    return world.rankings(of: tasks.map(\.1), for: tasks.map(\.0))
  }

  /// Step 2: a reward model, trained on the rankings.
  func rewardModel(_ sft: LanguageModel, _ rankings: [Ranking]) throws -> ScalarModel {
    let model = try ScalarModel(
      trunkOf: sft, headGenerator: Generator(seed: derivedSeed(settings.seed, "head")))
    let rows = rankings.filter { Set($0.ranks).count > 1 }
    try trainRewardModel(
      model, on: sequences.rankings(rows).rows, settings.reward, seed: settings.seed,
      recordingIn: journal("reward", settings.reward.optimization.stepCount(rows: rows.count)))
    return model
  }

  /// Step 3: the policy, moved to a higher reward by PPO.
  func ppo(
    _ sft: LanguageModel, _ reward: ScalarModel,
    observing: (Int, [Episode], [Double]) throws -> Void
  ) throws -> LanguageModel {
    let policy = try sft.copy()
    let prompts = world.trainingPromptExamples(count: settings.policyPromptCount)
    try trainPPO(
      policy, from: sft, critic: try reward.copy(),
      rewardedBy: ModelReward(reward, microBatchSize: 64),
      on: sequences.prompts(prompts).rows, tokenizer, settings.ppo, seed: settings.seed,
      recordingIn: journal("ppo", settings.ppo.optimization.stepCount(rows: prompts.count)),
      observing: observing)
    return policy
  }

  /// The way without a reward model: DPO on the same rankings.
  func dpo(_ sft: LanguageModel, _ rankings: [Ranking]) throws -> LanguageModel {
    let policy = try sft.copy()
    let pairs = try sequences.comparisons(rankings.flatMap(\.comparisons)).rows
    try trainDPO(
      policy, from: sft, on: pairs, settings.dpo, seed: settings.seed,
      recordingIn: journal("dpo", settings.dpo.stepCount(of: pairs, seed: settings.seed)))
    return policy
  }

  /// The policy moved to its better completions of each prompt: RLOO or GRPO.
  func groups(
    _ sft: LanguageModel, _ reward: ScalarModel, _ configuration: GroupConfiguration,
    called name: String
  ) throws -> LanguageModel {
    let policy = try sft.copy()
    let prompts = world.trainingPromptExamples(count: settings.policyPromptCount)
    try trainOnGroups(
      policy, from: sft, rewardedBy: ModelReward(reward, microBatchSize: 64),
      on: sequences.prompts(prompts).rows, tokenizer, configuration, seed: settings.seed,
      recordingIn: journal(name, configuration.optimization.stepCount(rows: prompts.count)))
    return policy
  }

  /// KTO on the same rankings: what came first is desirable, what came last is not.
  func kto(_ sft: LanguageModel, _ rankings: [Ranking]) throws -> LanguageModel {
    let policy = try sft.copy()
    let rows = try sequences.judged(rankings.flatMap(\.judgedCompletions)).rows
    try trainKTO(
      policy, from: sft, on: rows, settings.kto, seed: settings.seed,
      recordingIn: journal("kto", settings.kto.optimization.stepCount(rows: rows.count)))
    return policy
  }

  /// One reply to each prompt, in batches.
  func sample(_ model: LanguageModel, _ prompts: [String], purpose: String) throws -> [String] {
    let generator = Generator(seed: derivedSeed(settings.seed, purpose))
    let ids = try prompts.map { try sequences.prompt(.text($0)) }
    return try ids.chunked(by: 128).flatMap { part in
      try generate(from: model, prompts: part, settings.sampling, using: generator)
        .map { $0.text(tokenizer) }
    }
  }
}

extension [String] {
  /// The texts without those that came before, byte for byte.
  fileprivate var distinct: [String] {
    var seen: Set<[UInt8]> = []
    return filter { seen.insert([UInt8]($0.utf8)).inserted }
  }
}
