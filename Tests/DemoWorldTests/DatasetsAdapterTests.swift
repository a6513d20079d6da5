import Datasets
import Testing

@testable import DemoWorld

@Suite struct DatasetsAdapterTests {
  private let world = DemoWorld(seed: 1)

  @Test("examples hold the same text as the plain strings")
  func examplesHoldTheText() {
    let plain = world.demonstrations(count: 5)
    let examples = world.demonstrationExamples(count: 5)
    #expect(examples.map(\.prompt) == plain.map { .text($0.prompt) })
    #expect(examples.map(\.completion) == plain.map { .text($0.completion) })
    #expect(
      world.trainingPromptExamples(count: 5).map(\.content)
        == world.trainingPrompts(count: 5).map { .text($0) })
  }

  @Test("the panel takes turns, and the same seed ranks alike")
  func panelTakesTurns() {
    let prompts = world.trainingPrompts(count: 6)
    let completions = prompts.map { [" x", DemoWorld.idealCompletion(for: $0) ?? ""] }
    let rankings = world.rankings(of: completions, for: prompts)
    #expect(rankings.map(\.labeler) == ["Ada", "Bo", "Cy", "Ada", "Bo", "Cy"])
    #expect(rankings == DemoWorld(seed: 1).rankings(of: completions, for: prompts))
    let sure = [SimulatedLabeler(name: "Sure", errorRate: 0)]
    let right = world.rankings(of: completions, for: prompts, by: sure)
    #expect(right.allSatisfy { $0.ranks == [2, 1] })
  }
}
