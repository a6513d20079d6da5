public import Foundation

/// What was exported, and where to.
public struct ExportReport: Sendable, Equatable {
  /// The folder that was written.
  public let folder: URL
  /// What it holds; the contents of its `manifest.json`.
  public let manifest: ExportManifest
  /// SHA-256 of the manifest's bytes, in hexadecimal digits; the same for the same export.
  public let manifestHash: String
}
