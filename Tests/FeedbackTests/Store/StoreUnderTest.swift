import Foundation
import Testing

@testable import Feedback

/// The two stores, which must behave alike.
enum StoreUnderTest: String, CaseIterable, CustomTestStringConvertible {
  case memory
  case file

  var testDescription: String { rawValue }

  /// Runs a body on a new store.
  func with<Value>(_ body: (any FeedbackStore) throws -> Value) throws -> Value {
    switch self {
    case .memory:
      return try body(
        try MemoryStore(settings: .sample, guideline: "Prefer the truth.", now: .start))
    case .file:
      return try withScratchFolder { folder in
        let store = try SQLiteStore.sample(in: folder)
        defer { try? store.close() }
        return try body(store)
      }
    }
  }
}

extension SQLiteStore {
  /// Makes a store for a test.
  static func sample(in folder: URL) throws -> SQLiteStore {
    try create(at: folder, settings: .sample, guideline: "Prefer the truth.", now: .start)
  }
}

extension ProjectSettings {
  static var sample: ProjectSettings {
    ProjectSettings(name: "Test", splitSalt: "c0ffee", createdAt: .start)
  }
}

extension Timestamp {
  /// A moment at which tests begin.
  static var start: Timestamp { Timestamp(milliseconds: 1_790_000_000_000) }
}

/// Runs a body with an empty folder that is gone afterwards.
func withScratchFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("feedback-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
