import Feedback
import HTML
import Statistics

/// What the store tells about its own data, in pictures with their tables.
struct FindingsPage: Page {
  let findings: FeedbackFindings

  init(_ findings: FeedbackFindings) { self.findings = findings }

  var name: StaticString { "findings" }
  var title: String { "Findings" }
  var isWide: Bool { true }

  func content(in context: PageContext) -> Markup {
    """
    <p>All numbers are computed afresh from the judgements that count. What stands in brackets is \
    where the true number lies in 95 of 100 cases.</p>
    \(alarms)\(contents)\(findings.topics.map(topic))\(contested)
    """
  }

  private var alarms: Markup {
    guard !findings.alarms.isEmpty else { return "" }
    let entries = findings.alarms.map { finding -> Markup in
      "<li><strong>\(marked: finding.title)</strong>: \(marked: finding.alarm ?? "")</li>\n"
    }
    return """
      <section class="notice warning" id="alarms" aria-labelledby="alarms-heading">\
      <h2 id="alarms-heading">Look at this first</h2>
      <ul>\(entries)</ul></section>

      """
  }

  private var contents: Markup {
    let entries = findings.topics.map { topic -> Markup in
      "<li><a href=\"#topic-\(topic.id)\">\(marked: topic.title)</a></li>\n"
    }
    return "<nav aria-label=\"Topics\"><ul class=\"topics\">\(entries)</ul></nav>\n"
  }

  private func topic(_ topic: FindingTopic) -> Markup {
    let notes: Markup =
      topic.notes.isEmpty
      ? "" : "<ul class=\"hint\">\(topic.notes.map { "<li>\(marked: $0)</li>" as Markup })</ul>\n"
    return """
      <section id="topic-\(topic.id)" aria-labelledby="heading-\(topic.id)">
      <h2 id="heading-\(topic.id)">\(marked: topic.title)</h2>
      <p>\(marked: topic.explanation)</p>
      \(pictures(of: topic))\(FindingTable(topic: topic).element)\
      \(more(of: topic))\(notes)</section>

      """
  }

  private func pictures(of topic: FindingTopic) -> Markup {
    let drawings = FindingPictures(topic: topic, findings: findings).figures
    return drawings.isEmpty ? "" : "<div class=\"charts\">\n\(drawings)</div>\n"
  }

  private func more(of topic: FindingTopic) -> Markup {
    switch topic.id {
    case "agreement": ceilings
    case "models" where !findings.models.isEmpty: ModelTable(models: findings.models).element
    case "labelers" where !findings.labelers.isEmpty:
      LabelerTable(labelers: findings.labelers).element
    default: ""
    }
  }

  private var ceilings: Markup {
    let rows = findings.ceilings.map { ceiling -> [Markup] in
      [
        "\(marked: ceiling.between)", "\(ceiling.description)", "\(marked: ceiling.source)",
        "\(marked: ceiling.note)",
      ]
    }
    return PageTable(
      caption: "How often people agree elsewhere, as published: do not expect more of your own.",
      headers: ["Who with whom", "Agreement", "Source", "Note"], rows: rows
    ).element
  }

  private var contested: Markup {
    guard !findings.contestedPairs.isEmpty else { return "" }
    let rows = findings.contestedPairs.prefix(20).map { pair -> [Markup] in
      [
        "\(pair.taskID.description)",
        "\(pair.firstID.description) and \(pair.secondID.description)",
        "\(pair.firstVotes) : \(pair.secondVotes)", "\(pair.ties)",
        "\(decimal(pair.firstProbability * 100, places: 0))%",
      ]
    }
    return """
      <section id="topic-contested" aria-labelledby="heading-contested">
      <h2 id="heading-contested">Pairs that are open</h2>
      <p>Completions that several labelers compared, the least certain first.</p>
      \(PageTable(
        caption: "The least certain pairs.",
        headers: ["Task", "Completions", "Votes", "Ties", "First is better"], rows: rows,
        numbers: [3, 4]).element)</section>

      """
  }
}
