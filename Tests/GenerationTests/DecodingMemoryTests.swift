import Foundation
import Generation
import Models
import Testing
import Torch

/// The most that this process has had resident, in MB.
private func peakMegabytes() throws -> Int {
  let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
  return try #require(kilobytes) / 1024
}

@Suite("Memory of decoding")
struct DecodingMemoryTests {
  /// In a process of its own, where no other test takes memory meanwhile.
  @Test("is that of one batch: what has ended gives its memory back before the next is read")
  func oneBatch() async {
    await #expect(processExitsWith: .success) {
      threadCount = 1
      let configuration = ModelConfiguration(
        family: .llama, vocabularySize: 100, width: 64, layerCount: 2, headCount: 4,
        keyValueHeadCount: 4, headWidth: 64, hiddenWidth: 64, maximumPositions: 4096)
      let model = try LanguageModel(configuration, using: Generator(seed: 0))
      func growth(prompts: Int, upTo tokens: Int) throws -> Int {
        let before = try peakMegabytes()
        // Every token ends a text, and there is room for 4000 of them: 62 MB for four rows.
        let sampling = SamplingConfiguration(
          maximumNewTokens: tokens, stopTokens: Array(0..<100), batchSize: 4)
        let completions = try generate(
          from: model, prompts: Array(repeating: [1, 2, 3], count: prompts), sampling,
          using: Generator(seed: 1))
        precondition(completions.count == prompts)
        return try peakMegabytes() - before
      }
      // What has nothing to do with the size of a batch is there after this.
      _ = try growth(prompts: 8, upTo: 10)
      let found = try growth(prompts: 12, upTo: 4000)
      precondition((50..<100).contains(found), "\(found) MB for three batches of 62 MB")
    }
  }
}
