import Foundation

/// A file that grows at its end, each piece on its way to the disk as soon as it is written.
final class AppendedFile {
  private let url: URL
  private let file: Descriptor

  init(_ url: URL) throws {
    self.url = url
    do {
      file = try Descriptor(url.path, O_WRONLY | O_APPEND | O_CREAT)
    } catch {
      throw error.writing(url, bytes: 0)
    }
  }

  /// Writes all of a piece, or nothing.
  func append(_ data: Data) throws {
    let length = lseek(file.number, 0, SEEK_END)
    do {
      try file.write(data)
    } catch {
      // Half a piece must not stay.
      ftruncate(file.number, length)
      throw error.writing(url, bytes: data.count)
    }
  }

  func synchronize() throws {
    do {
      try file.synchronize()
    } catch {
      throw error.writing(url, bytes: 0)
    }
  }
}
