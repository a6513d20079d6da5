import Datasets

extension Content {
  /// All that is said in it, without the roles.
  var plainText: String {
    switch self {
    case .text(let text): text
    case .messages(let turns): turns.map(\.content).joined(separator: "\n")
    }
  }
}
