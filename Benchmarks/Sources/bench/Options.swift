/// What the command line asks for.
struct Options {
  static let help = """
    Measures swift-rlhf on this machine: Benchmarks/run [--rounds n] [--write] [--note text]

      --rounds n    how often each thing is measured, after one round that is not counted (5)
      --write       write the figures to docs/benchmarks.md
      --note text   a sentence for that page, as: The machine was busy.
    """

  var rounds = 5
  var writes = false
  var note: String?
  var wantsHelp = false

  /// The page, for a program that is started at the root of the repository.
  let page = "docs/benchmarks.md"

  init(_ arguments: some Sequence<String>) throws {
    var rest = arguments.makeIterator()
    while let argument = rest.next() {
      switch argument {
      case "--write": writes = true
      case "--help", "-h": wantsHelp = true
      case "--note": note = try Options.value(after: argument, in: &rest)
      case "--rounds":
        let value = try Options.value(after: argument, in: &rest)
        guard let count = Int(value), count > 0 else {
          throw OptionError("--rounds is ‘\(value)’ and must be a whole number of at least 1")
        }
        rounds = count
      default: throw OptionError("‘\(argument)’ is not known; see Benchmarks/run --help")
      }
    }
  }

  private static func value(
    after option: String, in rest: inout some IteratorProtocol<String>
  ) throws -> String {
    guard let value = rest.next() else { throw OptionError("\(option) needs a value") }
    return value
  }
}

/// What is wrong with the command line, in one sentence.
struct OptionError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
