import Testing

@testable import Statistics

@Suite("The published agreement of people")
struct HumanCeilingsTests {
  @Test("is printed as published")
  func printed() {
    #expect(
      HumanCeilings.all.map(\.description) == [
        "72.6 ± 1.5 %", "77.3 ± 1.3 %", "69.6 ± 0.9 %", "77 ± 2 %", "73 ± 4 %", "63 %", "81 %",
        "63 %", "85 %", "72–83 %", "79.4–89.8 %", "66 %", "94 %", "κ 0.54",
      ])
  }

  @Test("says where it is from and who was compared")
  func sources() {
    for figure in HumanCeilings.all {
      #expect(figure.source.contains("arXiv:") && !figure.between.isEmpty)
      #expect(figure.range?.contains(figure.value) ?? true)
    }
  }
}
