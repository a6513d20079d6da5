/// The tokens of a model and those added to it, by id and by text.
struct Vocabulary: Sendable {
  /// The text of each token as the file writes it; nil where no token has the id.
  private(set) var texts: [[UInt8]?] = []
  private var ids: [[UInt8]: Int32] = [:]

  init(capacity: Int) {
    texts.reserveCapacity(capacity)
    ids.reserveCapacity(capacity)
  }

  /// Highest id + 1.
  var count: Int { texts.count }

  mutating func add(_ text: [UInt8], id: Int) {
    while texts.count <= id { texts.append(nil) }
    texts[id] = text
    ids[text] = Int32(id)
  }

  func text(of id: Int) -> [UInt8]? { texts.indices.contains(id) ? texts[id] : nil }

  func id(of text: [UInt8]) -> Int? { ids[text].map(Int.init) }
}
