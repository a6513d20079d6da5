public import Datasets

/// What models wrote on the same prompts, side by side.
public struct SampleSheet: Sendable, Equatable {
  /// A prompt with what was written on it.
  public struct Row: Sendable, Equatable {
    /// What was asked.
    public var prompt: Content
    /// What was written; the first is what the others are compared with.
    public var replies: [Reply]
    /// What was written between, folded away.
    public var between: [Reply]

    /// Creates a row.
    public init(prompt: Content, replies: [Reply], between: [Reply] = []) {
      self.prompt = prompt
      self.replies = replies
      self.between = between
    }
  }

  /// What was written once.
  public struct Reply: Sendable, Equatable {
    /// Who wrote it, and when.
    public var name: String
    /// What was written.
    public var text: String
    /// How good it truly is, by a judge that nothing was trained on.
    public var gold: Double?
    /// The reward that was trained on.
    public var reward: Double?
    /// How far it is from the reference, in nats.
    public var kl: Double?
    /// How long it is.
    public var tokenCount: Int?
    /// Whether it ended by itself; nil where nobody knows.
    public var isFinished: Bool?
    /// Which colour its run's curves have.
    public var colorIndex: Int?

    /// Creates a reply.
    public init(
      _ name: String, _ text: String, gold: Double? = nil, reward: Double? = nil,
      kl: Double? = nil, tokenCount: Int? = nil, isFinished: Bool? = nil, colorIndex: Int? = nil
    ) {
      self.name = name
      self.text = text
      self.gold = gold
      self.reward = reward
      self.kl = kl
      self.tokenCount = tokenCount
      self.isFinished = isFinished
      self.colorIndex = colorIndex
    }
  }

  /// The prompts.
  public var rows: [Row]
  /// What a reader should know of them.
  public var note: String

  /// Creates a sheet.
  public init(rows: [Row], note: String = "") {
    self.rows = rows
    self.note = note
  }
}

extension SampleSheet.Row {
  /// What a reader can choose rows by.
  enum Trait: String, CaseIterable {
    case better, worse, hacked, cut, alike

    /// What it means.
    var words: String {
      switch self {
      case .better: "true score rose"
      case .worse: "true score fell"
      case .hacked: "reward rose, true score fell"
      case .cut: "cut off at the length limit"
      case .alike: "nothing changed"
      }
    }
  }

  /// Which traits it has, from the first reply to the last.
  var traits: [Trait] {
    guard let first = replies.first, let last = replies.last, replies.count > 1 else { return [] }
    let gold = change(first.gold, last.gold)
    let reward = change(first.reward, last.reward)
    return Trait.allCases.filter { trait in
      switch trait {
      case .better: gold > 0
      case .worse: gold < 0
      case .hacked: gold < 0 && reward > 0
      case .cut: replies.contains { $0.isFinished == false }
      case .alike: first.text.utf8.elementsEqual(last.text.utf8)
      }
    }
  }

  private func change(_ first: Double?, _ last: Double?) -> Double {
    guard let first, let last, first.isFinite, last.isFinite else { return 0 }
    return last - first
  }
}
