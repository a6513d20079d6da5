import Objectives
import Testing
import Torch

@Suite struct LengthPenaltiesTests {
  @Test("costs as much per token as it should, beyond those that are free")
  func perToken() {
    let lengths = Tensor([0, 4, 5, 9])
    expectClose(lengthPenalties(of: lengths, perToken: 0.5), [0, 2, 2.5, 4.5], within: 1e-7)
    expectClose(
      lengthPenalties(of: lengths, perToken: 0.5, freeTokens: 4), [0, 0, 0.5, 2.5], within: 1e-7)
  }

  // The numbers that TRL's test of the same function has, with its sign changed.
  @Test("grows over the buffer from nothing to 1, and no further")
  func overlong() {
    let found = overlongPenalties(
      of: Tensor([50, 80, 90, 100, 110]), maximumLength: 100, buffer: 20)
    expectClose(found, [0, 0, 0.5, 1, 1], within: 1e-7)
  }

  @Test("may build up over the whole length")
  func wholeLength() {
    let found = overlongPenalties(of: Tensor([0, 1, 4]), maximumLength: 4, buffer: 4)
    expectClose(found, [0, 0.25, 1], within: 1e-7)
  }
}
