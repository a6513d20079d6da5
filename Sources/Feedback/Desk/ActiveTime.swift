/// The longest gap without input that counts as work, in milliseconds.
let longestActiveGap = 60_000

extension Assignment {
  /// Returns how long the labeler was at it, given what the page reports.
  ///
  /// The report is the total of all pages of this loan. It is never taken for more than the time
  /// that has passed, nor for less than was known. A page without a script reports 0; the time
  /// since it was opened stands for it, as one gap.
  func activeTime(reported: Int, at moment: Timestamp, longestLease: Int) -> Int {
    let passed = Int(clamping: (moment - leasedAt).milliseconds)
    // A clock that was set back says nothing.
    let ceiling = passed > 0 ? passed : longestLease * 1000
    guard reported > 0 || activeMilliseconds > 0 else {
      let sinceOpened = Int(clamping: (moment - (openedAt ?? leasedAt)).milliseconds)
      return min(max(sinceOpened, 0), longestActiveGap)
    }
    return max(activeMilliseconds, min(max(reported, 0), ceiling))
  }
}
