/// Texts that came one after another, each of which can be asked for its like among the earlier.
///
/// Two texts are alike when they share most of their runs of five characters, whatever their case,
/// punctuation and spaces: Jaccard's index, estimated from a sample of 128 (exact for texts up to
/// about 130 characters) and found by MinHash with banding. The same texts in the same order give
/// the same answers on every machine.
///
/// Texts without letters or digits are like none.
public struct NearDuplicateIndex<Key: Sendable>: Sendable {
  /// A text that is like another.
  public struct Match: Sendable {
    /// The key under which it was inserted.
    public let key: Key
    /// What share of all their runs of characters both have; in `0...1`.
    public let similarity: Double
  }

  /// From which similarity on two texts are alike.
  public let threshold: Double
  private var index = SketchIndex()
  private var keys: [Key] = []

  /// Creates an index without texts.
  ///
  /// - Parameter threshold: From which similarity on two texts are alike; in `0.5...1`, for less
  ///   alike ones would often not be found.
  public init(threshold: Double = 0.8) {
    precondition((0.5...1).contains(threshold), "the threshold must be in 0.5...1, is \(threshold)")
    self.threshold = threshold
  }

  /// How many texts were inserted.
  public var count: Int { keys.count }

  /// Inserts a text, and returns the most similar one among the earlier, if any is alike.
  ///
  /// Among equally similar ones the earliest counts.
  @discardableResult
  public mutating func insert(_ text: String, key: Key) -> Match? {
    let sketch = TextSketch(text)
    let bandKeys = sketch.bandKeys
    let match = nearest(to: sketch, bandKeys)
    index.add(sketch, bandKeys)
    keys.append(key)
    return match
  }

  /// Returns the most similar text, if any is alike.
  public func nearest(to text: String) -> Match? {
    let sketch = TextSketch(text)
    return nearest(to: sketch, sketch.bandKeys)
  }

  private func nearest(to sketch: TextSketch, _ bandKeys: [UInt64]) -> Match? {
    var best: (entry: Int, similarity: Double)?
    var seen: Set<Int> = []
    index.forEachCandidate(for: bandKeys) { entry in
      guard seen.insert(entry).inserted else { return }
      let similarity = sketch.similarity(to: index.sketches[entry])
      guard similarity >= threshold else { return }
      if let found = best {
        let isBetter =
          similarity > found.similarity
          || (similarity == found.similarity && entry < found.entry)
        if isBetter { best = (entry, similarity) }
      } else {
        best = (entry, similarity)
      }
    }
    return best.map { Match(key: keys[$0.entry], similarity: $0.similarity) }
  }
}

/// Returns for each text the number of its cluster, which is the index of the cluster's first text.
///
/// Texts that are alike, as `NearDuplicateIndex` has it, are of one cluster, and so are those that
/// are both like a third. Texts that differ only in spaces, unseen or composed characters always
/// are.
///
/// - Parameters:
///   - texts: The texts, such as prompts that are to be split into parts that share nothing.
///   - threshold: From which similarity on two texts are alike; in `0.5...1`.
public func promptClusters(of texts: [String], threshold: Double = 0.8) -> [Int] {
  var clusters = TextClusters(threshold: threshold)
  let numbers = texts.map { clusters.number(of: ExaminedText($0)).number }
  var firstIndex: [Int: Int] = [:]
  return numbers.enumerated().map { index, number in
    let root = clusters.root(of: number)
    let first = firstIndex[root] ?? index
    firstIndex[root] = first
    return first
  }
}
