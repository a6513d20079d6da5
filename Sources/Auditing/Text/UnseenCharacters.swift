/// A kind of character that nobody sees, but that acts.
enum UnseenKind: String, CaseIterable {
  /// Turns the direction of what follows.
  case direction = "a direction control"
  /// Takes no room.
  case zeroWidth = "a zero-width character"
  /// Hides text in plain sight: tag characters.
  case tag = "a tag character"
  /// Commands a terminal, or nothing at all.
  case control = "a control character"
}

/// Returns the kind of a scalar that is unseen, and nil for those that one sees or needs.
///
/// Joiners are no such: scripts and emoji need them. `isJoiner` knows them.
func unseenKind(of scalar: Unicode.Scalar) -> UnseenKind? {
  switch scalar.value {
  case 0x09, 0x0A, 0x0D, 0x20...0x7E: nil
  case 0x00...0x1F, 0x7F...0x84, 0x86...0x9F: .control
  case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: .direction
  case 0x00AD, 0x034F, 0x180E, 0x200B, 0x2060...0x2065, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFB:
    .zeroWidth
  case 0xE0000...0xE007F: .tag
  default: nil
  }
}

/// Returns whether a scalar joins its neighbours or keeps them apart, or picks a variant of one.
func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x200C, 0x200D, 0xFE00...0xFE0F: true
  default: false
  }
}
