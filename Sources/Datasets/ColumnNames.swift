/// The names of the columns to read, for files that call them otherwise.
public struct ColumnNames: Sendable, Codable, Hashable {
  /// What the model is asked.
  public var prompt: String
  /// What it answers.
  public var completion: String
  /// A whole conversation; with the usual name, `conversations` is read as well.
  public var messages: String
  /// Running text without a prompt.
  public var text: String
  /// The preferred of two completions.
  public var chosen: String
  /// The other of two completions.
  public var rejected: String
  /// Several completions of one prompt.
  public var completions: String
  /// The rank of each of several completions, 1 for the best.
  public var ranks: String
  /// The score of each of several completions, higher for the better.
  public var scores: String
  /// By how much the better of two completions is better.
  public var margin: String
  /// How likely it is that the better of two completions is the better one.
  public var probability: String
  /// Who judged.
  public var labeler: String
  /// Which collection the row comes from.
  public var origin: String
  /// What tells which comparisons come from one judgement.
  public var groupID: String
  /// Whether a completion is good.
  public var label: String
  /// Whether each step of a completion is right.
  public var labels: String

  /// Creates the usual names, save those that are given.
  public init(
    prompt: String = "prompt", completion: String = "completion", messages: String = "messages",
    text: String = "text", chosen: String = "chosen", rejected: String = "rejected",
    completions: String = "completions", ranks: String = "ranks", scores: String = "scores",
    margin: String = "margin", probability: String = "probability", labeler: String = "labeler",
    origin: String = "source", groupID: String = "group_id", label: String = "label",
    labels: String = "labels"
  ) {
    self.prompt = prompt
    self.completion = completion
    self.messages = messages
    self.text = text
    self.chosen = chosen
    self.rejected = rejected
    self.completions = completions
    self.ranks = ranks
    self.scores = scores
    self.margin = margin
    self.probability = probability
    self.labeler = labeler
    self.origin = origin
    self.groupID = groupID
    self.label = label
    self.labels = labels
  }

  var all: [String] {
    [
      prompt, completion, messages, messagesAlias, text, chosen, rejected, completions, ranks,
      scores, margin, probability, labeler, origin, groupID, label, labels,
    ]
  }

  /// ShareGPT's name for `messages`.
  var messagesAlias: String { messages == "messages" ? "conversations" : messages }
}
