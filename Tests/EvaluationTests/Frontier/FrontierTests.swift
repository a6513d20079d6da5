import Evaluation
import Foundation
import HTML
import Runs
import Statistics
import Testing

private func row(_ step: Int, _ values: [String: Double]) -> MetricsRow {
  MetricsRow(step: step, time: Date(timeIntervalSince1970: 0), values: values)
}

private func gold(_ value: Double, _ reach: Double = 0.1) -> Estimate {
  Estimate(value: value, lower: value - reach, upper: value + reach)
}

/// A run whose gold score follows a planted curve, with rewards that only rise.
private func planted(_ name: String = "ppo", steps: Int = 12) -> FrontierRun {
  let curve = OveroptimizationCurve(.reinforcement, alpha: 1.2, beta: 0.5)
  return FrontierRun(
    name,
    (0...steps).map { round in
      let distance = 0.6 * Double(round)
      return FrontierPoint(
        step: round * 20, kl: distance * distance, reward: Double(round),
        gold: gold(-3 + curve.gain(at: distance)))
    })
}

@Suite("A run's way")
struct FrontierRunTests {
  @Test("is that of its gold rounds, of a step recorded twice with the later values")
  func goldRounds() {
    let run = FrontierRun(
      "r",
      metrics: [
        row(0, ["gold/score": 1, "gold/score_lower": 0.5, "gold/score_upper": 1.5]),
        row(1, ["objective/kl": 0.3, "objective/scores": 2]),
        row(2, ["objective/kl": 0.4, "gold/kl": 4, "gold/score": 7]),
        row(2, ["gold/score": 3, "gold/reward": 5]),
      ])
    #expect(run.points.map(\.step) == [0, 2])
    #expect(run.points[0].kl == 0 && run.points[0].gold?.upper == 1.5)
    #expect(run.points[0].reward == nil)
    #expect(run.points[1].distance == 2 && run.points[1].reward == 5)
    #expect(run.points[1].gold?.value == 3 && run.points[1].gold?.hasInterval == false)
    #expect(run.hasGold && run.start?.step == 0)
  }

  @Test("is that of held-out rewards without a gold judge, or else of its steps")
  func others() {
    let heldOut = FrontierRun(
      "r",
      metrics: [
        row(0, ["eval_objective/kl": -0.01, "eval_objective/scores": 1]),
        row(1, ["objective/kl": 0.3, "objective/scores": 2]),
        row(2, ["eval_objective/kl": 0.25, "eval_objective/scores": .nan]),
      ])
    #expect(heldOut.points == [FrontierPoint(step: 0, kl: 0, reward: 1, gold: nil)])
    let steps = FrontierRun(
      "r", metrics: [row(1, ["objective/kl": 0.3, "objective/scores": 2]), row(2, ["loss": 1])])
    #expect(steps.points.map(\.reward) == [2] && !steps.hasGold)
    #expect(FrontierRun("r", metrics: [row(1, ["loss": 1])]).points.isEmpty)
    // A gold round may score with the training reward alone.
    let rewardOnly = FrontierRun("r", metrics: [row(5, ["gold/reward": 2, "gold/kl": 1])])
    #expect(rewardOnly.points.count == 1 && !rewardOnly.hasGold)
  }

  @Test("gives the peak of a planted curve within 5 %")
  func prediction() throws {
    let fit = try planted().prediction()
    let due = exp(1.2 / 0.5 - 1)
    #expect(abs(fit.peakDistance.value / due - 1) < 0.05)
    #expect(fit.pointCount == 12 && !fit.isForecast)
  }

  @Test("gives no peak, with a reason, where the gold score or its start is missing")
  func refusals() {
    let noGold = FrontierRun("r", [FrontierPoint(step: 0, kl: 0, reward: 1, gold: nil)])
    #expect(throws: FrontierRefusal.noGold) { try noGold.prediction() }
    let noStart = FrontierRun("r", Array(planted().points.dropFirst()))
    #expect(throws: FrontierRefusal.noStart) { try noStart.prediction() }
    #expect(throws: OveroptimizationRefusal.tooFewPoints(3)) {
      try planted(steps: 3).prediction()
    }
  }
}

