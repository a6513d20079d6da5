import GRDB
import Testing

@testable import Feedback

@Suite("The chain of events")
struct EventChainTests {
  @Test("is whole after each thing that was done", arguments: StoreUnderTest.allCases)
  func whole(kind: StoreUnderTest) throws {
    try kind.with { store in
      for number in 1...5 {
        try store.write {
          try $0.record("test", actor: nil, on: "task", Int64(number), at: .start)
        }
        let report = try store.read { try verifyEventChain($0) }
        #expect(report.isWhole)
        #expect(report.eventCount == number + 1)
        let last = try store.read { try $0.lastEvent() }
        #expect(report.tip == last?.hash)
      }
    }
  }

  @Test("has the hash that other programs compute")
  func published() {
    // printf and sha256sum over the fields, each text after its length in eight bytes.
    let event = Event(
      id: Identifier(1), at: Timestamp(milliseconds: 1000), actorID: Identifier(7),
      kind: "task.leased", targetTable: "task", targetNumber: 3, body: #"{"é":1}"#,
      previousHash: Event.hashBeforeTheFirst, hash: "")
    #expect(
      event.computedHash == "a5280a25a9ce0f7659e575e63b1105c136e4631980d0b45ec0e4b416e6dea3eb")
  }

  @Test("holds bodies as canonical JSON")
  func bodies() throws {
    struct Body: Encodable {
      let zebra = 1
      let alpha = "\u{0}\n\"é"
      let nothing: Int? = nil
      let list = [0.5, 1e21]
      let big = UInt64.max
    }
    try StoreUnderTest.memory.with { store in
      try store.write { try $0.record("test", actor: nil, on: "task", 1, body: Body(), at: .start) }
      let body = try store.read { try #require(try $0.lastEvent()).body }
      #expect(
        body == #"{"alpha":"\u0000\u000a\"é","big":18446744073709551615,"#
          + #""list":[0.5,1e+21],"zebra":1}"#)
    }
  }

  @Test(
    "shows the first event that was tampered with",
    arguments: [
      ("UPDATE event SET body = '{\"to\":\"x\"}' WHERE id = 3", 3),
      ("UPDATE event SET at = at + 1 WHERE id = 2", 2),
      ("UPDATE event SET actorID = NULL WHERE id = 4", 4),
      ("UPDATE event SET hash = replace(hash, substr(hash, 1, 1), 'z') WHERE id = 3", 3),
      ("DELETE FROM event WHERE id = 3", 4),
      ("DELETE FROM event WHERE id = 1", 2),
      (
        """
        INSERT INTO event SELECT 7, at, actorID, kind, targetTable, targetNumber, body,
          hash, replace(hash, substr(hash, 1, 1), 'y') FROM event WHERE id = 6
        """, 7
      ),
      (
        """
        UPDATE event SET id = 103 WHERE id = 3; UPDATE event SET id = 3 WHERE id = 4;
        UPDATE event SET id = 4 WHERE id = 103
        """, 3
      ),
    ])
  func tampering(sql: String, first: Int64) throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      try store.write { writer in
        let scene = try Scene(in: writer)
        for number in 1...5 {
          try writer.record(
            "test", actor: scene.ada.id, on: "task", Int64(number), body: ["to": "y"], at: .start)
        }
      }
      try store.close()
      try tamper(folder, sql)
      let opened = try SQLiteStore.open(at: folder, access: .readOnly)
      let report = try opened.read { try verifyEventChain($0) }
      #expect(report.firstBreak?.event.number == first)
      #expect(try !opened.verify().isWhole)
    }
  }

  @Test("shows an event that was changed by somebody who knows how to compute its hash")
  func forgery() throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      try store.write { writer in
        for number in 1...5 {
          try writer.record("test", actor: nil, on: "task", Int64(number), at: .start)
        }
      }
      var forged = try #require(try store.read { try $0.find(Identifier<Event>(3)) })
      forged.targetNumber = 77
      let (hash, number) = (forged.computedHash, forged.targetNumber)
      try store.close()
      try tamper(folder, "UPDATE event SET targetNumber = \(number), hash = '\(hash)' WHERE id = 3")
      let opened = try SQLiteStore.open(at: folder, access: .readOnly)
      let report = try opened.read { try verifyEventChain($0) }
      #expect(report.firstBreak?.event.number == 4)
    }
  }

  @Test("changes its end with every event, so that a noted end shows a chain that was cut off")
  func cutOff() throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      try store.write { try $0.record("test", actor: nil, on: "task", 1, at: .start) }
      let noted = try store.read { try verifyEventChain($0).tip }
      try store.close()
      try tamper(folder, "DELETE FROM event WHERE id = 2")
      let opened = try SQLiteStore.open(at: folder, access: .readOnly)
      let report = try opened.read { try verifyEventChain($0) }
      #expect(report.isWhole)
      #expect(report.tip != noted)
    }
  }

  @Test("shows a judgement that was changed behind the program's back")
  func judgements() throws {
    try withScratchFolder { folder in
      let store = try SQLiteStore.sample(in: folder)
      try store.write { writer in
        let scene = try Scene(in: writer)
        let loan = try writer.insert(scene.loan(to: scene.ben, state: .submitted))
        let judgement = try writer.insert(scene.judgement(of: loan))
        try writer.record(
          "judgement.submitted", actor: scene.ben.id, on: "judgement", judgement.id.number,
          body: ["judgement": judgement], at: .start)
      }
      #expect(try store.verify().problems == [])
      try store.close()
      try tamper(folder, "UPDATE judgement SET activeMilliseconds = 1")
      let opened = try SQLiteStore.open(at: folder, access: .readOnly)
      #expect(
        try opened.verify().problems == ["judgement 1 is not what the log says it was"])
    }
  }
}
