import ArgumentParser
import Foundation
import Tokenizers

/// `rlhf tokenizer encode`: shows the tokens of a text.
struct TokenizerEncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode", abstract: "Prints the ids of a text, or of standard input.")

  @Option(help: ArgumentHelp("The tokenizer.", valueName: "folder"))
  var model: String

  @Flag(help: "Adds the tokens that begin and end a text.")
  var special = false

  @Flag(help: "Prints each id with its token.")
  var tokens = false

  @Argument(help: "The text.")
  var text: String?

  func run() throws {
    let tokenizer = try Tokenizer(folder: URL(fileURLWithPath: model))
    let text = try self.text ?? standardInput()
    let encoding = tokenizer.encodeWithOffsets(text, addingSpecialTokens: special)
    guard tokens else { return print(encoding.ids.map(String.init).joined(separator: " ")) }
    let bytes = Array(text.utf8)
    for (id, range) in zip(encoding.ids, encoding.offsets) {
      print("\(id)\t\(String(decoding: bytes[range], as: UTF8.self).debugDescription)")
    }
  }
}

/// `rlhf tokenizer decode`: shows the text of ids.
struct TokenizerDecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode", abstract: "Prints the text of ids, or of those on standard input.")

  @Option(help: ArgumentHelp("The tokenizer.", valueName: "folder"))
  var model: String

  @Flag(help: "Leaves out special tokens.")
  var skipSpecial = false

  @Argument(help: "The ids.")
  var ids: [Int] = []

  func run() throws {
    let tokenizer = try Tokenizer(folder: URL(fileURLWithPath: model))
    let words = try ids.isEmpty ? standardInput().split(whereSeparator: \.isWhitespace) : []
    let read = try words.map { word in
      guard let id = Int(word) else {
        throw ValidationError("‘\(word)’ is not an id; write whole numbers between spaces")
      }
      return id
    }
    print(tokenizer.decode(ids + read, skippingSpecialTokens: skipSpecial))
  }
}

/// `rlhf tokenizer inspect`: says what a tokenizer is like.
struct TokenizerInspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Says how large a tokenizer is and what its marks are.")

  @Option(help: ArgumentHelp("The tokenizer.", valueName: "folder"))
  var model: String

  func run() throws {
    let tokenizer = try Tokenizer(folder: URL(fileURLWithPath: model))
    func described(_ id: Int?) -> String {
      id.map { "\($0) \(tokenizer.token(for: $0) ?? "")" } ?? "none"
    }
    print("tokens           \(tokenizer.vocabularySize)")
    print("begins texts     \(described(tokenizer.beginningOfText))")
    print("ends texts       \(described(tokenizer.endOfText))")
    print("padding          \(described(tokenizer.padding))")
    print("special tokens   \(tokenizer.specialTokenIDs.count)")
    print("chat template    \(try tokenizer.chatTemplate() == nil ? "none" : "there is one")")
  }
}

/// All of standard input, without the line break at its end.
private func standardInput() throws -> String {
  let data = try FileHandle.standardInput.readToEnd() ?? Data()
  let text = String(decoding: data, as: UTF8.self)
  return text.hasSuffix("\n") ? String(text.dropLast()) : text
}
