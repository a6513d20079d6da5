import Datasets

/// A line of an export, with what is checked and counted of it.
struct ExportedRow {
  let line: String
  let answer: ExportedAnswer
}

/// Makes the rows of a format out of answers.
struct RowMaker {
  let contents: StoreContents
  let format: ExportFormat
  let filter: ExportFilter
  /// Which completions were preferred to which, for the format that needs more than one answer.
  let evidence: PreferenceEvidence

  /// What came of an answer.
  enum Outcome {
    case rows([String])
    case excluded(ExclusionReason)
  }

  /// Returns the rows of an answer, or why it has none.
  ///
  /// - Throws: `UnwritableRow` for a text that would not read back.
  func rows(of answer: ExportedAnswer) throws -> Outcome {
    switch format {
    case .standard, .conversational: try pairs(of: answer)
    case .rankings: try ranking(of: answer)
    case .unpaired: try labels(of: answer)
    case .sft: try demonstrations(of: answer)
    case .edits: try corrections(of: answer)
    }
  }

  var shape: RowShape {
    switch format {
    case .standard: .text
    case .conversational: .turns
    case .unpaired, .rankings, .sft, .edits: filter.writesTranscripts ? .text : .asStored
    }
  }

  /// The columns that all rows of an answer have; for comparisons and rankings `labeler` and
  /// `group_id` are part of the row itself.
  func columns(of answer: ExportedAnswer) -> [String: ColumnValue] {
    var columns: [String: ColumnValue] = [
      "split": .text(answer.prompt.split.rawValue), "task_id": .integer(answer.task.id.number),
    ]
    switch answer.origin {
    case .judgement(let id): columns["judgement_id"] = .integer(id.number)
    case .adjudication(let id): columns["adjudication_id"] = .integer(id.number)
    case .majority: columns["judgement_count"] = .integer(Int64(answer.labelers.count))
    }
    if let version = answer.guidelineID.flatMap({ contents.guidelines[$0] })?.version {
      columns["guideline_version"] = .integer(Int64(version))
    }
    return columns
  }

  /// The columns of rows that are neither comparisons nor rankings.
  func ownColumns(of answer: ExportedAnswer) -> [String: ColumnValue] {
    var columns = columns(of: answer)
    columns["group_id"] = .text(answer.groupID)
    if let labeler = answer.labeler { columns["labeler"] = .text(labeler) }
    return columns
  }

  /// Returns in which place a completion was shown, from 1.
  func position(_ id: Identifier<StoredCompletion>, in answer: ExportedAnswer) -> Int64? {
    answer.order.firstIndex(of: id).map { Int64($0) + 1 }
  }
}
