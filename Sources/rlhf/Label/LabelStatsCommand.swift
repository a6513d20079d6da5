import ArgumentParser
import Feedback
import Foundation

/// `rlhf label stats`: says what a store tells about its own data.
struct LabelStatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Says how far labeling is and how good its data are.",
    discussion: """
      Agreement between labelers with intervals, the strength of models by Bradley–Terry, the \
      biases of place and length, and who may need help; the same as on the page /findings.
      """)

  @OptionGroup var store: StoreArgument

  @Flag(help: "Prints one JSON object instead of text.")
  var json = false

  func run() throws {
    let opened = try store.openedToRead()
    let findings = try opened.read { try FeedbackFindings($0) }
    guard json else { return print(findings.text(), terminator: "") }
    print(String(decoding: try sortedJSON(findings), as: UTF8.self))
  }
}

/// A value as JSON with sorted keys.
func sortedJSON(_ value: some Encodable) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  return try encoder.encode(value)
}
