import ArgumentParser
import Feedback
import Foundation
import Runs

/// `rlhf label init`: makes a store.
struct LabelInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Makes a store, and a link for its administrator.",
    discussion: """
      There is no account in a new store, and no way in but the link that is printed: it is good \
      for one account and for 24 hours. `rlhf label invite FOLDER --role administrator` makes \
      another.
      """)

  @OptionGroup var store: StoreArgument
  @OptionGroup var address: AddressOption

  @Option(help: "The project's name, shown on every page.")
  var name: String?

  @Option(help: ArgumentHelp("What labelers are asked to do, in Markdown.", valueName: "file"))
  var guideline: String?

  func run() throws {
    let now = Timestamp.now()
    let settings = ProjectSettings(
      name: name ?? store.folder.standardizedFileURL.lastPathComponent, splitSalt: newSecret(),
      createdAt: now)
    try EditableSettings(settings).validate()
    let text = try guideline.map(readText) ?? firstGuideline
    let made = try SQLiteStore.create(
      at: store.folder, settings: settings, guideline: text, now: now)
    let token = try AccountDesk(store: made).invite(
      role: .administrator, allowedUses: 1, validFor: .seconds(24 * 3600), by: nil)
    let folder = displayed(store.folder)
    print(
      """
      The store is in \(folder). Next:
      1. Bring in what is to be judged:
           rlhf label import \(folder) FILE.jsonl
      2. Start the server:
           rlhf label serve \(folder)
      3. Open this link, which makes the administrator's account; it works once, for 24 hours:
           \(address.link(token))
      """)
  }

  private func readText(_ path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path),
      let text = String(validating: data, as: UTF8.self)
    else { throw RefusedInput("\(path) cannot be read as text in UTF-8; check the path") }
    return text
  }
}

/// 256 random bits, in hexadecimal digits.
private func newSecret() -> String {
  var generator = SystemRandomNumberGenerator()
  return (0..<4).map { _ in
    let digits = String(generator.next(), radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }.joined()
}
