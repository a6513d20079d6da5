import Feedback
import Testing

@testable import LabelingWeb

@Suite struct WorkTests {
  private func answer(_ key: String = SecretToken.new().text) -> [(String, String)] {
    [
      ("preference", "b3"), ("reason", "Because \"\u{301} of e\u{301}.\r\nAnd more."),
      ("idempotency_key", key), ("active_ms", "5000"),
    ]
  }

  @Test("A labeler takes a task, submits it, and is sent on to the next one")
  func whole() async throws {
    let house = try LabelingHouse(taskCount: 2)
    let ada = try house.account("ada")
    try await house.visit { guest in
      try await guest.enter(house, ada)
      #expect(try await guest.get("/work").text.contains("action=\"/work/next\""))
      let first = try #require(try await guest.post("/work/next").location)
      let page = try await guest.get(first)
      #expect(page.status == 200)
      #expect(!page.text.contains("secret-model"))
      let sent = try await guest.post(first, answer())
      #expect(sent.status == 303)
      let second = try #require(sent.location)
      #expect(second.contains("?saved="))
      #expect(try await guest.get(second).text.contains("Your judgement was saved"))
      let judgement = try #require(try house.store.read { try $0.all(Judgement.self).first })
      #expect(
        judgement.answer.reason.map { Array($0.utf8) }
          == Array("Because \"\u{301} of e\u{301}.\nAnd more.".utf8))
      let last = String(second.prefix { $0 != "?" })
      #expect(try await guest.post(last, answer()).location?.hasPrefix("/work?saved=") == true)
      #expect(try await guest.post("/work/next").text.contains("You have had all"))
    }
  }

  @Test("The same form sent twice makes one judgement, also at the same moment")
  func twice() async throws {
    let house = try LabelingHouse(taskCount: 1)
    let ada = try house.account("ada")
    let loan = try house.loan(to: ada)
    try await house.visit { guest in
      try await guest.enter(house, ada)
      let fields = answer()
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 {
          group.addTask { try await guest.post("/task/\(loan.id)", fields).status }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses == Array(repeating: 303, count: 8))
      #expect(try house.store.read { try $0.count(Judgement.self) } == 1)
    }
  }

  @Test("An answer that is not whole comes back as it was filled in")
  func incomplete() async throws {
    let house = try LabelingHouse(taskCount: 1)
    let ada = try house.account("ada")
    let loan = try house.loan(to: ada)
    try await house.visit { guest in
      try await guest.enter(house, ada)
      let key = SecretToken.new().text
      let reply = try await guest.post(
        "/task/\(loan.id)", [("reason", "half <done>"), ("idempotency_key", key)])
      #expect(reply.status == 422)
      #expect(reply.text.contains("half &lt;done&gt;"))
      #expect(reply.text.contains(key))
      #expect(try house.store.read { try $0.count(Judgement.self) } == 0)
    }
  }

  @Test("A form without a key of its own is refused", arguments: ["", "short", "x' OR 1=1 --"])
  func keyless(key: String) async throws {
    let house = try LabelingHouse(taskCount: 1)
    let ada = try house.account("ada")
    let loan = try house.loan(to: ada)
    try await house.visit { guest in
      try await guest.enter(house, ada)
      #expect(try await guest.post("/task/\(loan.id)", answer(key)).status == 400)
    }
  }

  @Test("The script gets times for a draft and for a longer loan; a browser gets the page again")
  func drafts() async throws {
    let house = try LabelingHouse(taskCount: 1)
    let ada = try house.account("ada")
    let loan = try house.loan(to: ada)
    try await house.visit { guest in
      try await guest.enter(house, ada)
      let fields = [("reason", "so far"), ("sequence", "1"), ("evil", "x")]
      let headers = ["Sec-Fetch-Site": "same-origin", "Accept": "application/json"]
      let saved = try await guest.post("/task/\(loan.id)/draft", fields, headers: headers)
      #expect(saved.status == 200)
      #expect(saved.header("Content-Type") == "application/json")
      #expect(saved.text.contains("\"saved_ms\":\(house.clock.now().milliseconds)"))
      let extended = try await guest.post("/task/\(loan.id)/extend", headers: headers)
      #expect(extended.text.hasPrefix("{\"expires_ms\":"))
      let plain = try await guest.post("/task/\(loan.id)/draft", [("reason", "so far, so good")])
      #expect(plain.location?.hasPrefix("/task/\(loan.id)?draft=") == true)
      let draft = try #require(try house.store.read { try $0.draft(of: loan.id) })
      #expect(draft.fields == [Draft.Field("reason", "so far, so good")])
      #expect(try await guest.get("/task/\(loan.id)").text.contains("so far, so good"))
    }
  }

  @Test("A task is skipped with a reason, and not without one")
  func skipping() async throws {
    let house = try LabelingHouse(taskCount: 1)
    let ada = try house.account("ada")
    let loan = try house.loan(to: ada)
    try await house.visit { guest in
      try await guest.enter(house, ada)
      #expect(try await guest.post("/task/\(loan.id)/skip", [("reason", " ")]).status == 422)
      let reply = try await guest.post("/task/\(loan.id)/skip", [("reason", "unclear")])
      #expect(reply.location == "/work?skipped=1")
    }
  }
}
