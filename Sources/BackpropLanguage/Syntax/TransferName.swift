import Backprop

/// The name of a transfer function, built-in or the user's own.
enum TransferName: Sendable, Equatable {
  case builtIn(TransferFunction)
  case named(String)
}

extension TokenCursor {
  /// `sigmoid`, `leaky relu`, or a user-defined name.
  mutating func takeTransfer() -> Located<TransferName>? {
    guard let word else { return nil }
    let start = range.lowerBound
    var longest: (function: TransferFunction, words: Int, end: TokenCursor)?
    for function in TransferFunction.all {
      for name in function.spellings {
        let words = name.split(separator: " ")
        var end = self
        guard words.count > longest?.words ?? 0, words.allSatisfy({ end.take(word: String($0)) }) else {
          continue
        }
        longest = (function, words.count, end)
      }
    }
    guard let longest else {
      advance()
      return Located(.named(word), range(from: start))
    }
    self = longest.end
    return Located(.builtIn(longest.function), range(from: start))
  }
}
