import Foundation

/// An event as TensorBoard reads it: the message `tensorflow.Event` of protocol buffers.
struct TensorBoardEvent {
  /// What happened.
  enum Content {
    /// The file begins; the first event of each.
    case fileVersion
    /// The run goes on, and what came earlier for this step and later ones counts no more.
    case restart
    /// Numbers were measured, which are kept to single precision.
    case scalars([String: Double])
  }

  let time: Date
  let step: Int
  let content: Content

  /// The bytes of the message.
  var message: Data {
    var message = Message()
    message.append(double: time.timeIntervalSince1970, field: 1)
    message.append(integer: step, field: 2)
    switch content {
    case .fileVersion: message.append(bytes: Data("brain.Event:2".utf8), field: 3)
    case .restart:
      var log = Message()
      // SessionLog.START
      log.append(integer: 1, field: 1)
      message.append(bytes: log.bytes, field: 7)
    case .scalars(let values): message.append(bytes: Self.summary(of: values), field: 5)
    }
    return message.bytes
  }

  private static func summary(of values: [String: Double]) -> Data {
    var summary = Message()
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      var entry = Message()
      entry.append(bytes: Data(name.utf8), field: 1)
      entry.append(float: Float(value), field: 2)
      summary.append(bytes: entry.bytes, field: 1)
    }
    return summary.bytes
  }

  /// The message between its length and checksums, as files of TensorFlow records have it.
  var record: Data {
    let message = self.message
    let length = littleEndianBytes(of: UInt64(message.count))
    return length + littleEndianBytes(of: recordChecksum(of: length)) + message
      + littleEndianBytes(of: recordChecksum(of: message))
  }
}

/// The fields of a message of protocol buffers, one after another.
private struct Message {
  private(set) var bytes = Data()

  mutating func append(double value: Double, field: UInt64) {
    append(varint: field << 3 | 1)
    bytes += littleEndianBytes(of: value.bitPattern)
  }

  mutating func append(float value: Float, field: UInt64) {
    append(varint: field << 3 | 5)
    bytes += littleEndianBytes(of: value.bitPattern)
  }

  /// Writes an integer; 0 is what a reader takes where there is none.
  mutating func append(integer value: Int, field: UInt64) {
    guard value != 0 else { return }
    append(varint: field << 3)
    append(varint: UInt64(bitPattern: Int64(value)))
  }

  mutating func append(bytes content: Data, field: UInt64) {
    append(varint: field << 3 | 2)
    append(varint: UInt64(content.count))
    bytes += content
  }

  /// Writes seven bits a byte, the lowest first; all bytes but the last have their highest bit set.
  private mutating func append(varint value: UInt64) {
    var rest = value
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

private func littleEndianBytes(of number: some FixedWidthInteger) -> Data {
  withUnsafeBytes(of: number.littleEndian) { Data($0) }
}
