import Foundation
import Objectives
import Testing

@Suite struct RunningMomentsTests {
  @Test("knows mean and unbiased deviation by hand")
  func byHand() {
    var moments = RunningMoments()
    moments.add([1, 2])
    moments.add([3, 6])
    #expect(moments.count == 4)
    #expect(abs(moments.mean - 3) < 1e-12)
    #expect(abs(moments.deviation - (14.0 / 3).squareRoot()) < 1e-12)
  }

  @Test("does not depend on how values came in, even far from zero", arguments: [0.0, 1e8])
  func splits(offset: Double) {
    let values = (0..<30).map { offset + sin(Double($0)) }
    var whole = RunningMoments()
    whole.add(values)
    var parts = RunningMoments()
    for start in stride(from: 0, to: 30, by: 7) {
      parts.add(Array(values[start..<min(start + 7, 30)]))
      parts.add([])
    }
    #expect(parts.count == 30)
    #expect(abs(parts.mean - whole.mean) < 1e-7)
    #expect(abs(parts.deviation - whole.deviation) < 1e-7)
  }

  @Test("brings what it has seen to mean 0 and deviation 1, or only to the latter")
  func scaling() {
    var moments = RunningMoments()
    moments.add([2, 4, 6])
    #expect(moments.scaled([2, 4, 6], shiftingMean: true) == [-1, 0, 1])
    #expect(moments.scaled([2, 4, 6], shiftingMean: false) == [1, 2, 3])
  }

  @Test("divides by nothing where values do not vary, whatever rounding says")
  func constant() {
    var moments = RunningMoments()
    moments.add([0.1, 0.1, 0.1])
    moments.add([0.1, 0.1, 0.1, 0.1])
    #expect(moments.scaled([0.1], shiftingMean: false) == [0.1])
    #expect(RunningMoments().scaled([0.1, 3], shiftingMean: true) == [0.1, 3])
  }

  @Test("comes back from JSON bit for bit")
  func coding() throws {
    var moments = RunningMoments()
    moments.add([0.1, 1 / 3, 1e-7])
    let data = try JSONEncoder().encode(moments)
    #expect(try JSONDecoder().decode(RunningMoments.self, from: data) == moments)
  }
}
