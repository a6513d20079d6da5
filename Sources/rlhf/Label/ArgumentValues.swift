public import ArgumentParser
public import Feedback

// Words that options take are those of the store.
extension ExportFilter.Ties: @retroactive ExpressibleByArgument {}
extension ExportFormat: @retroactive ExpressibleByArgument {}
extension Labeler.Role: @retroactive ExpressibleByArgument {}
extension LabelingTask.Kind: @retroactive ExpressibleByArgument {}
