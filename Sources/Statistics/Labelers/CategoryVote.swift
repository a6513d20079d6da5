/// What one labeler said of one unit.
public struct CategoryVote: Sendable, Codable, Equatable {
  /// The number of the unit, from 0.
  public let unit: Int
  /// The number of the labeler, from 0.
  public let labeler: Int
  /// The number of the category, from 0.
  public let category: Int

  /// Creates a vote from its parts; a labeler may vote on a unit several times.
  public init(unit: Int, labeler: Int, category: Int) {
    precondition(
      unit >= 0 && labeler >= 0 && category >= 0,
      "numbers must not be negative, are \(unit), \(labeler) and \(category)")
    self.unit = unit
    self.labeler = labeler
    self.category = category
  }
}
