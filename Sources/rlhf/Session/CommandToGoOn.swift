/// What was typed, as words for a shell, with `--resume`.
func commandToGoOn() -> String {
  let arguments = CommandLine.arguments.dropFirst().filter { $0 != "--overwrite" }
  let again = ["rlhf"] + arguments + (arguments.contains("--resume") ? [] : ["--resume"])
  return again.map(shellQuoted).joined(separator: " ")
}

/// The text as one word for a shell.
private func shellQuoted(_ text: String) -> String {
  let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:,+@%".contains($0) }
  return isPlain && !text.isEmpty ? text : "'\(text.replacing("'", with: "'\\''"))'"
}
