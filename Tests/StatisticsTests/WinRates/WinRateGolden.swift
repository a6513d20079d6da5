import Foundation

@testable import Statistics

/// What `Scripts/fixtures/win_rates.py` found.
struct WinRateGolden: Decodable {
  let texts: [[String]]
  let selfBLEU: [Double]
  let prompts: [Int]
  let lengths: [Int]
  let otherLengths: [Int]
  let outcomes: [Double]
  let parameters: [Double]
  let errors: [Double]
  let values: [Double]
  let bounds: [[Double]]

  static func read() throws -> WinRateGolden {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Fixtures/Statistics/win-rates.json").standardizedFileURL
    return try JSONDecoder().decode(WinRateGolden.self, from: Data(contentsOf: file))
  }

  var sized: [SizedOutcome] {
    prompts.indices.map {
      SizedOutcome(
        prompt: prompts[$0],
        outcome: outcomes[$0] == 1 ? .win : outcomes[$0] == 0 ? .loss : .tie,
        length: lengths[$0], otherLength: otherLengths[$0])
    }
  }
}
