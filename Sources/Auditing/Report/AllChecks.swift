import Datasets

/// All that an audit looks for, in the order of the report.
func allChecks(_ settings: AuditSettings, _ evaluation: [Prompt]?) -> [any Check] {
  [
    EmptyTexts(settings), EqualCompletions(settings), DuplicateRows(settings),
    NearDuplicatePrompts(), SplitLeak(), GoldLeak(settings), Contamination(settings, evaluation),
    Contradictions(), PreferenceCycles(), AgreementByLabeler(), CutOffCompletions(settings),
    LengthPreference(), FormatPreference(), ScriptMix(settings), Refusals(settings),
    IdentityMentions(settings), PersonalDataMentions(settings), FlaggedCompletions(settings),
    UnseenCharactersCheck(settings), ContextLimit(settings), LabelerShares(),
    SlotBalance(), GuidelineMix(), ReadingSpeed(settings), WorkingHours(), Provenance(settings),
  ]
}
