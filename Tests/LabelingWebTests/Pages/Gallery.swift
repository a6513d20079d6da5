import Feedback
import Foundation

@testable import LabelingWeb

/// Writes all sample pages as files, with style and script beside them, to look at in a browser:
/// `PAGES_GALLERY=folder swift test --filter PageTests`.
enum Gallery {
  static var folder: URL? {
    ProcessInfo.processInfo.environment["PAGES_GALLERY"].map {
      URL(fileURLWithPath: $0, isDirectory: true)
    }
  }

  /// Texts of some length, one of them from right to left.
  static let texts = [
    "hostile": hostile,
    "long": String(
      repeating: "Water boils at a lower temperature on a mountain, since the air is thinner. ",
      count: 12),
    "rtl": "الماء يغلي عند درجة حرارة أقل على الجبال، لأن الهواء أرق.",
    "short": "Ask your doctor first.",
  ]

  static func write() throws {
    guard let folder else { return }
    for (name, text) in texts {
      let pages = Samples(text: text).pages()
      for page in pages where name == "hostile" || page.isWorthALook {
        let html = page.html.replacing("\"/assets/", with: "\"assets/")
        let file = folder.appendingPathComponent("\(page.name)-\(name).html")
        try Data(html.utf8).write(to: file)
      }
    }
    let assets = folder.appendingPathComponent("assets")
    try FileManager.default.createDirectory(at: assets, withIntermediateDirectories: true)
    for asset in Asset.all {
      try Data(asset.text.utf8).write(to: assets.appendingPathComponent(asset.name))
    }
  }
}

extension SamplePage {
  fileprivate var isWorthALook: Bool {
    ["task-", "work-", "dispute-ranking", "findings", "history", "people"].contains {
      name.hasPrefix($0)
    }
  }
}
