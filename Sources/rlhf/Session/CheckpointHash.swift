import Foundation
import Runs

/// SHA-256 over the files of a checkpoint, by name: what tells a model from all others.
///
/// Folders and hidden files in it do not count, nor does a card: what is written about a model makes it
/// no other.
func checkpointHash(of folder: URL) throws -> String {
  let names: [String]
  do {
    names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
  } catch {
    throw RefusedInput("\(displayed(folder)) cannot be read as a checkpoint; check the path")
  }
  var hash = RunningHash()
  for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
    let file = folder.appendingPathComponent(name)
    var isFolder: ObjCBool = false
    guard !name.hasPrefix("."), name != "README.md",
      FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue
    else { continue }
    hash.add(name)
    hash.add(try sha256(of: file))
  }
  return hash.digits
}
