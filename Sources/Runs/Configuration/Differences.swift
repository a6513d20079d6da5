/// A value that two trees do not agree on; nil where one does not have it.
struct TreeDifference {
  var path: [String]
  var from: ConfigurationTree?
  var to: ConfigurationTree?
}

extension ConfigurationTree {
  /// Returns the values that differ from another tree's, as snake-case paths.
  func differences(from other: ConfigurationTree?, at path: [String] = []) -> [TreeDifference] {
    guard case .object(let mine, let kind) = self, case .object(let theirs, _) = other,
      kind != .choice
    else { return self == other ? [] : [TreeDifference(path: path, from: other, to: self)] }
    return Set(mine.keys).union(theirs.keys).sorted().flatMap { key in
      let inner = path + [kind == .dictionary ? key : snakeCase(key)]
      return mine[key]?.differences(from: theirs[key], at: inner)
        ?? [TreeDifference(path: inner, from: theirs[key], to: nil)]
    }
  }

  /// Returns the path of a key that another tree, made by decoding this one, does not have.
  func keyIgnored(in decoded: ConfigurationTree, at path: [String] = []) -> [String]? {
    switch (self, decoded) {
    case (.object(let mine, _), .object(let theirs, let kind)):
      for (key, value) in mine.sorted(by: { $0.key < $1.key }) where value != .null {
        let inner = path + [kind == .dictionary ? key : snakeCase(key)]
        guard let other = theirs[key] else { return inner }
        if let ignored = value.keyIgnored(in: other, at: inner) { return ignored }
      }
      return nil
    case (.list(let mine), .list(let theirs)):
      return zip(mine, theirs).lazy.compactMap { $0.keyIgnored(in: $1, at: path) }.first
    default: return nil
    }
  }
}
