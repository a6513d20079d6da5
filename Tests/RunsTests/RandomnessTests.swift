import Foundation
import Testing

@testable import Runs

@Suite("Random numbers")
struct RandomnessTests {
  @Test("fill the state as SplitMix64 does")
  func splitMix() {
    var generator = SplitMix64(state: 1_234_567)
    let numbers = (0..<5).map { _ in generator.next() }
    #expect(
      numbers == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test("come as xoshiro256** gives them from the state 1, 2, 3, 4")
  func xoshiro() {
    var generator = SeededGenerator(state: (1, 2, 3, 4))
    let numbers = (0..<10).map { _ in generator.next() }
    #expect(
      numbers == [
        11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
        607_988_272_756_665_600, 16_172_922_978_634_559_625, 8_476_171_486_693_032_832,
        10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
      ])
  }

  @Test("go on from a saved state")
  func savedState() throws {
    var generator = SeededGenerator(seed: 3)
    _ = generator.next()
    let saved = try JSONEncoder().encode(generator)
    var restored = try JSONDecoder().decode(SeededGenerator.self, from: saved)
    #expect((0..<5).map { _ in restored.next() } == (0..<5).map { _ in generator.next() })
  }

  @Test("below a bound are all equally likely", arguments: [1, 2, 3, 7])
  func belowBound(bound: Int) {
    var generator = SeededGenerator(seed: 1)
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<7000 { counts[generator.next(below: bound)] += 1 }
    // Five standard deviations at most.
    #expect(counts.allSatisfy { abs($0 - 7000 / bound) < 210 })
  }

  @Test("of the unit interval stay in it, with mean one half")
  func unitInterval() {
    var generator = SeededGenerator(seed: 2)
    let numbers = (0..<10_000).map { _ in generator.nextUnit() }
    #expect(numbers.allSatisfy { (0..<1).contains($0) })
    #expect(abs(numbers.reduce(0, +) / 10_000 - 0.5) < 0.015)
  }

  @Test("shuffle into an order that a seed fixes forever")
  func shuffles() {
    #expect((0..<10).shuffled(seed: 1) == [3, 6, 1, 5, 0, 9, 2, 8, 4, 7])
    #expect((0..<10).shuffled(seed: 1) != (0..<10).shuffled(seed: 2))
    #expect((0..<10).shuffled(seed: 2).sorted() == Array(0..<10))
    #expect([Int]().shuffled(seed: 1).isEmpty)
    var generator = SeededGenerator(seed: 1)
    var array = Array(0..<10)
    array.shuffle(using: &generator)
    #expect(array == (0..<10).shuffled(seed: 1))
  }

  @Test("of another purpose come from another seed")
  func derivesSeeds() {
    #expect(derivedSeed(1, "shuffle") == 8320121576696845528)
    #expect(derivedSeed(1, "shuffle") != derivedSeed(2, "shuffle"))
    #expect(derivedSeed(1, "shuffle") != derivedSeed(1, "rollout"))
  }
}
