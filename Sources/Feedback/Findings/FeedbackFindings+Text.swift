import Statistics

extension Finding {
  /// What came out, for people: `79 % (71–85 %)`, or what is missing.
  public var shownValue: String {
    switch outcome {
    case .missing(let need): need
    case .found(let reading): reading.shown(scale)
    }
  }
}

extension Reading {
  /// Returns the number with its interval.
  public func shown(_ scale: Finding.Scale) -> String {
    let number = Reading.number(value, scale)
    let unit = scale == .share ? " %" : scale == .seconds ? " s" : ""
    guard let lower, let upper else { return number + unit }
    let between = lower < 0 || upper < 0 ? " to " : "–"
    let ends = Reading.number(lower, scale) + between + Reading.number(upper, scale)
    return "\(number)\(unit) (\(ends)\(unit))"
  }

  private static func number(_ value: Double, _ scale: Finding.Scale) -> String {
    switch scale {
    case .share: decimal(value * 100, places: 0)
    case .coefficient: decimal(value, places: 2)
    case .count: decimal(value, places: 0)
    case .pValue: value < 0.001 ? "< 0.001" : decimal(value, places: 3)
    case .number, .seconds: readable(value)
    }
  }
}

extension FeedbackFindings {
  /// Returns the findings as text for a terminal, without control characters from the store.
  ///
  /// - Parameter explains: Whether each finding is followed by what it means.
  public func text(explains: Bool = true) -> String {
    var lines = [visible(projectName), ""]
    if !alarms.isEmpty {
      lines.append("Look at this")
      lines += alarms.compactMap(\.alarm).map { "  ! " + visible($0) } + [""]
    }
    for topic in topics { lines += topic.lines(explains: explains) + details(of: topic.id) + [""] }
    lines.append("Elsewhere")
    lines += ceilings.map { "  \($0.description)  \($0.between), \($0.source)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The table that goes with a topic.
  private func details(of topic: String) -> [String] {
    switch topic {
    case "progress": days.suffix(14).map(\.line)
    case "models": models.map(\.line)
    case "labelers": labelers.map(\.line)
    case "agreement":
      contestedPairs.prefix(5).map { pair in
        "  task \(pair.taskID): completion \(pair.firstID) is better than \(pair.secondID) with "
          + "\(decimal(pair.firstProbability * 100, places: 0)) % (\(pair.firstVotes) to "
          + "\(pair.secondVotes))"
      }
    default: []
    }
  }
}

extension FindingTopic {
  fileprivate func lines(explains: Bool) -> [String] {
    var lines = [title + (explains ? ": " + explanation : "")]
    for finding in findings {
      let sample = finding.sample.isEmpty ? "" : " [\(finding.sample)]"
      lines.append("  \(visible(finding.title)): \(visible(finding.shownValue))\(sample)")
      if explains { lines.append("    \(visible(finding.explanation))") }
    }
    return lines + notes.map { "  " + visible($0) }
  }
}

extension DayFindings {
  fileprivate var line: String {
    "  \(day)  \(judgementCount) judged, \(skippedCount) skipped, \(excludedCount) taken out"
      + (isJump ? "  ! a jump" : "")
  }
}

extension ModelFindings {
  fileprivate var line: String {
    "  \(rank). \(visible(name))  \(strength.shown(.coefficient))  "
      + "\(winCount) won, \(lossCount) lost, \(tieCount) tied"
  }
}

extension LabelerFindings {
  fileprivate var line: String {
    var parts = ["\(judgementCount) judged"]
    if let agreement { parts.append("agrees \(agreement.shown(.share))") }
    if let reliability { parts.append("reliability \(reliability.shown(.share))") }
    if let goldAccuracy {
      parts.append("known answers \(goldAccuracy.shown(.share)) of \(goldCount), \(goldStanding)")
    }
    if let firstShare { parts.append("first place \(firstShare.shown(.share))") }
    if let longerShare { parts.append("longer \(longerShare.shown(.share))") }
    if let medianSeconds { parts.append("\(readable(medianSeconds)) s") }
    if tooFastCount > 0 { parts.append("\(tooFastCount) too fast") }
    return "  \(visible(name)): " + parts.joined(separator: ", ")
  }
}

/// Returns a text of people or models with unseen and control characters made visible.
private func visible(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      result += "⟨U+" + String(scalar.value, radix: 16, uppercase: true) + "⟩"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
