/// Different texts, numbered as they come, and which of them are alike.
struct TextClusters: Sendable {
  /// From which similarity on two texts are of one cluster.
  let threshold: Double
  private var numbers: [UInt64: Int] = [:]
  private var index = SketchIndex()
  private var parents: [Int] = []

  init(threshold: Double = 0.8) {
    precondition((0.5...1).contains(threshold), "the threshold must be in 0.5...1, is \(threshold)")
    self.threshold = threshold
  }

  /// How many different texts there are.
  var count: Int { parents.count }

  /// Returns the number of a text, and whether it is a new one.
  mutating func number(of text: ExaminedText) -> (number: Int, isNew: Bool) {
    if let number = numbers[text.key] { return (number, false) }
    let number = parents.count
    numbers[text.key] = number
    parents.append(number)
    let sketch = TextSketch(text.words)
    var alike: [Int] = []
    let keys = sketch.bandKeys
    index.forEachCandidate(for: keys) { entry in
      let root = root(of: entry)
      if !alike.contains(root), sketch.similarity(to: index.sketches[entry]) >= threshold {
        alike.append(root)
      }
    }
    index.add(sketch, keys)
    for root in alike { unite(root, number) }
    return (number, true)
  }

  /// Returns the first text of a text's cluster.
  func root(of number: Int) -> Int {
    var number = number
    while parents[number] != number { number = parents[number] }
    return number
  }

  /// The earlier root stays, so that a cluster is named for its first text.
  private mutating func unite(_ first: Int, _ second: Int) {
    let (a, b) = (root(of: first), root(of: second))
    parents[max(a, b)] = min(a, b)
    // Short paths, or a long chain of alike texts would be slow.
    parents[first] = min(a, b)
    parents[second] = min(a, b)
  }
}
