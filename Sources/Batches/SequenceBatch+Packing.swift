import Datasets
public import Torch

extension SequenceBatch {
  /// Puts several documents into each row, none of which sees another.
  ///
  /// The first token of a document is never learned: nothing of its own document stands before it.
  ///
  /// - Parameter rows: The documents of each row; see `packed(_:intoRowsOf:)`.
  public init(
    packing rows: [[TokenizedSequence]], paddedWith padding: Int = 0, on device: Device = .cpu
  ) {
    let lengths = rows.map { $0.reduce(0) { $0 + $1.tokens.count } }
    let time = lengths.max() ?? 0
    var ids: [Int] = []
    var places: [Int] = []
    var learned: [Bool] = []
    var documents: [Int] = []
    for row in rows {
      for (index, document) in row.enumerated() {
        ids += document.tokens
        places += document.tokens.indices
        learned += document.tokens.indices.map { $0 > 0 && $0 >= document.completionStart }
        documents += Array(repeating: index, count: document.tokens.count)
      }
      let rest = time - row.reduce(0) { $0 + $1.tokens.count }
      ids += Array(repeating: padding, count: rest)
      places += Array(0..<rest)
      learned += Array(repeating: false, count: rest)
      // The padding is a document of its own: it sees itself, and nobody sees it.
      documents += Array(repeating: row.count, count: rest)
    }
    let shape = [rows.count, time]
    let document = Tensor(documents, shape: shape, on: device)
    let isSame = document.unsqueezed(2) .== document.unsqueezed(1)
    let isBefore = Tensor.ones([time, time], .bool, on: device).lowerTriangle()
    self.init(
      tokens: Tensor(ids, shape: shape, on: device),
      positions: Tensor(places, shape: shape, on: device),
      isReal: Tensor(
        lengths.flatMap { end in (0..<time).map { $0 < end } }, shape: shape, on: device),
      isCompletion: Tensor(learned, shape: shape, on: device),
      attention: .allowed((isSame .&& isBefore).unsqueezed(1)), lengths: lengths,
      sources: rows.flatMap { $0.compactMap(\.source) })
  }
}

/// Groups documents into rows of at most `length` tokens, longest first into the fullest row where
/// each fits (best-fit decreasing).
///
/// - Returns: Rows in the order of their first document in `documents`.
public func packed(
  _ documents: [TokenizedSequence], intoRowsOf length: Int
) -> [[TokenizedSequence]] {
  let order = documents.indices.sorted {
    (documents[$1].tokens.count, $0) < (documents[$0].tokens.count, $1)
  }
  var rows: [(room: Int, members: [Int])] = []
  // Rows by the room they have left, so that the best fit is found without a search.
  var withRoom = [[Int]](repeating: [], count: length + 1)
  for index in order {
    let size = documents[index].tokens.count
    precondition(size <= length, "a document of \(size) tokens does not fit into \(length)")
    if let room = (size...length).first(where: { !withRoom[$0].isEmpty }) {
      let row = withRoom[room].removeLast()
      rows[row].room -= size
      rows[row].members.append(index)
      withRoom[rows[row].room].append(row)
    } else {
      rows.append((length - size, [index]))
      withRoom[length - size].append(rows.count - 1)
    }
  }
  return rows.map { $0.members.sorted() }.sorted { ($0.first ?? 0) < ($1.first ?? 0) }
    .map { row in row.map { documents[$0] } }
}
