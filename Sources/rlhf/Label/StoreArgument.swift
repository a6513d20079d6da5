import ArgumentParser
import Feedback
import Foundation

/// The store that a command works on.
struct StoreArgument: ParsableArguments {
  @Argument(help: ArgumentHelp("The store.", valueName: "folder"))
  var store: String

  /// Where the store is.
  var folder: URL { URL(fileURLWithPath: store) }

  /// Opens the store to change it.
  ///
  /// - Parameter page: Where the same can be done while a server runs, if it can.
  func opened(orUse page: String? = nil) throws -> SQLiteStore {
    do {
      return try SQLiteStore.open(at: folder, access: .exclusive)
    } catch FeedbackError.storeLocked(_, let process) {
      let who = process.map { "process \($0)" } ?? "another process"
      let instead = page.map { ", or use the page \($0) of the server" } ?? ""
      throw RefusedInput(
        "the store \(displayed(folder)) is in use by \(who), probably its server; stop that one "
          + "(Ctrl-C) and run this again\(instead)")
    }
  }

  /// Opens the store to read it, also beside a running server.
  func openedToRead() throws -> SQLiteStore {
    try SQLiteStore.open(at: folder, access: .readOnly)
  }
}

/// Where labelers reach the server, for the links that are printed.
struct AddressOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("Where the server will be reached, for the link.", valueName: "url"))
  var address = "http://127.0.0.1:8080"

  func validate() throws {
    guard let url = URL(string: address), let scheme = url.scheme, url.host() != nil,
      ["http", "https"].contains(scheme)
    else {
      throw ValidationError(
        "--address is ‘\(address)’ and must be like https://labels.example.org")
    }
  }

  /// The link that lets somebody make an account.
  func link(_ token: SecretToken) -> String {
    (address.hasSuffix("/") ? String(address.dropLast()) : address) + "/join/" + token.text
  }
}
