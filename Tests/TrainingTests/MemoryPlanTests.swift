import Batches
import Datasets
import Generation
import Models
import Testing
import Training

@Suite("How much memory a run takes")
struct MemoryPlanTests {
  private let configuration = ModelConfiguration(
    vocabularySize: 1000, width: 64, layerCount: 2, headCount: 4, maximumPositions: 512)
  private var costs: MemoryCosts { MemoryCosts(configuration, .language) }

  private func sequence(_ length: Int, completion: Int) -> TokenizedSequence {
    TokenizedSequence(
      tokens: Array(repeating: 1, count: length), completionStart: length - completion)
  }

  private func plan(_ works: [MemoryWork], learns: Bool = true) -> MemoryPlan {
    MemoryPlan(
      [PlannedModel(role: "policy", costs, learns: learns)], processBytes: 1000, works)
  }

  @Test("at the optimizer's step there are four numbers for each weight that learns")
  func step() {
    #expect(plan([]).leastBytes == 1000 + 16 * costs.parameterCount)
    #expect(plan([], learns: false).leastBytes == 1000 + 4 * costs.parameterCount)
    #expect(plan([]).peak.name == "step of the optimizer")
  }

  @Test("the head takes three numbers for each token of a completion and the vocabulary")
  func head() {
    let pass = PassSize(tokenCount: 60, time: 30, predictedCount: 40)
    let works = [MemoryWork.update(graphs: [costs], frozen: [], pass, accumulates: true)]
    let moment = plan(works).moments.first { $0.name == "backward through the head" }
    #expect(moment?.bytes[.logits] == 3 * 40 * 1000 * 4)
    #expect(moment?.bytes[.activations] == 60 * costs.keptBytesPerToken)
    #expect(moment?.bytes[.gradients] == 4 * costs.parameterCount)
    let lone = MemoryWork.update(graphs: [costs], frozen: [], pass, accumulates: false)
    #expect(plan([lone]).moments.first { $0.name == moment?.name }?.bytes[.gradients] == 0)
  }

  @Test("a frozen model is asked while the policy's graph and distributions are there")
  func frozen() {
    let pass = PassSize(tokenCount: 60, time: 30, predictedCount: 40)
    let works = [MemoryWork.update(graphs: [costs], frozen: [costs], pass, accumulates: false)]
    let moment = plan(works).moments.first { $0.name == "asking a frozen model" }
    #expect(moment?.bytes[.logits] == 3 * 40 * 1000 * 4)
  }

  @Test("SFT meets its longest micro-batch, and a smaller one takes less")
  func longest() {
    var sft = SFTConfiguration()
    sft.optimization.batchSize = 4
    let rows = (1...8).map { sequence(10 * $0, completion: 5 * $0) }
    func peak(_ microBatchSize: Int) -> Int {
      sft.optimization.microBatchSize = microBatchSize
      return plan(sft.memoryWorks(of: costs, on: rows, seed: 1)).peak.total
    }
    sft.optimization.microBatchSize = 1
    let lone = MemoryWork.update(
      graphs: [costs], frozen: [], PassSize([rows[7]]), accumulates: true)
    #expect(peak(1) == plan([lone]).peak.total)
    #expect(peak(1) < peak(2) && peak(2) < peak(4))
  }

  @Test("DPO reads both completions, and a prompt that several share once")
  func sharedPrompts() {
    var dpo = DPOConfiguration()
    dpo.optimization.batchSize = 2
    let pair = TokenizedComparison(
      chosen: sequence(30, completion: 10), rejected: sequence(20, completion: 5))
    let works = dpo.memoryWorks(of: costs, from: costs, on: [pair, pair], seed: 1)
    // Each prompt once: 20 + 2 · 10 and 15 + 2 · 5.
    #expect(
      works == [
        .update(
          graphs: [costs], frozen: [costs], PassSize(tokenCount: 65, time: 30, predictedCount: 30),
          accumulates: false)
      ])
  }

  @Test("PPO reckons with the prompts of its longest step, every completion as long as it may be")
  func rollouts() {
    var ppo = PPOConfiguration()
    ppo.optimization.batchSize = 2
    ppo.optimization.shuffles = false
    ppo.sampling.maximumNewTokens = 7
    let prompts = [30, 10, 4, 2].map {
      TokenizedPrompt(tokens: Array(repeating: 1, count: $0), prompt: Prompt(.text("")))
    }
    let works = ppo.memoryWorks(policy: costs, critic: costs, frozen: [], on: prompts, seed: 1)
    // (30 + 10) + 2 · 7; the row that is written is as wide as the longest prompt of all.
    let pass = PassSize(tokenCount: 54, time: 37, predictedCount: 14)
    #expect(works.contains(.reading([costs], pass)))
    #expect(works.contains(.writing(costs, rows: 2, promptTime: 30, newTokens: 7)))
    ppo.sampling.batchSize = 1
    let one = ppo.memoryWorks(policy: costs, critic: costs, frozen: [], on: prompts, seed: 1)
    #expect(
      one.contains(.writing(costs, rows: 1, promptTime: 30, newTokens: 7, othersWait: true)))
  }

  @Test("two caches are there while prompts take the room of rows that have ended")
  func waiting() {
    func cacheBytes(_ othersWait: Bool) -> Int? {
      let work = MemoryWork.writing(
        costs, rows: 8, promptTime: 30, newTokens: 10, othersWait: othersWait)
      let moments = plan([work], learns: false).moments
      return moments.first { $0.name == "writing completions" }?.bytes[.cache]
    }
    let cache = 8 * 40 * costs.cacheBytesPerToken
    #expect(cacheBytes(true) == 2 * cache)
    #expect(cacheBytes(false) == cache)
  }

  @Test("while completions are written, no weights are there twice")
  func writing() {
    let works = [MemoryWork.writing(costs, rows: 2, promptTime: 30, newTokens: 7)]
    let moment = plan(works, learns: false).moments.first { $0.name == "writing completions" }
    #expect(moment?.bytes[.weights] == costs.weightBytes)
  }
}
