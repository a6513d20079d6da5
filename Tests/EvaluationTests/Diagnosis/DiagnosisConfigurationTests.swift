import Evaluation
import Runs
import Testing

@Suite("The configuration of a diagnosis")
struct DiagnosisConfigurationTests {
  @Test("takes keys as a recipe writes them, and an action for each verdict")
  func keys() throws {
    let configured = try configure(
      DiagnosisConfiguration(), recipe: nil,
      overrides: ["kl_limit=12", "actions.overoptimization=stop"])
    #expect(configured.value.klLimit == 12)
    #expect(configured.value.actions[.overoptimization] == .stop)
    #expect(configured.value.actions[.klBlowUp] == .warn)
    #expect(VerdictActions(all: .stop)[.deadGradient] == .stop)
    #expect(VerdictActions(all: .stop)[.healthy] == .log)
  }

  @Test(
    "refuses what makes no sense, by name",
    arguments: [
      ("window=0", "diagnosis.window is 0 and must be at least 1"),
      ("fall=1", "diagnosis.explained_fall is 2.0 and must be at most fall, 1.0"),
      ("kl_limit=-1", "diagnosis.kl_limit is -1.0 and must be more than 0"),
      ("entropy_share=2", "diagnosis.entropy_share is 2.0 and must be in 0...1"),
      ("length_growth=1", "diagnosis.length_growth is 1.0 and must be more than 1"),
      ("least_lookahead=1.4", "diagnosis.least_lookahead is 1.4 and must be in 0...1"),
    ])
  func refusals(override: String, reason: String) {
    #expect(throws: ConfigurationError(reason)) {
      try configure(DiagnosisConfiguration(), recipe: nil, overrides: [override])
    }
  }
}
