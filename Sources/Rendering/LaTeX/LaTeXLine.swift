/// A line of displayed mathematics that is too long for a page, broken before the signs of sums.
enum LaTeXLine {
  /// The number of letters that fit next to the left-hand side of an equation.
  static let letters = 58
  /// Fewer letters are not worth a line of their own.
  private static let fewest = 10

  /// The line in pieces of about so many letters. A parenthesis that is still open at the end of a piece is
  /// closed by `\right.`, which shows nothing, and reopened by `\left.`.
  static func pieces(_ latex: String, atMost most: Int = letters) -> [String] {
    var pieces: [String] = []
    var piece = ""
    var letters = 0
    var parentheses = 0
    var braces = 0
    let words = latex.split(separator: " ").map { String($0) }
    var rest = words.reduce(0) { $0 + lettersShown($1) }
    for word in words {
      let isSign = word == "+" || word == "-"
      if isSign, braces == 0, letters + Self.fewest > most, rest > Self.fewest {
        pieces.append(piece + String(repeating: " \\right.", count: parentheses))
        piece = String(repeating: "\\left. ", count: parentheses) + "{}"
        letters = 0
      }
      piece += (piece.isEmpty ? "" : " ") + word
      letters += lettersShown(word)
      rest -= lettersShown(word)
      let opened = occurrences(of: "\\left", in: word) - occurrences(of: "\\right", in: word)
      // The commands for arrows also contain these words, and what was never opened need not be closed.
      if occurrences(of: "arrow", in: word) == 0 { parentheses = max(parentheses + opened, 0) }
      braces += occurrences(of: "{", in: word) - occurrences(of: "}", in: word)
    }
    return pieces + [piece]
  }

  /// The number of letters that a formula or words show.
  static func letters(of latex: String) -> Int {
    latex.split(separator: " ").reduce(0) { $0 + lettersShown(String($1)) }
  }

  /// The number of letters that a word shows: a command counts as one letter.
  private static func lettersShown(_ word: String) -> Int {
    var count = 0
    var isCommand = false
    for scalar in word.unicodeScalars {
      switch scalar {
      case "\\":
        isCommand = true
        count += 1
      case "{", "}", "_", "^": isCommand = false
      case "a"..."z", "A"..."Z": count += isCommand ? 0 : 1
      default:
        isCommand = false
        count += 1
      }
    }
    return count
  }

  private static func occurrences(of part: String, in word: String) -> Int {
    let part = Array(part.unicodeScalars)
    let word = Array(word.unicodeScalars)
    guard word.count >= part.count else { return 0 }
    return (0...word.count - part.count).count { Array(word[$0..<$0 + part.count]) == part }
  }
}
