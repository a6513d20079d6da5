import Feedback
import Testing

@testable import LabelingWeb

@Suite("Kept findings")
struct KeptFindingsTests {
  @Test("know what happened since they were made, and are as those made anew")
  func freshness() throws {
    let house = try LabelingHouse(taskCount: 1)
    let kept = KeptFindings()
    let before = try kept.findings(of: house.store)
    #expect(try kept.findings(of: house.store) == before)
    _ = try house.account("ada")
    try house.store.write {
      try $0.record("test", actor: nil, on: "settings", 1, body: ["a": "b"], at: .now())
    }
    let after = try kept.findings(of: house.store)
    #expect(after.lastEventID > before.lastEventID)
    #expect(after == (try FeedbackFindings(of: house.store)))
  }
}
