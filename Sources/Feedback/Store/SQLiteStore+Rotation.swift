import Foundation

extension SQLiteStore {
  /// Backs up into the store's own folder, and removes backups that are no longer wanted.
  ///
  /// - Parameter now: The time, which the file is named for.
  /// - Throws: `FeedbackError`; no backup is removed then.
  public func backUpRegularly(now: Timestamp) throws -> BackupReport {
    try FeedbackFolder(files.backups).make()
    let name = "feedback-\(now.date.formatted(nameStyle)).sqlite"
    let report = try backup(to: files.backups.appendingPathComponent(name))
    let found = try backupFiles()
    let kept = backupRotation(Array(found.keys))
    for (moment, file) in found where !kept.contains(moment) {
      try? FileManager.default.removeItem(at: file)
    }
    return report
  }

  /// Returns the regular backups by the time that they are named for.
  private func backupFiles() throws -> [Timestamp: URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: files.backups.path)) ?? []
    let dated = names.compactMap { name -> (Timestamp, URL)? in
      guard name.hasPrefix("feedback-"), name.hasSuffix(".sqlite"),
        let date = try? Date(String(name.dropFirst(9).dropLast(7)), strategy: nameStyle)
      else { return nil }
      let moment = Timestamp(milliseconds: Int64(date.timeIntervalSince1970) * 1000)
      return (moment, files.backups.appendingPathComponent(name))
    }
    return Dictionary(dated, uniquingKeysWith: { $1 })
  }
}

/// Returns which backups to keep: the newest of each of the last seven days, and of each of the
/// last four weeks, that have one.
///
/// Days and weeks are those of UTC; weeks begin on Monday.
public func backupRotation(_ backups: [Timestamp]) -> Set<Timestamp> {
  let newestFirst = backups.sorted(by: >)
  return newest(of: newestFirst, days: 1, count: 7)
    .union(newest(of: newestFirst, days: 7, count: 4))
}

/// Returns the newest backup of each of the last periods that have one.
private func newest(of newestFirst: [Timestamp], days: Int64, count: Int) -> Set<Timestamp> {
  var (kept, periods) = (Set<Timestamp>(), Set<Int64>())
  for backup in newestFirst where periods.count < count {
    // 1970 began on a Thursday, three days into a week.
    let day = backup.milliseconds / 86_400_000 + (days == 7 ? 3 : 0)
    if periods.insert(day / days).inserted { kept.insert(backup) }
  }
  return kept
}

/// How a backup is dated in its name: `20261126T110500Z`.
private let nameStyle = Date.ISO8601FormatStyle(
  dateSeparator: .omitted, dateTimeSeparator: .standard, timeSeparator: .omitted)

extension Timestamp {
  fileprivate var date: Date { Date(timeIntervalSince1970: Double(milliseconds / 1000)) }
}
