extension LabelingTask {
  /// How many labelers may have a question with a known answer: as good as all.
  public static let goldOverlap = 10_000
}

extension LabelingTask.Kind {
  /// How many completions are shown together.
  var completionCounts: ClosedRange<Int> {
    switch self {
    case .ranking: 2...9
    case .pair, .chat: 2...2
    case .rating: 1...9
    case .demonstration: 0...0
    case .edit: 1...1
    }
  }
}
