import Foundation
import Testing

@testable import Runs

@Suite("Metrics")
struct MetricsTests {
  @Test("are lines of JSON, and NaN and infinities come back")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let run = try start(folder)
      let values = ["nan": Double.nan, "up": .infinity, "down": -.infinity, "loss/policy": 0.1]
      try run.record(values, at: 120)
      let line = try text(of: folder.appendingPathComponent("metrics.jsonl"))
      #expect(line.hasPrefix("{\"step\": 120, \"time\": "))
      #expect(
        line.hasSuffix(
          #", "down": "-Infinity", "loss/policy": 0.1, "nan": "NaN", "up": "Infinity"}"# + "\n"
        ))
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
      let row = try #require(try readMetrics(from: folder).first)
      #expect(row.step == 120)
      #expect(abs(row.time.timeIntervalSinceNow) < 60)
      #expect(row.values["nan"]?.isNaN == true)
      #expect(row.values["up"] == .infinity)
      #expect(row.values["down"] == -.infinity)
      #expect(row.values["loss/policy"] == 0.1)
      #expect(row.values.count == 4)
    }
  }

  @Test("name the file and line of what is not a row")
  func malformedLine() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("metrics.jsonl")
      try Data("{\"step\": 1, \"time\": 1}\noops\n{\"step\": 2, \"time\": 1}\n".utf8).write(
        to: file)
      #expect(
        throws: RunError.malformed(
          file.path, line: 2, reason: "not a JSON object with step and time")
      ) { try readMetrics(from: file) }
    }
  }
}
