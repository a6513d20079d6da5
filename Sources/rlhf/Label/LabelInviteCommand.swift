import ArgumentParser
import Feedback
import Foundation

/// `rlhf label invite`: makes a link with which people make accounts.
struct LabelInviteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invite", abstract: "Makes a link with which somebody makes an account.",
    discussion: """
      Whoever has the link can use it: send it as you would a key. It is shown once and not kept.
      """)

  @OptionGroup var store: StoreArgument
  @OptionGroup var address: AddressOption

  @Option(help: "labeler, adjudicator, auditor or administrator.")
  var role = Labeler.Role.labeler

  @Option(help: "How many accounts may be made with it.")
  var uses = 1

  @Option(help: "After how many days it is void.")
  var days = 7

  func validate() throws {
    for (name, value, most) in [("--uses", uses, 1000), ("--days", days, 365)]
    where !(1...most).contains(value) {
      throw ValidationError("\(name) is \(value) and must be from 1 to \(most)")
    }
  }

  func run() throws {
    let token = try AccountDesk(store: store.opened(orUse: "/people")).invite(
      role: role, allowedUses: uses, validFor: .seconds(days * 24 * 3600), by: nil)
    print(address.link(token))
    note(
      "For \(counted(uses, "account")) (\(role.rawValue)), within \(counted(days, "day")); it is "
        + "not shown again.")
  }
}
