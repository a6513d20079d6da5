public import Runs

/// Returns the alarms that a diagnosis would have raised in a run, given what it recorded.
///
/// - Parameter rows: As `readMetrics` gives them.
public func alarms(
  in rows: [MetricsRow], _ configuration: DiagnosisConfiguration
) -> [Alarm] {
  var diagnosis = Diagnosis(configuration)
  return rows.flatMap { diagnosis.alarms(on: $0.values, at: $0.step) }
}
