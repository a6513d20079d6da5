/// What `rlhf doctor` has found so far: a line for each check, with what to do where it failed.
struct Examination {
  /// How many checks failed.
  private(set) var troubleCount = 0

  /// Notes something that is as it should be.
  func good(_ text: String) { print("✓ \(text)") }

  /// Notes something that is no error and worth knowing.
  func remark(_ text: String) { print("• \(text)") }

  /// Notes something that is broken.
  mutating func bad(_ text: String) {
    troubleCount += 1
    print("✗ \(text)")
  }

  /// Runs a check, whose error is what is broken.
  mutating func check<Result>(_ body: () throws -> Result) -> Result? {
    do { return try body() } catch {
      bad(sentence(about: error))
      return nil
    }
  }
}
