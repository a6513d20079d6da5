import Foundation

/// Returns a number as people like to read it, with about three digits that matter.
///
/// Whole numbers keep all their digits; very large and very small ones get an exponent.
public func readable(_ value: Double) -> String {
  if value.isNaN { return "NaN" }
  if value.isInfinite { return value < 0 ? "−∞" : "∞" }
  let size = abs(value)
  if size == 0 { return "0" }
  if size < 1e-3 || size >= 1e7 { return scientific(value) }
  if size >= 100 || value == value.rounded() { return decimal(value, places: 0) }
  return decimal(value, places: size < 1 ? 3 : size < 10 ? 2 : 1)
}

/// Returns a number with a fixed count of digits after the point.
public func decimal(_ value: Double, places: Int) -> String {
  guard value.isFinite else { return readable(value) }
  let text = String(format: "%.\(places)f", value)
  let isZero = text.utf8.allSatisfy { "-0.".utf8.contains($0) }
  guard text.hasPrefix("-") else { return text }
  return isZero ? String(text.dropFirst()) : "−" + text.dropFirst()
}

private func scientific(_ value: Double) -> String {
  let parts = String(format: "%.2e", value).split(separator: "e")
  guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(value)" }
  var digits = String(parts[0])
  while digits.hasSuffix("0") { digits.removeLast() }
  if digits.hasSuffix(".") { digits.removeLast() }
  return "\(digits)e\(exponent)".replacing("-", with: "−")
}
