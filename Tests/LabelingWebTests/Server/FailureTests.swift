import Feedback
import Testing

@testable import LabelingWeb

@Suite struct FailureTests {
  /// Something that no page may tell.
  private struct Secret: Error, CustomStringConvertible {
    var description: String { "secret/path\r\nforged line" }
  }

  @Test("On a full disk a form is refused, comes back as it was filled in, and is taken later")
  func fullDisk() async throws {
    let house = try LabelingHouse(taskCount: 1)
    let ada = try house.account("ada")
    let loan = try house.loan(to: ada)
    try await house.visit { guest in
      try await guest.enter(house, ada)
      #expect(try await guest.get("/task/\(loan.id)").status == 200)
      house.faults.writing = FeedbackError.diskFull(file: "secret/path")
      let fields = [
        ("preference", "b2"), ("reason", "in my <words>"),
        ("idempotency_key", SecretToken.new().text),
      ]
      let refused = try await guest.post("/task/\(loan.id)", fields)
      #expect(refused.status == 503)
      #expect(refused.header("Retry-After") == "5")
      #expect(refused.text.contains("in my &lt;words&gt;"))
      #expect(!refused.text.contains("secret/path"))
      for path in ["/task/\(loan.id)/draft", "/work/next"] {
        #expect(try await guest.post(path).status == 503)
      }
      house.clock.pass(.seconds(120))
      for path in ["/task/\(loan.id)", "/guideline", "/history", "/work"] {
        #expect(try await guest.get(path).status == 200)
      }
      house.faults.writing = nil
      #expect(try await guest.post("/task/\(loan.id)", fields).status == 303)
    }
  }

  @Test("A failure inside is told to the log and not to the page, and lets nobody in")
  func inside() async throws {
    let house = try LabelingHouse()
    let ada = try house.account("ada")
    try await house.visit { guest in
      try await guest.enter(house, ada)
      house.faults.reading = Secret()
      for path in ["/work", "/login", "/health", "/people"] {
        let reply = try await guest.get(path)
        #expect(reply.status == 500)
        #expect(!reply.text.contains("secret"))
      }
      #expect(try await guest.post("/work/next").status == 500)
    }
    #expect(house.notes.lines.contains { $0.contains("secret/path??forged line") })
  }

  @Test("The server is called well only while its store can be read")
  func health() async throws {
    let house = try LabelingHouse()
    try await house.visit { guest async throws in
      #expect(try await guest.get("/health").text == "ok\n")
      house.faults.reading = FeedbackError.busy(file: "f")
      #expect(try await guest.get("/health").status == 503)
    }
  }
}
