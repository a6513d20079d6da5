import Datasets
import Testing

@Suite("A split")
struct SplitTests {
  /// A hundred prompts with one to four rows each.
  private let rows = (0..<100).flatMap { prompt in
    (0...(prompt % 4)).map { index in
      Demonstration(prompt: .text("prompt \(prompt)"), completion: .text("\(index)"))
    }
  }

  @Test(
    "has no prompt on both sides, and loses no row", arguments: [0.0, 0.1, 0.5, 0.9, 1.0], 0..<5)
  func law(fraction: Double, seed: UInt64) {
    let split = split(rows, heldOutFraction: fraction, seed: seed)
    let (training, heldOut) = (Set(split.training.map(\.prompt)), Set(split.heldOut.map(\.prompt)))
    #expect(training.isDisjoint(with: heldOut))
    #expect(Set(split.training + split.heldOut) == Set(rows))
    #expect(split.training.count + split.heldOut.count == rows.count)
    let wantedCount = Int((Double(rows.count) * fraction).rounded())
    #expect(((wantedCount - 3)...wantedCount).contains(split.heldOut.count))
  }

  @Test("keeps the order of the rows on each side")
  func order() {
    let split = split(Array(0..<1000), heldOutFraction: 0.3, seed: 1) { .text("\($0)") }
    #expect(split.training == split.training.sorted())
    #expect(split.heldOut == split.heldOut.sorted())
    #expect(split.heldOut.count == 300)
  }

  /// These positions must never change, or old runs could not be repeated.
  ///
  /// Equivalent Python: FNV-1a of `str(i).encode() + b"\xff"`, plus eight times SplitMix64's
  /// increment, through its finalizer; the five least of twenty.
  @Test("holds out the same rows on every machine")
  func pinned() {
    let split = split(Array(0..<20), heldOutFraction: 0.25, seed: 7) { .text("\($0)") }
    #expect(split.heldOut == [5, 6, 15, 16, 17])
  }

  @Test("holds out the same prompts in whatever order the rows are, and others for another seed")
  func determinism() {
    let rows = (0..<1000).map { Demonstration(prompt: .text("\($0)"), completion: .text("x")) }
    func heldOut(_ rows: [Demonstration], _ seed: UInt64) -> Set<Demonstration> {
      Set(split(rows, heldOutFraction: 0.2, seed: seed).heldOut)
    }
    #expect(heldOut(rows, 3) == heldOut(rows.reversed(), 3))
    let common = heldOut(rows, 3).intersection(heldOut(rows, 4)).count
    // By chance 40 of 200 are common, give or take 6.
    #expect((15...65).contains(common))
  }

  @Test("holds nothing out where all rows have one prompt")
  func onePrompt() {
    let split = split(Array(0..<10), heldOutFraction: 0.5, seed: 0) { _ in .text("same") }
    #expect(split.heldOut.isEmpty)
    #expect(split.training.count == 10)
  }

  @Test("of no rows is empty")
  func empty() {
    let split = split([Prompt](), heldOutFraction: 0.5, seed: 0)
    #expect(split.training.isEmpty && split.heldOut.isEmpty)
  }

  @Test("cannot hold out more than all")
  func precondition() async {
    await #expect(processExitsWith: .failure) {
      _ = split([Prompt](), heldOutFraction: 1.5, seed: 0)
    }
  }
}
