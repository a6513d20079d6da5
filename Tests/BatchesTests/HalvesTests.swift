import Batches
import Testing
import Torch

@Suite("Halves of rows")
struct HalvesTests {
  @Test("weigh about the same, and keep the order within each")
  func balance() {
    let sizes = [9, 1, 8, 2, 7, 3, 6, 4]
    let (first, second) = sizes.halves(size: { $0 })
    #expect(first.reduce(0, +) == 20 && second.reduce(0, +) == 20)
    #expect((first + second).sorted() == sizes.sorted())
    for half in [first, second] { #expect(half == sizes.filter(half.contains)) }
  }

  @Test("keep groups together, and rows of none apart from each other")
  func groups() {
    let rows = [("a", 1), ("b", 1), ("a", 1), (nil, 1), ("b", 1), (nil, 1)]
    let (first, second) = rows.halves(size: \.1, group: \.0)
    for half in [first, second] {
      #expect(half.count == 3)
      let names = half.compactMap(\.0)
      #expect(Set(names).count == 1 && names.count == 2)
    }
    #expect([1, 2, 3].halves(size: { $0 }, group: { _ in "one" }).1.isEmpty)
    #expect([5].halves(size: { $0 }) == ([5], []))
  }

  @Test("answers come in the order of the rows, so many at a time", arguments: [1, 2, 3, 7, 9])
  func order(rowsPerPass: Int) {
    let rows = Array(0..<7)
    let found = answers(of: rows, rowsPerPass: rowsPerPass, on: .cpu) { part in
      #expect(part.count <= rowsPerPass)
      return part
    }
    #expect(found.flatMap(\.self) == rows)
  }
}
