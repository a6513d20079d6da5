import Testing
import Torch

@testable import Batches

@Suite("What a model reads of a batch")
struct UnpaddedTokensTests {
  private let prompt = [1, 2, 3, 4, 5, 6, 7, 8]

  private func after(_ prompt: [Int], _ completion: [Int]) -> TokenizedSequence {
    TokenizedSequence(tokens: prompt + completion, completionStart: prompt.count)
  }

  private func parts(_ batch: SequenceBatch) throws -> [TextLayout.Part] {
    guard case .texts(let layout) = batch.unpadded.attention else { throw Complaint() }
    return layout.parts
  }

  private struct Complaint: Error {}

  @Test("has no padding, and texts of one length side by side")
  func lengths() throws {
    let batch = SequenceBatch([
      after([11], [12, 13]), after([21], [22]), after([31], [32, 33]), after([41], []),
    ])
    #expect(batch.unpadded.tokens.integers == [41, 21, 22, 11, 12, 13, 31, 32, 33])
    #expect(batch.unpadded.positions.integers == [0, 0, 1, 0, 1, 2, 0, 1, 2])
    #expect(
      try parts(batch) == [
        .alike(count: 1, length: 1), .alike(count: 1, length: 2), .alike(count: 2, length: 3),
      ])
    let indices = rows(batch.unpadded.indices.reshaped([4, 3]))
    #expect(indices[0] == [3, 4, 5])
    #expect(indices[1].prefix(2) == [1, 2])
    #expect(indices[3].prefix(1) == [0])
  }

  @Test("has a prompt of several completions once")
  func sharedPrompts() throws {
    let sequences = [
      after(prompt, [20, 21]), after([9], [30]), after(prompt, [40]), after(prompt, []),
    ]
    let batch = SequenceBatch(sequences)
    #expect(batch.unpadded.tokens.integers == [9, 30] + prompt + [20, 21, 40])
    #expect(batch.unpadded.positions.integers == [0, 1] + Array(0..<8) + [8, 9, 8])
    #expect(
      try parts(batch) == [
        .alike(count: 1, length: 2), .branched(stem: 8, branches: [2, 1, 0]),
      ])
    #expect(UnpaddedTokens.count(of: sequences) == 13)
    let stem = Array(2..<10)
    let indices = rows(batch.unpadded.indices.reshaped([4, 10]))
    #expect(indices[0] == stem + [10, 11])
    #expect(Array(indices[2].prefix(9)) == stem + [12])
    #expect(Array(indices[3].prefix(8)) == stem)
  }

  @Test("does not share what is only the beginning of a prompt, nor a short one")
  func notShared() throws {
    let longer = after(prompt + [50], [51])
    #expect(UnpaddedTokens.count(of: [after(prompt, [50, 51]), longer]) == 20)
    #expect(UnpaddedTokens.count(of: [after([1, 2], [3]), after([1, 2], [4])]) == 6)
  }

  @Test("finds the tokens that stand at places of the batch, each once")
  func places() {
    let sequences = (0..<12).map { row in
      after(
        row % 3 == 0 ? prompt : [60 + row], Array(0...(row * 5 % 7)).map { 100 + 10 * row + $0 })
    }
    let batch = SequenceBatch(sequences)
    let real = batch.isReal.reshaped([-1]).indicesOfTrue()
    let completions = batch.isCompletion.reshaped([-1]).indicesOfTrue()
    for places in [real, completions, real.slice(0..<0, along: 0)] {
      let (wanted, indices) = batch.unpadded.read(at: places)
      func said(_ values: Tensor) -> [Int] {
        values.squeezed(0).rows(at: wanted).rows(at: indices).integers
      }
      #expect(said(batch.unpadded.tokens) == batch.tokens.reshaped([-1]).rows(at: places).integers)
      #expect(
        said(batch.unpadded.positions)
          == batch.positions.reshaped([-1]).rows(at: places).integers)
      #expect(wanted.integers == Set(wanted.integers).sorted())
    }
    let shared = batch.unpadded.read(at: real).wanted.shape1
    #expect(shared == UnpaddedTokens.count(of: sequences))
    #expect(shared < batch.tokenCount, "a prompt that several have is read once")
  }
}
