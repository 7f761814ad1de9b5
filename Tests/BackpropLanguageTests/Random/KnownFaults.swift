@testable import BackpropLanguage

/// What is known to be wrong and not yet mended, so that the random cells find the rest. Empty is best.
enum KnownFaults {
  /// Cells that would end the tests rather than fail them.
  static func doesNotEnd(_ cell: String, in state: SessionState) -> Bool {
    // A table with an unbreakable word wider than its column is fitted for ever.
    let words = cell.split { $0.isWhitespace || "\"':,".contains($0) }
    let classes = state.patternSets.flatMap { $0.set.classNames ?? [] }
    return (words.map { String($0) } + classes).contains { $0.unicodeScalars.count > 20 }
  }

  static func covers(_ fault: Fault) -> Bool {
    switch fault.kind {
    // Reports show the cell's own control characters, and results those of files.
    case .controlCharacter: true
    default: false
    }
  }
}
