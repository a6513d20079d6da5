import Batches
import Datasets
import Objectives
import Runs
import Scoring
import Testing
import Torch

@testable import Training

@Suite("Reward shaping")
struct RewardShapingTests {
  /// Episodes with completions of the given lengths.
  private func episodes(_ lengths: [Int], isFinished: [Bool]) -> [Episode] {
    zip(lengths, isFinished).map { length, isFinished in
      Episode(
        prompt: Prompt(.text("")), completion: "",
        sequence: TokenizedSequence(
          tokens: Array(repeating: 5, count: 3 + length), completionStart: 3),
        isFinished: isFinished)
    }
  }

  private func paid(
    _ shaping: RewardShaping, _ scores: [Double], penalty: Double = 0
  ) -> [Float] {
    shaping.penalized(
      scores, of: episodes([2, 6, 8], isFinished: [true, true, false]), maximumLength: 8,
      missingEndPenalty: penalty, on: .cpu
    ).floats
  }

  @Test("does nothing unless told")
  func neutral() {
    var moments: RunningMoments?
    #expect(RewardShaping().normalized([1, -30, 0.5], &moments) == [1, -30, 0.5])
    #expect(moments == nil)
    #expect(paid(RewardShaping(), [1, -30, 0.5]) == [1, -30, 0.5])
  }

  @Test("takes off the price of a missing end, or puts it in the score's place")
  func missingEnd() {
    var shaping = RewardShaping()
    #expect(paid(shaping, [1, 2, 5], penalty: 1.5) == [1, 2, 3.5])
    shaping.replacesUnfinished = true
    #expect(paid(shaping, [1, 2, 5], penalty: 1.5) == [1, 2, -1.5])
  }

  @Test("takes off what length costs, and more near to the limit")
  func lengths() {
    var shaping = RewardShaping()
    shaping.lengthPenalty = 0.5
    #expect(paid(shaping, [0, 0, 0]) == [-1, -3, -4])
    shaping.freeLength = 4
    #expect(paid(shaping, [0, 0, 0]) == [0, -1, -2])
    shaping.lengthPenalty = 0
    shaping.overlongBuffer = 4
    shaping.overlongPenalty = 3
    #expect(paid(shaping, [0, 0, 0]) == [0, -1.5, -3])
  }

  @Test("clips scores of either sign after they were normalized")
  func clipping() {
    var shaping = RewardShaping()
    var moments: RunningMoments?
    shaping.scoreLimit = 2
    #expect(shaping.normalized([1, -30, 7], &moments) == [1, -2, 2])
    shaping.scoreLimit = 0.5
    shaping.normalization = .rollout
    #expect(shaping.normalized([2, 4, 6], &moments) == [-0.5, 0, 0.5])
    #expect(moments == nil, "a rollout by itself leaves no trace")
  }

  @Test("normalizes by all scores so far, those of the rollout among them")
  func running() {
    var shaping = RewardShaping()
    var moments: RunningMoments?
    shaping.normalization = .running
    #expect(shaping.normalized([2, 4, 6], &moments) == [-1, 0, 1])
    _ = shaping.normalized([10, 10, 10], &moments)
    #expect(moments?.count == 6)
    #expect(moments?.mean == 7)
    shaping.normalization = .runningScale
    var scale: RunningMoments?
    #expect(shaping.normalized([2, 4, 6], &scale) == [1, 2, 3])
  }

  @Test("refuses what makes no sense or has no effect")
  func validation() throws {
    func refuses(_ change: (inout RewardShaping) -> Void) {
      var shaping = RewardShaping()
      change(&shaping)
      #expect(throws: ConfigurationError.self) { try shaping.validate(maximumLength: 8) }
    }
    try RewardShaping().validate(maximumLength: 8)
    refuses { $0.scoreLimit = -1 }
    refuses { $0.lengthPenalty = -1 }
    refuses { $0.freeLength = 3 }
    refuses { $0.overlongBuffer = 9 }
    refuses { $0.overlongPenalty = 0.5 }
  }
}
