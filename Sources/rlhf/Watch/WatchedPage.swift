import Evaluation
import Foundation
import LabelingWeb
import Synchronization

/// The page of runs that go on, made anew only when their folders have changed.
final class WatchedPage: Sendable {
  private let folders: [URL]
  private let made = Mutex<PageServer.Page?>(nil)

  init(folders: [URL]) { self.folders = folders }

  /// Returns the page as it is now.
  ///
  /// - Throws: What reading a run throws.
  func current() throws -> PageServer.Page {
    let tag = self.tag
    if let page = made.withLock({ $0 }), page.tag == tag { return page }
    let page = PageServer.Page(html: try report(ofRuns: folders).html(isLive: true), tag: tag)
    made.withLock { $0 = page }
    return page
  }

  /// The sizes and times of the files that are read, in letters and digits.
  private var tag: String {
    let names = [
      "run.json", "metrics.jsonl", "samples.jsonl", "gold.jsonl", "verdicts.jsonl",
      "evaluation.json", "audit.json",
    ]
    return folders.flatMap { folder in names.map { folder.appendingPathComponent($0) } }
      .map { file in
        let facts = try? FileManager.default.attributesOfItem(atPath: file.path)
        let size = (facts?[.size] as? Int) ?? 0
        let time = (facts?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        return String(size, radix: 36) + "t" + String(Int(time * 1000), radix: 36)
      }.joined(separator: "-")
  }
}
