import Feedback
import HTML

/// A moment as pages show it: in UTC; the script puts the reader's own time in its place.
func moment(_ timestamp: Timestamp) -> Markup {
  let parts = UTCParts(timestamp)
  return """
    <time datetime="\(parts.machineReadable)" data-ms="\(String(timestamp.milliseconds))">\
    \(parts.description)</time>
    """
}

/// The parts of a moment in UTC, by the proleptic Gregorian calendar.
struct UTCParts: Equatable, CustomStringConvertible {
  let year: Int
  let month: Int
  let day: Int
  let hour: Int
  let minute: Int
  let second: Int

  /// Takes a moment apart.
  ///
  /// The days are counted from the first of March of the year 0, so that the leap day comes last;
  /// after Hinnant, “chrono-compatible low-level date algorithms”, 2013.
  init(_ timestamp: Timestamp) {
    let seconds = Int((Double(timestamp.milliseconds) / 1000).rounded(.down))
    let secondOfDay = ((seconds % 86_400) + 86_400) % 86_400
    let days = (seconds - secondOfDay) / 86_400 + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    hour = secondOfDay / 3600
    minute = secondOfDay / 60 % 60
    second = secondOfDay % 60
  }

  /// As people read it: `2026-11-26 11:20:05 UTC`.
  var description: String {
    "\(year)-\(twoDigits(month))-\(twoDigits(day)) \(clock) UTC"
  }

  /// As RFC 3339 writes it: `2026-11-26T11:20:05Z`.
  var machineReadable: String {
    "\(year)-\(twoDigits(month))-\(twoDigits(day))T\(clock)Z"
  }

  private var clock: String { "\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second))" }

  private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}

/// Returns a span of time in words: `2 minutes`, `1 hour 5 minutes`, `less than a minute`.
func inWords(minutes: Int) -> String {
  func count(_ number: Int, _ unit: String) -> String {
    "\(number) \(unit)\(number == 1 ? "" : "s")"
  }
  if minutes < 1 { return "less than a minute" }
  if minutes < 60 { return count(minutes, "minute") }
  let rest = minutes % 60
  return count(minutes / 60, "hour") + (rest == 0 ? "" : " " + count(rest, "minute"))
}