@Suite("The choice of a checkpoint")
struct CheckpointChoiceTests {
  @Test("differs by gold score, lower bound and reward, and says what the reward costs")
  func choices() throws {
    let points = [
      FrontierPoint(step: 0, kl: 0, reward: 0, gold: gold(0)),
      FrontierPoint(step: 20, kl: 1, reward: 1, gold: gold(2, 0.2)),
      FrontierPoint(step: 40, kl: 2, reward: 2, gold: gold(2.1, 1)),
      FrontierPoint(step: 60, kl: 3, reward: 9, gold: gold(0.5)),
      FrontierPoint(step: 80, kl: 4, reward: 99, gold: nil),
    ]
    let found = try #require(CheckpointChoices(among: points))
    #expect(found.byGold.step == 40)
    #expect(found.byLowerBound.step == 20)
    #expect(found.byReward?.step == 60)
    #expect(abs((found.priceOfReward ?? 0) - 1.6) < 1e-12)
    #expect(CheckpointChoices(among: Array(points.suffix(1))) == nil)
  }

  @Test("is that of GoldTracker")
  func agreement() throws {
    let points = planted().points
    var tracker = GoldTracker()
    for point in points {
      let gold = try #require(point.gold)
      tracker.observe(step: point.step, score: gold.value, lower: gold.lower, upper: gold.upper)
    }
    #expect(tracker.best?.step == CheckpointChoices(among: points)?.byGold.step)
  }
}

@Suite("The frontier")
struct FrontierTests {
  private func run(_ name: String, _ pairs: [(kl: Double, score: Double)]) -> FrontierRun {
    FrontierRun(
      name,
      pairs.enumerated().map {
        FrontierPoint(step: $0, kl: $1.kl, reward: 0, gold: gold($1.score))
      })
  }

  @Test("has the points that none of any run beats at no more KL")
  func members() {
    let first = run("a", [(0, 0), (1, 2), (4, 3), (9, 1)])
    let second = run("b", [(0, 0), (2, 2), (3, 5), (1, 1)])
    let frontier = Frontier(of: [first, second])
    #expect(frontier.measure == .gold)
    #expect(frontier.members.map { [$0.run, $0.point] } == [[0, 0], [0, 1], [1, 2]])
  }

  @Test("is that which all pairs of points give")
  func allPairs() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<50 {
      let runs = (0..<3).map { index in
        run(
          "\(index)",
          (0..<8).map { _ in
            (Double(generator.next(below: 9)), Double(generator.next(below: 9)))
          })
      }
      let frontier = Frontier(of: runs)
      let all = runs.flatMap(\.points)
      func isBeaten(_ point: FrontierPoint) -> Bool {
        let score = point.gold?.value ?? 0
        return all.contains { other in
          let better = other.gold?.value ?? 0
          return other.kl <= point.kl && better >= score && (other.kl < point.kl || better > score)
        }
      }
      let found = Set(
        frontier.members.map { [frontier.point($0).kl, frontier.point($0).gold!.value] })
      let due = Set(all.filter { !isBeaten($0) }.map { [$0.kl, $0.gold!.value] })
      #expect(found == due)
    }
  }

  @Test("goes by reward only where no run has a gold judge")
  func byReward() {
    let plain = FrontierRun(
      "a",
      [(1, 1.0), (2, 3), (3, 2)].map { FrontierPoint(step: $0, kl: $1, reward: $1, gold: nil) })
    #expect(Frontier(of: [plain]).measure == .reward)
    #expect(Frontier(of: [plain]).members.count == 3)
    #expect(Frontier(of: [plain, planted()]).members.allSatisfy { $0.run == 1 })
    #expect(Frontier(of: []).members.isEmpty)
  }
}

