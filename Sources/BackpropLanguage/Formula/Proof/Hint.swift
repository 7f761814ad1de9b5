/// How much a failing check tells. The raw value is the number that is typed.
public enum Hint: Int, Equatable, Sendable, CaseIterable {
  /// Only that it is wrong.
  case verdict = 0
  /// What kind of slip it probably is.
  case kind = 1
  /// Where it is, too.
  case place = 2
}
