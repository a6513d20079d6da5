import ArgumentParser
import Feedback
import Foundation
import Runs

/// `rlhf label settings`: shows or changes what holds for a whole project.
struct LabelSettingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings", abstract: "Shows or changes the settings of a project.",
    discussion: """
      Without --set they are printed. A change of the shares that are held out concerns prompts \
      that come later: those that are there stay on their side.
      """)

  @OptionGroup var store: StoreArgument

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("A new value, as in gold_every=10; may be repeated.", valueName: "key=value")
  )
  var values: [String] = []

  func run() throws {
    let opened =
      values.isEmpty ? try store.openedToRead() : try store.opened(orUse: "/settings")
    let before = EditableSettings(try opened.read { try $0.settings() })
    let after = try configure(before, recipe: nil, overrides: values)
    if after.value != before {
      try opened.write { try $0.change(to: after.value, at: .now()) }
      for change in after.differences {
        note("\(change.key): \(change.defaultValue) → \(change.value)")
      }
    }
    print(String(decoding: after.json, as: UTF8.self))
  }
}

extension FeedbackWriter {
  /// Changes the settings, and records it.
  fileprivate func change(to edited: EditableSettings, at moment: Timestamp) throws {
    var settings = try settings()
    edited.apply(to: &settings)
    try update(settings)
    try record(
      "settings.changed", actor: nil, on: ProjectSettings.tableName, settings.id.number,
      body: edited, at: moment)
  }
}
