/// What RFC 8259 leaves to the reader. As it stands: for files, where a mistake is to be reported.
public struct JSONRules: Sendable {
  /// The most lists and objects that may stand inside one another.
  public var mostDepth = 64
  /// Whether a name may stand only once in an object; if not, the last member of that name counts.
  public var refusesRepeatedNames = true
  /// Whether half a pair of surrogates is refused; if not, it becomes U+FFFD.
  public var refusesLoneSurrogates = true
  /// Whether a byte order mark is refused; if not, it is let pass.
  public var refusesByteOrderMark = false

  public init() {}
}

/// Why bytes are no JSON.
public struct JSONError: Error, Equatable {
  public enum Reason: Equatable, Sendable {
    /// Something else was needed, in words.
    case unexpected(expected: String)
    case repeatedName(String)
    case tooDeep
    /// A string that is no UTF-8.
    case notText
  }

  public var reason: Reason
  /// The index of the byte that does not belong.
  public var index: Int
}
