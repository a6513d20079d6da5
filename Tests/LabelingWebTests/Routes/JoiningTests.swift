import Feedback
import Testing

@testable import LabelingWeb

@Suite struct JoiningTests {
  private func join(
    _ guest: Guest, _ token: String, _ handle: String, _ password: String = "a fine new password"
  ) async throws -> Reply {
    _ = try await guest.get("/join/\(token)")
    return try await guest.post("/join/\(token)", [("handle", handle), ("password", password)])
  }

  @Test("Who was invited makes an account, is signed in, and the link is used up")
  func once() async throws {
    let house = try LabelingHouse()
    let token = try house.accounts.invite(role: .adjudicator, by: nil).text
    try await house.visit { guest in
      let page = try await guest.get("/join/\(token)")
      #expect(page.header("Referrer-Policy") == "same-origin")
      #expect(page.header("Cache-Control") == "no-store")
      #expect(try await join(guest, token, "Grace").location == "/work")
      #expect(try await guest.get("/disputes").status == 200)
      let labeler = try house.store.read { try $0.labeler(handle: "grace") }
      #expect(labeler?.role == .adjudicator)
      await guest.leave()
      #expect(try await guest.get("/join/\(token)").status == 404)
    }
  }

  @Test("A link that was used up or taken back while its page was open makes no account")
  func tooLate() async throws {
    let house = try LabelingHouse()
    let token = try house.accounts.invite(role: .labeler, by: nil).text
    try await house.visit { guest in
      _ = try await guest.get("/join/\(token)")
      let invitation = try #require(try house.accounts.invitation(token: token))
      try house.accounts.revoke(invitation.id, by: nil)
      let reply = try await guest.post(
        "/join/\(token)", [("handle", "eve"), ("password", "a fine new password")])
      #expect(reply.status == 404)
      #expect(try house.store.read { try $0.count(Labeler.self) } == 0)
    }
  }

  @Test("A taken name, a bad name and a bad password are said, and do not use the link up")
  func refused() async throws {
    let house = try LabelingHouse()
    try house.account("grace")
    let token = try house.accounts.invite(role: .labeler, by: nil).text
    try await house.visit { guest async throws in
      #expect(try await join(guest, token, "grace").status == 422)
      #expect(try await join(guest, token, "<script>").status == 422)
      #expect(try await join(guest, token, "new", "password").status == 422)
      #expect(try await join(guest, token, "new", "short").status == 422)
      #expect(try await join(guest, token, "new").status == 303)
    }
  }

  @Test("No role can be asked for: the invitation says which it is")
  func massAssignment() async throws {
    let house = try LabelingHouse()
    let token = try house.accounts.invite(role: .labeler, by: nil).text
    try await house.visit { guest in
      _ = try await guest.get("/join/\(token)")
      _ = try await guest.post(
        "/join/\(token)",
        [("handle", "eve"), ("password", "a fine new password"), ("role", "administrator")])
      #expect(try house.store.read { try $0.labeler(handle: "eve") }?.role == .labeler)
      #expect(try await guest.get("/people").status == 403)
    }
  }
}
