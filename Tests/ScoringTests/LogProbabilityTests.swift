import Batches
import Foundation
import Models
import Scoring
import Testing
import Torch

func checkpoint(_ name: String) -> URL {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../Fixtures/Models/\(name)").standardizedFileURL
}

private let sequences = [
  TokenizedSequence(tokens: [5, 9, 20, 31, 7, 2], completionStart: 2),
  TokenizedSequence(tokens: [6, 40, 2], completionStart: 1),
  TokenizedSequence(tokens: [90, 12, 14, 77], completionStart: 0),
]

@Suite("What models say of a batch")
struct LogProbabilityTests {
  init() { threadCount = 1 }

  @Test(
    "is the log-softmax of the logits at the place before each token", arguments: [1.0, 0.5],
    ["qwen2-tied", "gemma2-tied"])
  func definition(temperature: Double, name: String) throws {
    let model = try LanguageModel(folder: checkpoint(name))
    let found = model.logProbabilities(of: SequenceBatch(sequences), temperature: temperature)
    let (_, time) = found.values.shape2
    for (row, sequence) in sequences.enumerated() {
      let tokens = Tensor(sequence.tokens, shape: [1, sequence.tokens.count])
      let positions = Tensor(Array(sequence.tokens.indices), shape: [1, sequence.tokens.count])
      let hidden = model.decoder.hiddenStates(of: tokens, at: positions, .causal, cache: nil)
      let all = (model.logits(of: hidden) / temperature).logSoftmax(along: -1)
      for place in 0..<time {
        let value = Double(found.values.select(row, along: 0).floats[place])
        let isLearned = place >= max(1, sequence.completionStart) && place < sequence.tokens.count
        let due =
          isLearned
          ? all.select(0, along: 0).select(place - 1, along: 0)
            .select(sequence.tokens[place], along: 0).value : 0
        #expect(abs(value - due) < 1e-5)
      }
    }
  }

  @Test("does not change with padding, what the padding holds, or the neighbours")
  func padding() throws {
    let model = try LanguageModel(folder: checkpoint("gpt2-tied"))
    let batch = model.logProbabilities(of: SequenceBatch(sequences)).ofSequences.floats
    let padded = model.logProbabilities(
      of: SequenceBatch(sequences, paddedWith: 2, toMultipleOf: 16)
    ).ofSequences.floats
    for (row, sequence) in sequences.enumerated() {
      let alone = model.logProbabilities(of: SequenceBatch([sequence])).ofSequences.floats[0]
      #expect(abs(batch[row] - alone) < 1e-5)
      #expect(abs(padded[row] - alone) < 1e-5)
    }
  }

  @Test("reads rewards at the last real token, even where that id is the padding's")
  func rewards() throws {
    let model = try ScalarModel(folder: checkpoint("llama-reward"))
    let batch = model.rewards(of: SequenceBatch(sequences, paddedWith: 2)).floats
    for (row, sequence) in sequences.enumerated() {
      let alone = model.rewards(of: SequenceBatch([sequence])).floats[0]
      #expect(abs(batch[row] - alone) < 1e-5)
    }
  }

  @Test("gives each token the value of the state before it")
  func values() throws {
    let model = try ScalarModel(folder: checkpoint("llama-reward"))
    for (sequence, room) in [(sequences[0], 0), (sequences[2], 0), (sequences[1], 5)] {
      let start = sequence.completionStart, count = sequence.tokens.count
      let batch = SequenceBatch([sequence], minimumTime: room)
      let scores = model.scores(of: batch.tokens, at: batch.positions, .causal).floats
      let values = model.values(of: batch).floats
      for (place, value) in values.enumerated() {
        let isAsked = place > 0 && place >= start && place <= count
        let due = isAsked ? scores[place - 1] : 0
        #expect(abs(value - due) < 1e-5, "place \(place)")
      }
      #expect(values.count == max(count, room))
    }
  }
}
