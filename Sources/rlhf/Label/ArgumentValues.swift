public import ArgumentParser
public import Feedback

// Words that options take are those of the store.
extension ExportFilter.Ties: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}
extension Labeler.Role: ExpressibleByArgument {}
extension LabelingTask.Kind: ExpressibleByArgument {}