@Suite("The report of a frontier")
struct FrontierReportTests {
  private func charts(of sections: [Report.Section]) -> [Chart] {
    sections.flatMap(\.blocks).compactMap { block in
      if case .curves(let chart) = block { chart } else { nil }
    }
  }

  @Test("draws gold score and reward over √KL, with the fitted curve")
  func curves() throws {
    let frontier = Frontier(of: [planted()])
    let charts = charts(of: frontier.sections())
    #expect(charts.map(\.title) == ["What the gold judge says", "What the reward says"])
    #expect(charts[0].series.map(\.name) == ["ppo", "fitted"])
    #expect(charts[0].series[0].points[5].x == 3 && charts[0].series[0].points[5].lower != nil)
    let text = frontier.report().text()
    for words in [
      "Remark", "best gold", "frontier", "best reward", "Predicted peak, ppo", "passed",
      "choosing by reward takes step 240 instead of 140",
    ] { #expect(text.contains(words), "\(words) in \(text)") }
  }

  @Test("says why no peak is predicted, and that a reward alone does not tell")
  func reasons() {
    #expect(
      Frontier(of: [planted(steps: 2)]).report().text().contains("none: the curve needs at least 4")
    )
    let plain = FrontierRun("a", [FrontierPoint(step: 0, kl: 0, reward: 1, gold: nil)])
    let text = Frontier(of: [plain]).report().text()
    #expect(text.contains("No gold judge watched"))
    #expect(Frontier(of: [FrontierRun("a", [])]).sections().isEmpty)
    #expect(
      Frontier(of: [FrontierRun("a", [])]).report().text().contains("measured neither"))
  }

  @Test("keeps all that is marked where a run has more rounds than there is room for")
  func manyRounds() {
    let run = FrontierRun(
      "a",
      (0..<500).map { step in
        FrontierPoint(
          step: step, kl: Double(step), reward: Double(-step), gold: gold(step == 123 ? 9 : 1))
      })
    let text = Frontier(of: [run]).report().text()
    #expect(text.contains(/\n *123 .*best gold/))
    #expect(text.split(separator: "\n").count < 80)
  }

  @Test("shows runs of the same folder name apart, and hostile names as text")
  func folders() throws {
    let top = FileManager.default.temporaryDirectory.appendingPathComponent("frontier-\(UUID())")
    defer { try? FileManager.default.removeItem(at: top) }
    let folders = ["a", "<script>alert(1)<script>"].map {
      top.appendingPathComponent($0).appendingPathComponent("ppo")
    }
    for folder in folders {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      // The last line was cut off by a kill.
      try Data(
        """
        {"step": 0, "time": 1, "gold/score": 1, "gold/kl": 0, "gold/reward": 1}
        {"step": 20, "time": 2, "gold/score": 2, "gold/kl": 1, "gold/reward": 2}
        {"step": 40, "time": 3, "gold/sc
        """.utf8
      ).write(to: folder.appendingPathComponent("metrics.jsonl"))
    }
    let found = try frontier(ofRuns: folders)
    #expect(found.runs.map(\.points.count) == [2, 2])
    #expect(Set(found.runs.map(\.name)).count == 2)
    let sections = try frontierSections(ofRuns: folders)
    let html = Report(title: "x", sections: sections).html()
    #expect(!html.lowercased().contains("<script"))
    #expect(throws: EvaluationError.notARun(top.path)) { try frontierSections(ofRuns: [top]) }
  }

  @Test("is JSON that a script can read")
  func json() throws {
    let data = try Frontier(of: [planted()]).json()
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let runs = try #require(object["runs"] as? [[String: Any]])
    let fit = try #require(runs[0]["fit"] as? [String: Any])
    #expect(abs((fit["alpha"] as? Double ?? 0) - 1.2) < 1e-9)
    #expect((runs[0]["best"] as? [String: Any])?["by_reward"] as? Int == 240)
    #expect((runs[0]["points"] as? [[String: Any]])?.count == 13)
  }
}
