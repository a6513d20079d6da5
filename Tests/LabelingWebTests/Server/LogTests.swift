import Feedback
import Testing

@testable import LabelingWeb

@Suite struct LogTests {
  @Test("The log says what was asked, by whom and how it ended, and holds no secret and no text")
  func silence() async throws {
    let house = try LabelingHouse(taskCount: 1)
    let ada = try house.account("ada")
    let loan = try house.loan(to: ada)
    let invitation = try house.accounts.invite(role: .labeler, by: nil).text
    try await house.visit { guest in
      _ = try await guest.get("/join/\(invitation)")
      _ = try await guest.post(
        "/login", [("handle", "typed-handle"), ("password", "typed-password")])
      try await guest.enter(house, ada)
      _ = try await guest.post("/task/\(loan.id)", [("reason", "typed-reason")])
      _ = try await guest.get("/nowhere%0d%0aforged?typed=query")
      let secrets = [
        invitation, "typed", "forged", await guest.formToken ?? "?",
        await guest.cookies[SiteCookie.session.rawValue] ?? "?",
      ]
      let log = house.notes.lines.joined(separator: "\n")
      for secret in secrets { #expect(!log.contains(secret), "\(secret)") }
    }
    let lines = house.notes.lines
    #expect(lines.contains { $0.contains("route=joinForm") && $0.contains("status=200") })
    #expect(lines.contains { $0.contains("route=submit") && $0.contains("labeler=\(ada.id)") })
    #expect(lines.contains { $0.contains("route=none") && $0.contains("status=404") })
    #expect(lines.allSatisfy { !$0.utf8.contains(10) && !$0.utf8.contains(13) })
  }

  @Test("What goes into the log is one line of plain characters, and not too long")
  func logging() {
    #expect(logged("a\r\nb\u{1B}[31m\u{202E}é") == "a??b?[31m??")
    #expect(logged(String(repeating: "a", count: 9999)).count == 500)
  }
}
