/// What holds for the rows of a table, for the store in memory; an SQLite file has the same rules
/// in its schema, and the tests hold both to them.
struct TableRules: Sendable {
  /// Columns whose values together are those of one row only.
  var unique: [[String]] = []
  /// Which table's numbers a column holds.
  var references: [String: String] = [:]
  /// Columns that an update leaves as they are.
  var frozen: [String] = []
  /// The least value of a column.
  var minimums: [String: Double] = [:]
  /// Whether there is only ever one row.
  var isSingle = false
  /// Columns that are compared without regard to the case of a–z.
  var ignoresCase: Set<String> = []

  /// Returns the rules of a table.
  static func of(_ table: String) -> TableRules { all[table] ?? TableRules() }

  private static let all: [String: TableRules] = people.merging(work) { first, _ in first }

  private static let people: [String: TableRules] = [
    "settings": TableRules(
      minimums: [
        "undoCount": 0, "shortestLeaseSeconds": 1, "longestLeaseSeconds": 1, "goldEvery": 0,
        "validationThousandths": 0, "testThousandths": 0,
      ], isSingle: true),
    "labeler": TableRules(unique: [["handle"]], ignoresCase: ["handle"]),
    "credential": TableRules(unique: [["labelerID"]], references: ["labelerID": "labeler"]),
    "invitation": TableRules(
      unique: [["tokenHash"]], references: ["authorID": "labeler"],
      minimums: ["allowedUses": 1, "uses": 0]),
    "session": TableRules(unique: [["tokenHash"]], references: ["labelerID": "labeler"]),
    "guideline": TableRules(
      unique: [["version"]], references: ["authorID": "labeler"], minimums: ["version": 1]),
    "event": TableRules(unique: [["hash"]], references: ["actorID": "labeler"]),
    "export": TableRules(references: ["lastEventID": "event"], minimums: ["rowCount": 0]),
    "quality_tag": TableRules(references: ["authorID": "labeler"]),
  ]

  private static let work: [String: TableRules] = [
    "prompt": TableRules(unique: [["sha256"]], references: ["authorID": "labeler"]),
    "completion": TableRules(
      references: ["promptID": "prompt", "parentID": "completion", "authorID": "labeler"],
      frozen: ["text", "sha256", "promptID", "origin", "authorID", "modelHash"]),
    "reward_score": TableRules(references: ["completionID": "completion"]),
    "batch": TableRules(minimums: ["round": 0]),
    "task": TableRules(
      references: ["batchID": "batch", "promptID": "prompt"],
      frozen: ["batchID", "promptID", "kind", "completionIDs"],
      minimums: ["requiredOverlap": 1, "selectionProbability": 0]),
    "assignment": TableRules(
      unique: [["taskID", "labelerID"]],
      references: ["taskID": "task", "labelerID": "labeler", "guidelineID": "guideline"],
      frozen: ["taskID", "labelerID", "order", "orderSeed"],
      minimums: ["activeMilliseconds": 0]),
    "draft": TableRules(unique: [["assignmentID"]], references: ["assignmentID": "assignment"]),
    "judgement": TableRules(
      unique: [["idempotencyKey"], ["assignmentID", "revision"]],
      references: ["assignmentID": "assignment", "writtenCompletionID": "completion"],
      minimums: ["revision": 1, "activeMilliseconds": 0]),
    "adjudication": TableRules(references: ["taskID": "task", "adjudicatorID": "labeler"]),
  ]
}
