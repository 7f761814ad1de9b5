/// The text of lines that are run for many values.
struct VariedScript: Sendable {
  /// A thing that varies.
  struct Target: Sendable {
    /// As it was typed.
    var name: String
    /// What gives it a value: `w_i1j1 = `, `let β = `.
    var setting: String
    /// Whether its number stands in the place of its name: `train N epochs`.
    var isReplaced = false

    /// Whether it is a name that `let` may give to a number.
    var isName: Bool { setting != "\(name) = " }
  }

  var targets: [Target]
  /// The lines below `vary` as they are, the first one with its indentation.
  var body: String

  /// The number of lines that set the values.
  var settingCount: Int { targets.filter { !$0.isReplaced }.count }

  /// The lines that set the values, each ending with a line break.
  func settings(_ values: [Double]) -> String {
    let indent = String(body.prefix { $0 == " " || $0 == "\t" })
    return zip(targets, values).filter { !$0.0.isReplaced }
      .map { indent + $0.setting + Wording.number($1) + "\n" }.joined()
  }

  func text(with values: [Double]) -> String { settings(values) + replaced(body, with: values).text }

  /// Where names stand in typed text, and the numbers in their place.
  struct Replacement {
    var text: String
    var places: [(typed: SourceRange, number: SourceRange)]

    /// The place in the typed text of a place in this text.
    func typed(_ offset: Int) -> Int {
      var shift = 0
      for place in places {
        if offset < place.number.lowerBound { break }
        if offset < place.number.upperBound { return place.typed.lowerBound }
        shift = place.typed.upperBound - place.number.upperBound
      }
      return offset + shift
    }
  }

  /// Text with numbers in the place of names that are replaced. A number after a number multiplies it: `2N`.
  func replaced(_ typed: String, with values: [Double]) -> Replacement {
    let replacements = zip(targets, values).filter { $0.0.isReplaced }
    guard !replacements.isEmpty else { return Replacement(text: typed, places: []) }
    let source = SourceText(typed)
    let tokens = Lexer.tokens(of: source).tokens
    var result = Replacement(text: "", places: [])
    var end = 0
    var length = 0
    func add(_ text: String) {
      result.text += text
      length += text.unicodeScalars.count
    }
    for (place, token) in tokens.enumerated() {
      guard case .word(let word) = token.kind,
        let (_, value) = replacements.first(where: { $0.0.name == word })
      else { continue }
      add(source.string(end..<token.range.lowerBound))
      let start = length
      if place > 0, !token.spaceBefore, case .number = tokens[place - 1].kind { add("*") }
      add(value < 0 ? "(\(Wording.number(value)))" : Wording.number(value))
      result.places.append((token.range, start..<length))
      end = token.range.upperBound
    }
    add(source.string(end..<source.scalars.count))
    return result
  }
}
