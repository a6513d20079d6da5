import Foundation
import Testing

@testable import Runs

private func hexadecimal(_ bytes: Data) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// The records of a file, by their lengths; an unfinished one is left out.
private func messages(in file: URL) throws -> [Data] {
  var rest = try Data(contentsOf: file)[...]
  var found: [Data] = []
  while rest.count >= 12 {
    let length = rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard rest.count >= length + 16 else { break }
    found.append(Data(rest.dropFirst(12).prefix(length)))
    rest = rest.dropFirst(length + 16)
  }
  return found
}

@Suite("An event for TensorBoard")
struct TensorBoardEventTests {
  // RFC 3720, appendix B.4, and the check value of CRC-32C.
  @Test("has the checksums of the standard")
  func checksums() {
    #expect(castagnoliChecksum(of: [UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(castagnoliChecksum(of: [UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(castagnoliChecksum(of: (0..<32).map { UInt8($0) }) == 0x46DD_794E)
    #expect(castagnoliChecksum(of: "123456789".utf8) == 0xE306_9283)
  }

  // Scripts/fixtures/tensorboard_events.py golden, with tensorboard 2.21.0.
  @Test("is written as TensorBoard's own writer writes it")
  func golden() {
    let time = Date(timeIntervalSince1970: 1_700_000_000.5)
    func record(_ step: Int, _ content: TensorBoardEvent.Content) -> String {
      hexadecimal(TensorBoardEvent(time: time, step: step, content: content).record)
    }
    #expect(
      record(0, .fileVersion)
        == "1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b353110")
    #expect(
      record(121, .restart) == "0f000000000000006d532b090900002040fc54d94110793a0208014cd8a64e")
    #expect(
      record(300, .scalars(["objective/kl": -1.5, "loss": 0.25, "é": .infinity]))
        == "3b000000000000001a23ac5c0900002040fc54d94110ac022a2d0a0b0a046c6f7373150000803e0a130a0c"
        + "6f626a6563746976652f6b6c150000c0bf0a090a02c3a9150000807f22a475ca")
  }
}

@Suite("A run's events for TensorBoard")
struct EventFileTests {
  private func run(_ folder: URL, resuming: Bool = false, overwriting: Bool = false) throws -> Run {
    try Run(
      folder: folder, command: "ppo", arguments: [], configuration: Data("{}".utf8), seed: 7,
      inputs: InputHashes(of: []), versions: [:], resuming: resuming, overwriting: overwriting,
      writesEvents: true)
  }

  @Test("repeat its metrics, under a name that does not tell the machine")
  func events() throws {
    try withTemporaryFolder { folder in
      let run = try run(folder)
      try run.record(["loss": 0.25], at: 1)
      try run.finish([:])
      let files = EventFile.files(in: folder)
      try #require(files.count == 1)
      let name = try #require(files.first?.lastPathComponent)
      #expect(name.wholeMatch(of: /events\.out\.tfevents\.\d{10}\.rlhf/) != nil)
      let found = try messages(in: files[0])
      try #require(found.count == 2)
      // The step, then a summary of 15 bytes with one value.
      #expect(
        hexadecimal(found[1]).hasSuffix("10012a0d0a0b0a046c6f7373150000803e"), "\(found[1])")
    }
  }

  @Test("go on in a file of their own, later by name, that takes back what comes again")
  func resumption() throws {
    try withTemporaryFolder { folder in
      var first: Run? = try run(folder)
      for step in 1...3 { try first?.record(["loss": 1], at: step) }
      try first?.saveCheckpoint(step: 2) { try write("weights", into: $0) }
      first = nil
      let before = EventFile.files(in: folder)
      let second = try run(folder, resuming: true)
      try second.record(["loss": 2], at: 3)
      let files = EventFile.files(in: folder).map(\.lastPathComponent).sorted()
      try #require(files.count == 2)
      #expect(files.first == before.first?.lastPathComponent)
      let found = try messages(in: folder.appendingPathComponent(files[1]))
      try #require(found.count == 3)
      #expect(hexadecimal(found[1]).hasSuffix("10033a020801"))
    }
  }

  @Test("go with the run that is overwritten, and are not written unasked")
  func overwriting() throws {
    try withTemporaryFolder { folder in
      try run(folder).record(["loss": 1], at: 1)
      let again = try run(folder, overwriting: true)
      #expect(EventFile.files(in: folder).count == 1)
      try again.record(["loss": 1], at: 1)
      #expect(try messages(in: EventFile.files(in: folder)[0]).count == 2)
      _ = try start(folder, overwriting: true)
      #expect(EventFile.files(in: folder).isEmpty)
    }
  }

  @Test("leave the metrics whole where they were cut off by a kill")
  func cut() throws {
    try withTemporaryFolder { folder in
      try run(folder).record(["loss": 1], at: 1)
      let file = EventFile.files(in: folder)[0]
      let bytes = try Data(contentsOf: file)
      try bytes.dropLast(5).write(to: file)
      let resumed = try run(folder, resuming: true)
      try resumed.record(["loss": 1], at: 1)
      #expect(try readMetrics(from: folder).map(\.step) == [1])
      #expect(EventFile.files(in: folder).count == 2)
    }
  }
}
