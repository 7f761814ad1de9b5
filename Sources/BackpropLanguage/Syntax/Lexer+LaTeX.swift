extension Lexer {
  /// Commands that only affect the spacing or size of their surroundings.
  static let layout: Set<String> = [
    "displaystyle", "textstyle", "limits", "nolimits", "nonumber", "notag", "big", "Big", "bigg", "Bigg",
    "bigl",
    "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "bigm", "Bigm", "middle", "quad", "qquad",
    "thinspace", "medspace", "thickspace", "enspace", "enskip", "negthinspace", "hfill", "hfil", "hline",
    "scriptstyle", "displaylimits", "strut", "allowbreak", "linebreak", "noindent", "centering", "small",
    "large", "Large", "normalsize", "rm", "bf", "it", "qed", "qedhere", "checkmark", "square",
    "blacksquare", "Box", "therefore",
  ]
  /// Commands whose argument is prose.
  private static let prose: Set<String> = [
    "text", "textbf", "textit", "mbox", "label", "begin", "end", "tag", "intertext",
    "shortintertext",
  ]
  /// Commands whose argument is a name.
  private static let names: Set<String> = [
    "mathrm", "operatorname", "mathit", "mathbf", "textrm", "mathsf", "mathcal", "mathscr", "mathbb",
    "boldsymbol", "bm", "vec",
  ]
  /// Commands that set an accent on their argument.
  private static let accents: [String: String] = [
    "hat": "\u{302}", "widehat": "\u{302}", "bar": "\u{304}", "overline": "\u{304}", "tilde": "\u{303}",
    "widetilde": "\u{303}", "dot": "\u{307}",
  ]
  private static let functions = Set(ElementaryFunction.spellings + ["sum", "partial"])
  private static let symbolCommands: [String: String] = [
    "cdot": "·", "times": "×", "ast": "*", "div": "/", "to": "->", "rightarrow": "->", "mapsto": "->",
    "leftarrow": "<-", "gets": "<-", "Leftarrow": "<-", "coloneqq": ":=", "Rightarrow": "->",
    "Longrightarrow": "->", "implies": "->",
    "longrightarrow": "->", "iff": ";", "Leftrightarrow": ";", "Longleftrightarrow": ";",
    "triangleq": "=", "doteq": "=", "coloneq": ":=",
    "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=", "ne": "≠", "neq": "≠",
    "leqslant": "<=", "geqslant": ">=", "approx": "≈", "simeq": "≈",
    "equiv": "=", "lbrace": "{", "rbrace": "}", "lbrack": "[", "rbrack": "]", "lvert": "|(", "rvert": "|)",
    "frac": "\\frac", "dfrac": "\\frac", "tfrac": "\\frac", "cfrac": "\\frac", "lparen": "(",
    "rparen": ")", "dots": "...", "ldots": "...", "cdots": "...", "dotsc": "...", "dotsb": "...",
    "colon": ":", "lt": "<", "gt": ">", "odot": "⊙", "circ": "⊙", "otimes": "⊗", "nabla": "∇", "top": "⊤",
    "intercal": "⊤", "mid": "|", "pm": "±", "vert": "|",
    "Vert": "‖", "lVert": "‖", "rVert": "‖",
  ]
  /// Small letters first: `\delta` is meant more often than `\Delta`.
  private static let known: [String] =
    (Array(layout) + Array(prose) + Array(names) + Array(accents.keys) + plainCommands).sorted { $0 > $1 }
  /// The commands that stand for a symbol or a word and have no argument of their own.
  static let plainCommands: [String] = Array(functions) + Array(symbolCommands.keys) + Array(greek.keys)

  /// A backslash and the command it begins.
  mutating func readCommand() {
    let start = position
    var end = position + 1
    while end < scalars.count, case let scalar = scalars[end],
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    { end += 1 }
    guard end > position + 1 else { return readEscape() }
    let name = text(position + 1..<end)
    position = end

    if name == "left" || name == "right" {
      bar = name == "left" ? "|(" : "|)"
      spaceBefore = spaceBefore || next == " "
      while next == " " { position += 1 }
      if next == "." { position += 1 }
    } else if name == "because" || name == "forall" && rowHasRelation {
      skipRow()
    } else if name == "forall", skipQuantifier() {
      return
    } else if readGroup(name, from: start) {
      return
    } else if name == "quad" || name == "qquad" {
      spaceBefore = true
      skipEquationNumber()
      skipReason()
    } else if Self.layout.contains(name) {
      spaceBefore = true
    } else if Self.prose.contains(name) {
      readProse(name, from: start)
    } else if Self.names.contains(name), name != "operatorname", !isArgument {
      // `\boldsymbol\delta`: what follows is in another type.
      spaceBefore = true
    } else if Self.names.contains(name) {
      let argument = readArgument() ?? ""
      if argument.isEmpty {
        report(
          .expected("a name in braces", found: found), from: start, example: "\\operatorname{softplus}(a_j)")
      } else if argument == "d" || argument == "∂" {
        // An upright d belongs to a derivative.
        emit(.symbol("∂"), from: start)
      } else if argument == "1", next == "[" {
        // `\mathbb{1}[r = k]` is the bracket alone.
        spaceBefore = true
      } else {
        word(named: argument, from: start)
      }
    } else if let accent = Self.accents[name] {
      let argument = readArgument() ?? readLetter()
      if argument.isEmpty {
        report(.expected("a letter in braces", found: found), from: start, example: "y_k")
      } else {
        word(named: argument + accent, from: start)
      }
    } else if name == "ell" {
      // The number of a layer, as books set it apart from a 1.
      word(named: "l", from: start)
    } else if let symbol = Self.symbolCommands[name] {
      emit(.symbol(symbol), from: start)
    } else if Self.functions.contains(name) || Self.greek[name] != nil || name == "Sigma" {
      word(named: name, from: start, isCommand: true)
    } else {
      let suggestion = Spelling.nearest(to: name, among: Self.known)
      report(
        .expected("a LaTeX command of the handout's notation", found: "`\\\(name)`"), from: start,
        suggestion: suggestion.map { "\\" + $0 },
        example: "network 2-2-1\nderive \\delta_k")
      spaceBefore = true
    }
  }

  /// A backslash before something other than a letter.
  private mutating func readEscape() {
    let start = position
    switch peek(1) {
    case "\\":
      position += 2
      emit(.symbol(";"), from: start)
      skipRowSpace()
    case "[":
      if environmentStarts.isEmpty, displayStart == nil { joinToCommand() }
      displayStart = displayStart ?? position
      skip(2)
    case "]":
      displayStart = nil
      skip(2)
    case "{", "}":
      position += 2
      emit(.symbol(scalars[start + 1] == "{" ? "(" : ")"), from: start)
    case "|":
      position += 2
      emit(.symbol("‖"), from: start)
    case "(", ")", ",", ";", ":", "!", " ":
      skip(2)
    case "\n", nil:
      skip(1)
    default:
      position += 1
      report(
        .expected("a LaTeX command of the handout's notation", found: "`\\`"), from: start,
        example: "\\delta_k")
      spaceBefore = true
    }
  }

  /// `\forall k:` in front of an equation; false if nothing ends it.
  private mutating func skipQuantifier() -> Bool {
    let end = scalars[position...].firstIndex(of: "\n") ?? scalars.count
    let row = position..<end
    guard let mark = row.first(where: { scalars[$0] == ":" }) ?? row.first(where: { scalars[$0] == "," })
    else { return false }
    position = mark + 1
    return true
  }

  /// `\\*` and `\\[2pt]`: a star and the space below a row.
  private mutating func skipRowSpace() {
    if next == "*" { position += 1 }
    guard next == "[" else { return }
    var place = position + 1
    var hasDigit = false
    while place < scalars.count, place < position + 20, scalars[place] != "]" {
      let scalar = scalars[place]
      if ("0"..."9").contains(scalar) { hasDigit = true }
      let isLength =
        ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar) || scalar == "." || scalar == "-"
        || scalar == "\\" || scalar == " "
      guard isLength else { return }
      place += 1
    }
    let unit = text(max(place - 2, 0)..<place)
    guard hasDigit, place < scalars.count, scalars[place] == "]",
      ["pt", "em", "ex", "mm", "cm", "in", "ip"].contains(unit)
    else { return }
    position = place + 1
    spaceBefore = true
  }

  /// A derivation in LaTeX on the lines below `check:` belongs to it.
  mutating func joinToCommand() {
    var end = tokens.count
    while end > 0, tokens[end - 1].kind.isLayout { end -= 1 }
    guard end > 0, end < tokens.count else { return }
    var start = end
    while start > 0, tokens[start - 1].kind != .newline { start -= 1 }
    var line = tokens[start..<end]
    if case .indent? = line.first?.kind { line.removeFirst() }
    guard case .word(let word)? = line.first?.kind, Self.takesDerivations.contains(word),
      line.count == 1 || line.last?.kind == .symbol(":")
    else { return }
    tokens.removeSubrange(end...)
  }

  /// Commands with rows that may be those of a derivation.
  private static let takesDerivations: Set<String> = ["check", "prove", "mark"]

  /// Prose is left out, except for the two words that name an error over the pattern set.
  private mutating func readProse(_ name: String, from start: Int) {
    // `\tag*{…}`
    if next == "*" { position += 1 }
    let argument = readArgument() ?? ""
    switch name {
    case "begin":
      if environmentStarts.isEmpty, displayStart == nil { joinToCommand() }
      environmentStarts.append(start)
      if argument == "array" || argument == "alignedat" { _ = readArgument() }
    case "end": _ = environmentStarts.popLast()
    default:
      let words = argument.split(separator: " ")
      if name != "tag", words.count == 1, let word = words.first,
        word == "total" || word == "mean" || isSuperscript && (word == "new" || word == "old")
      {
        return emit(.word(String(word)), from: start)
      }
      if Self.isUpright(name), next == "_", words.count == 1, Self.isWord(argument) {
        // `\text{net}_j`
        return word(named: argument, from: start)
      }
      if displayStart != nil || !environmentStarts.isEmpty,
        let first = words.first?.drop(while: { $0 == "(" }), Self.reasons.contains(String(first)),
        rowHasRelation
      {
        return skipRow()
      }
      if name != "label", name != "tag", !argument.isEmpty, standsAlone {
        report(
          .expected("a command or a formula", found: "nothing but `\\\(name){…}`, whose words are left out"),
          from: start, example: "forward 2")
      }
    }
    spaceBefore = true
  }

  /// Whether its argument may be a symbol that subscripts follow.
  private static func isUpright(_ name: String) -> Bool { name.hasPrefix("text") || name == "mbox" }

  /// Whether it is nothing but letters.
  private static func isWord(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { isWordScalar($0) }
  }

  /// Whether a `^` has just been read, perhaps with a brace or a bracket.
  private var isSuperscript: Bool {
    let last = tokens.last { token in ![.symbol("{"), .symbol("(")].contains(token.kind) }
    return last?.kind == .symbol("^")
  }

  /// Whether the line read so far ends here and contains nothing else.
  private var standsAlone: Bool {
    guard displayStart == nil, environmentStarts.isEmpty else { return false }
    switch tokens.last?.kind {
    case nil, .newline, .indent: break
    case .word, .subscripts, .number, .string, .symbol, .end: return false
    }
    var place = position
    while place < scalars.count, scalars[place] == " " || scalars[place] == "$" { place += 1 }
    return place == scalars.count || scalars[place] == "\n"
  }

  /// The letter of `\hat y`; empty if there is none here.
  private mutating func readLetter() -> String {
    while next == " " { position += 1 }
    guard let letter = next, Self.isLetter(letter) else { return "" }
    position += 1
    return String(letter)
  }

  /// Whether an opening brace is next.
  private var isArgument: Bool {
    var place = position
    while place < scalars.count, scalars[place] == " " { place += 1 }
    return place < scalars.count && scalars[place] == "{"
  }

  /// The content of the braces here, with `\_` as `_`; nil if there are none.
  private mutating func readArgument() -> String? {
    var place = position
    while place < scalars.count, scalars[place] == " " { place += 1 }
    guard place < scalars.count, scalars[place] == "{" else { return nil }
    let start = position
    position = place
    var depth = 0
    var contents = String.UnicodeScalarView()
    while let scalar = next, scalar != "\n" {
      position += 1
      if scalar == "{" { depth += 1 }
      if scalar == "}" { depth -= 1 }
      if depth == 0 { return String(contents) }
      if !(scalar == "{" && depth == 1) && scalar != "\\" { contents.append(scalar) }
    }
    report(.expected("`}`", found: found), from: start)
    return String(contents)
  }

  /// `\quad (3)` and `\quad (\text{from 1, 2})` at the end of an equation are an equation number or a remark.
  private mutating func skipEquationNumber() {
    var place = position
    while place < scalars.count, scalars[place] == " " { place += 1 }
    guard place < scalars.count, scalars[place] == "(" else { return }
    place += 1
    let isRemark = stands("\\text{", at: place)
    let furthest = min(place + 200, scalars.count)
    var depth = 0
    while place < furthest, case let scalar = scalars[place], scalar != "\n", scalar != ")" || depth > 0 {
      if scalar == "{" { depth += 1 }
      if scalar == "}" { depth -= 1 }
      guard isRemark || ("0"..."9").contains(scalar) || ("a"..."c").contains(scalar) else { return }
      place += 1
    }
    guard place < furthest, scalars[place] == ")" else { return }
    place += 1
    var end = place
    while end < scalars.count, scalars[end] == " " { end += 1 }
    guard end == scalars.count || scalars[end] == "\n" || scalars[end] == "$" || scalars[end] == "\\" else {
      return
    }
    position = place
  }
}

extension Token.Kind {
  var isLayout: Bool {
    switch self {
    case .newline, .indent: true
    case .word, .subscripts, .number, .string, .symbol, .end: false
    }
  }
}
