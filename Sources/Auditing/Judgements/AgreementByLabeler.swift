import Statistics

/// Finds labelers who agree with the others less than those do among themselves, over all and in
/// each language.
///
/// The intervals are widened for the number of labelers that are looked at (Bonferroni), so that
/// among many somebody is not found by chance.
struct AgreementByLabeler: Check {
  let name = "labeler-agreement"

  /// With fewer prompts in common, nothing is said of a labeler.
  static let fewestPrompts = 20

  mutating func examine(_ row: ExaminedRow) {}

  func conclude(_ conclusions: inout Conclusions) {
    let ledger = conclusions.ledger
    guard !ledger.labelers.list.isEmpty else {
      return conclusions.leaveOut(self, because: "no row says who judged (column 'labeler')")
    }
    let agreements = conclusions.repeatedPairs.flatMap(labelerAgreements)
    guard !agreements.isEmpty else {
      return conclusions.leaveOut(self, because: "no pair was judged by two labelers")
    }
    var languages = Set(agreements.map(\.language)).sorted()
    if languages.count == 1 { languages = [] }
    report(agreements, in: nil, cells(of: agreements), &conclusions)
    for language in languages where language >= 0 {
      let spoken = agreements.filter { $0.language == language }
      let name = ledger.languages.shownName(language)
      report(spoken, in: name, cells(of: spoken), &conclusions)
    }
    if ledger.languages.list.isEmpty {
      conclusions.leaveOut(self, because: "by language: no row names one (column 'language')")
    }
  }

  /// Returns the labelers of whom enough is known.
  private func cells(of agreements: [LabelerAgreement]) -> [Int] {
    var shares: [Int: Set<Int>] = [:]
    for agreement in agreements {
      for labeler in [agreement.first, agreement.second] {
        shares[labeler, default: []].insert(agreement.prompt)
      }
    }
    return shares.filter { $0.value.count >= AgreementByLabeler.fewestPrompts }.map(\.key).sorted()
  }

  private func report(
    _ agreements: [LabelerAgreement], in language: String?, _ labelers: [Int],
    _ conclusions: inout Conclusions
  ) {
    let ledger = conclusions.ledger
    let suffix = language.map { " in \($0)" } ?? ""
    let all = share(of: agreements)
    conclusions.measure("labelers agree\(suffix)", all.estimate(), of: all.promptCount)
    let confidence = 1 - 0.05 / Double(max(1, labelers.count))
    for labeler in labelers {
      let own = share(of: agreements.filter { $0.first == labeler || $0.second == labeler })
      let rest = share(of: agreements.filter { $0.first != labeler && $0.second != labeler })
      let name = ledger.labelers.shownName(labeler)
      conclusions.measure(
        "\(name) agrees with others\(suffix)", own.estimate(), of: own.promptCount)
      guard rest.promptCount >= AgreementByLabeler.fewestPrompts else { continue }
      let (low, usual) = (
        own.estimate(confidence: confidence), rest.estimate(confidence: confidence)
      )
      guard low.upper < usual.lower else { continue }
      conclusions.find(
        self, .warning,
        "\(name) agrees with others less than they do among themselves (\(usual.percent))\(suffix)",
        count: own.promptCount, share: low, Examples(limit: 0),
        advice: "look at this labeler's judgements, and talk: the guideline may be unclear")
    }
  }

  private func share(of agreements: [LabelerAgreement]) -> PromptShare {
    var share = PromptShare()
    for agreement in agreements { share.add(agreement.value, prompt: agreement.prompt) }
    return share
  }
}
