import Synchronization
import Testing

@testable import Feedback

@Suite("The desk for accounts")
struct AccountDeskTests {
  /// A clock that tests turn.
  final class Clock: Sendable {
    private let moment = Mutex(Timestamp.start)
    func forward(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }
    @Sendable func read() -> Timestamp { moment.withLock { $0 } }
  }

  private func with(
    _ kind: StoreUnderTest, _ body: (AccountDesk, Clock, any FeedbackStore) throws -> Void
  ) throws {
    try kind.with { store in
      let clock = Clock()
      try body(AccountDesk(store: store, now: clock.read), clock, store)
      #expect(try store.read { try verifyEventChain($0) }.isWhole)
    }
  }

  private func join(
    _ desk: AccountDesk, _ handle: String, _ role: Labeler.Role = .administrator
  ) throws -> Labeler {
    let token = try desk.invite(role: role, by: nil)
    return try desk.accept(
      token: token.text, handle: handle, displayName: "  \(handle) ", passwordHash: "hash")
  }

  @Test("makes an account by invitation, once", arguments: StoreUnderTest.allCases)
  func invitations(kind: StoreUnderTest) throws {
    try with(kind) { desk, _, store in
      let token = try desk.invite(role: .adjudicator, by: nil)
      #expect(try desk.invitation(token: token.text)?.role == .adjudicator)
      let labeler = try desk.accept(
        token: token.text, handle: "Ada.L", displayName: " Ada\u{A0}", passwordHash: "hash")
      #expect(labeler.handle == "ada.l")
      #expect(labeler.displayName == "Ada")
      #expect(labeler.role == .adjudicator)
      #expect(try desk.credential(handle: "ADA.l")?.1.passwordHash == "hash")
      #expect(try desk.invitation(token: token.text) == nil)
      #expect(throws: FeedbackError.self) {
        try desk.accept(
          token: token.text, handle: "ben", displayName: "Ben", passwordHash: "hash")
      }
      let all = try store.read { try $0.all(Event.self) }
      #expect(all.map(\.kind) == ["store.created", "invitation.made", "labeler.joined"])
      #expect(all.allSatisfy { !$0.body.contains("hash") && !$0.body.contains(token.text) })
    }
  }

  @Test(
    "does not use up an invitation with a name that is taken", arguments: StoreUnderTest.allCases)
  func takenName(kind: StoreUnderTest) throws {
    try with(kind) { desk, _, store in
      _ = try join(desk, "ada")
      let token = try desk.invite(role: .labeler, allowedUses: 2, by: nil)
      #expect(throws: FeedbackError.duplicate(table: "labeler", columns: ["handle"])) {
        try desk.accept(token: token.text, handle: "ADA", displayName: "A", passwordHash: "")
      }
      for handle in ["x", "a b", "ädä", "-\u{0}", "a\"\u{301}", String(repeating: "a", count: 33)] {
        #expect(throws: FeedbackError.self, "\(handle)") {
          try desk.accept(token: token.text, handle: handle, displayName: "A", passwordHash: "")
        }
      }
      for name in ["", " \u{2003}", "a\nb", "a\u{202E}b", String(repeating: "a", count: 65)] {
        #expect(throws: FeedbackError.self, "\(name)") {
          try desk.accept(token: token.text, handle: "ben", displayName: name, passwordHash: "")
        }
      }
      #expect(try desk.invitation(token: token.text)?.uses == 0)
      for handle in ["ben", "cy"] {
        _ = try desk.accept(
          token: token.text, handle: handle, displayName: "Ünï 名", passwordHash: "")
      }
      #expect(try desk.invitation(token: token.text) == nil)
      #expect(try store.read { try $0.count(Labeler.self) } == 3)
    }
  }

  @Test(
    "knows invitations that are too old or taken back no more", arguments: StoreUnderTest.allCases)
  func voidInvitations(kind: StoreUnderTest) throws {
    try with(kind) { desk, clock, store in
      let old = try desk.invite(role: .labeler, validFor: .seconds(60), by: nil)
      let revoked = try desk.invite(role: .labeler, by: nil)
      let found = try #require(try desk.invitation(token: revoked.text))
      try desk.revoke(found.id, by: nil)
      clock.forward(.seconds(59))
      #expect(try desk.invitation(token: old.text) != nil)
      clock.forward(.seconds(1))
      #expect(try desk.invitation(token: old.text) == nil)
      #expect(try desk.invitation(token: revoked.text) == nil)
      #expect(try desk.invitation(token: "") == nil)
      #expect(try desk.invitation(token: old.hash) == nil)
    }
  }

  @Test(
    "ends a session that is not used for half an hour, or after twelve hours",
    arguments: StoreUnderTest.allCases)
  func expiry(kind: StoreUnderTest) throws {
    try with(kind) { desk, clock, _ in
      let ada = try join(desk, "ada")
      let idle = try desk.openSession(for: ada).token.text
      clock.forward(.seconds(1799))
      #expect(try desk.session(token: idle)?.1 == ada)
      clock.forward(.seconds(1799))
      #expect(try desk.session(token: idle) != nil)
      clock.forward(.seconds(1800))
      #expect(try desk.session(token: idle) == nil)
      let long = try desk.openSession(for: ada).token.text
      for _ in 0..<47 {
        clock.forward(.seconds(15 * 60))
        #expect(try desk.session(token: long) != nil)
      }
      clock.forward(.seconds(15 * 60))
      #expect(try desk.session(token: long) == nil)
    }
  }

  @Test("notes the use of a session once a minute at most", arguments: StoreUnderTest.allCases)
  func touching(kind: StoreUnderTest) throws {
    try with(kind) { desk, clock, _ in
      let token = try desk.openSession(for: join(desk, "ada")).token.text
      clock.forward(.seconds(59))
      #expect(try desk.session(token: token)?.0.lastSeenAt == .start)
      clock.forward(.seconds(1))
      #expect(try desk.session(token: token)?.0.lastSeenAt == .start + .seconds(60))
    }
  }

  @Test(
    "gives each session secrets of its own and keeps none of them",
    arguments: StoreUnderTest.allCases)
  func freshSecrets(kind: StoreUnderTest) throws {
    try with(kind) { desk, _, store in
      let ada = try join(desk, "ada")
      let (first, second) = (try desk.openSession(for: ada), try desk.openSession(for: ada))
      #expect(first.token != second.token)
      #expect(first.session.formToken != second.session.formToken)
      #expect(first.session.formToken.utf8.count == 64)
      #expect(try desk.session(token: first.token.hash) == nil)
      let everything = try store.read { try snapshot(of: $0) }.joined()
      #expect(!everything.contains(first.token.text))
      #expect(everything.contains(first.token.hash))
    }
  }

  @Test("ends sessions one by one and all at once", arguments: StoreUnderTest.allCases)
  func closing(kind: StoreUnderTest) throws {
    try with(kind) { desk, _, _ in
      let ada = try join(desk, "ada")
      let sessions = try (0..<3).map { _ in try desk.openSession(for: ada) }
      try desk.closeSession(sessions[0].session)
      try desk.closeSession(sessions[0].session)
      func alive() throws -> [Bool] {
        try sessions.map { try desk.session(token: $0.token.text) != nil }
      }
      #expect(try alive() == [false, true, true])
      try desk.closeAllSessions(of: ada.id, but: sessions[2].session.id)
      #expect(try alive() == [false, false, true])
      try desk.closeAllSessions(of: ada.id)
      #expect(try alive() == [false, false, false])
    }
  }

  @Test(
    "ends sessions at another role, another password and a closed account",
    arguments: StoreUnderTest.allCases)
  func changes(kind: StoreUnderTest) throws {
    try with(kind) { desk, _, _ in
      let ada = try join(desk, "ada")
      let ben = try join(desk, "ben", .labeler)
      func open() throws -> String { try desk.openSession(for: ben).token.text }
      var token = try open()
      try desk.changeRole(of: ben.id, to: .auditor, by: ada.id)
      #expect(try desk.session(token: token) == nil)
      token = try open()
      #expect(try desk.session(token: token)?.1.role == .auditor)
      try desk.changeState(of: ben.id, to: .paused, by: ada.id)
      #expect(try desk.session(token: token)?.1.state == .paused)
      try desk.replacePasswordHash(of: ben.id, with: "stronger")
      #expect(try desk.session(token: token) != nil)
      let kept = try desk.openSession(for: ben)
      try desk.changePassword(
        of: ben.id, toHash: "another", keeping: kept.session.id, by: ben.id)
      #expect(try desk.session(token: token) == nil)
      #expect(try desk.session(token: kept.token.text) != nil)
      #expect(try desk.credential(handle: "ben")?.1.passwordHash == "another")
      try desk.changeState(of: ben.id, to: .closed, by: ada.id)
      #expect(try desk.session(token: kept.token.text) == nil)
      #expect(throws: FeedbackError.self) { try desk.openSession(for: ben) }
    }
  }

  @Test(
    "ends a session whose account has another role, whoever changed it",
    arguments: StoreUnderTest.allCases)
  func roleAtSignIn(kind: StoreUnderTest) throws {
    try with(kind) { desk, _, store in
      var ada = try join(desk, "ada")
      let token = try desk.openSession(for: ada).token.text
      ada.role = .auditor
      let changed = ada
      try store.write { try $0.update(changed) }
      #expect(try desk.session(token: token) == nil)
    }
  }

  @Test("leaves the project somebody who runs it", arguments: StoreUnderTest.allCases)
  func lastAdministrator(kind: StoreUnderTest) throws {
    try with(kind) { desk, _, store in
      let ada = try join(desk, "ada")
      #expect(throws: FeedbackError.self) {
        try desk.changeRole(of: ada.id, to: .labeler, by: ada.id)
      }
      #expect(throws: FeedbackError.self) {
        try desk.changeState(of: ada.id, to: .closed, by: ada.id)
      }
      #expect(try store.read { try $0.find(ada.id) } == ada)
      let ben = try join(desk, "ben")
      try desk.changeRole(of: ada.id, to: .labeler, by: ben.id)
      #expect(try store.read { try $0.find(ada.id) }?.role == .labeler)
    }
  }

  @Test(
    "allows five failures per name and twenty per address in a quarter of an hour",
    arguments: StoreUnderTest.allCases)
  func loginLimits(kind: StoreUnderTest) throws {
    try with(kind) { desk, clock, store in
      func fail(_ handle: String, _ prefix: String) throws {
        try desk.recordLogin(handle: handle, addressPrefix: prefix, succeeded: false)
      }
      for attempt in 0..<5 {
        #expect(try desk.loginAllowance(handle: "Nobody", addressPrefix: "a"), "\(attempt)")
        try fail("nobody", "b\(attempt)")
      }
      #expect(try !desk.loginAllowance(handle: "NOBODY", addressPrefix: "a"))
      #expect(try desk.loginAllowance(handle: "other", addressPrefix: "a"))
      for attempt in 0..<20 {
        #expect(try desk.loginAllowance(handle: "other", addressPrefix: "c"))
        try fail("h\(attempt)", "c")
      }
      #expect(try !desk.loginAllowance(handle: "other", addressPrefix: "c"))
      try desk.recordLogin(handle: "other", addressPrefix: "c", succeeded: true)
      #expect(try !desk.loginAllowance(handle: "other", addressPrefix: "c"))
      clock.forward(AccountDesk.loginWindow)
      #expect(try !desk.loginAllowance(handle: "other", addressPrefix: "c"))
      clock.forward(.milliseconds(1))
      #expect(try desk.loginAllowance(handle: "other", addressPrefix: "c"))
      #expect(try store.read { try $0.count(LoginAttempt.self) } == 26)
    }
  }
}
