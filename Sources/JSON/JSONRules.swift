/// What RFC 8259 leaves to the reader. The defaults are for files, where mistakes must be reported.
public struct JSONRules: Sendable {
  /// The maximum nesting depth of lists and objects.
  public var mostDepth = 64
  /// Whether a name may occur only once in an object; if not, the last member with that name counts.
  public var refusesRepeatedNames = true
  /// Whether half a surrogate pair is refused; if not, it becomes U+FFFD.
  public var refusesLoneSurrogates = true
  /// Whether a byte order mark is refused; if not, it is skipped.
  public var refusesByteOrderMark = false
  /// The maximum number of bytes in a string.
  public var longestString = 1 << 20
  /// The maximum number of values, including nested ones; a matrix counts as one.
  public var mostValues = 1 << 24
  /// Whether lists of lists of numbers are read as matrices.
  public var packsRows = false

  /// The maximum number of characters in a number: more digits than any double needs.
  static let longestNumber = 2000

  public init() {}
}

/// Why bytes are not valid JSON.
public struct JSONError: Error, Equatable {
  public enum Reason: Equatable, Sendable {
    /// Something else was expected, in words.
    case unexpected(expected: String)
    case repeatedName(String)
    case tooDeep
    /// A string that is not UTF-8.
    case notText
    /// A string with more bytes than the rules allow.
    case tooLong
    /// More values than the rules allow.
    case tooMany
    /// `isInterrupted` said to stop.
    case interrupted
  }

  public var reason: Reason
  /// The index of the offending byte.
  public var index: Int
}
