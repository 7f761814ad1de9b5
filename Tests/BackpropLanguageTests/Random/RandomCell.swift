import Backprop

@testable import BackpropLanguage

/// Random cells, mostly correct ones, for a session in a given state. Commands and options come from the
/// command table, so new ones are included automatically.
struct RandomCell {
  var random: RandomGenerator
  var state: SessionState
  /// The existing files.
  var files: [String]

  mutating func choice<Value>(_ options: [Value], else other: Value) -> Value {
    options.isEmpty ? other : options[random.below(options.count)]
  }

  mutating func choice(_ words: [String]) -> String { choice(words, else: "") }

  /// True with this probability, in per cent.
  mutating func happens(_ percent: Int) -> Bool { random.below(100) < percent }

  mutating func repeated(_ most: Int, separator: String, _ item: (inout RandomCell) -> String) -> String {
    var items: [String] = []
    for _ in 0...random.below(most) { items.append(item(&self)) }
    return items.joined(separator: separator)
  }

  // MARK: - Cells

  mutating func cell() -> String {
    if let scene = sceneThatIsMissing() { return scene }
    switch random.below(20) {
    case 0: return damaged(line())
    case 1: return soup()
    case 2, 3, 4: return repeated(4, separator: "\n") { $0.line() }
    default: return line()
    }
  }

  /// If the network and the patterns do not match, most commands could only report that.
  private mutating func sceneThatIsMissing() -> String? {
    guard let network = state.network?.core else { return happens(70) ? self.network() : nil }
    if let set = state.patterns?.set, set.inputs.columns == network.inputUnits,
      set.targets.columns == network.outputUnits
    {
      if state.network?.presentation == nil, happens(20) {
        return "forward \(1 + random.below(set.count))\nbackward"
      }
      return nil
    }
    guard happens(60) else { return nil }
    if happens(20) { return "patterns \(name("read")) from \(file())" + (happens(30) ? ", classes" : "") }
    if let set = state.patterns?.set, happens(30), set.inputs.columns + set.targets.columns < 90 {
      return "network \(set.inputs.columns)-\(1 + random.below(4))-\(set.targets.columns)"
        + (happens(50) ? ", bias" : "")
    }
    let rows = repeated(6, separator: "\n") { $0.row() }
    return "patterns \(name(choice(["mine", "others"]))):\n\(rows)"
  }

  private mutating func network() -> String {
    let layers = repeated(4, separator: "-") { "\(1 + $0.random.below(4))" }
    return "network 2-\(layers)" + (happens(50) ? ", bias" : "") + (layers.contains("-") ? "" : "-1")
  }

  private mutating func line() -> String {
    switch random.below(10) {
    case 0: return assignment()
    case 1: return formula()
    case 2: return "check \(formula()) = \(formula())" + (happens(30) ? " within \(number())" : "")
    default: return command(choice(CommandTable.all, else: Command.network))
    }
  }

  /// A command from one of its examples, one of its forms or its possible arguments, with some of its
  /// options.
  private mutating func command(_ command: Command) -> String {
    let verb = happens(70) ? command.name : choice([command.name] + command.synonyms)
    var text: String
    switch random.below(10) {
    case 0, 1: text = renumbered(choice(command.examples))
    case 2, 3:
      let arguments = command.arguments
      let most = command.takesList ? 4 : 1
      text = verb
      if !arguments.isEmpty {
        text += " " + repeated(most, separator: ", ") { $0.argument($0.choice(arguments, else: .formula)) }
      }
    default: text = form(choice(command.synopsis), of: command, verb: verb)
    }
    // Rows come below the line that takes options.
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    let last = lines.lastIndex { !$0.hasPrefix(" ") } ?? 0
    if lines[last].hasPrefix(verb), !command.options.isEmpty, happens(50) {
      lines[last] += options(of: command)
    }
    if command.takesRows, lines.count == 1, lines[0].hasSuffix(":") || happens(10) {
      lines += repeated(5, separator: "\n") { $0.row() }.split(separator: "\n").map { String($0) }
    } else if happens(1) {
      lines.append(row())
    }
    return lines.joined(separator: "\n")
  }

  mutating func options(of command: Command) -> String {
    var text = ""
    for option in command.options where happens(command.options.count > 4 ? 25 : 45) {
      let name = happens(70) ? option.name : choice([option.name] + option.synonyms)
      let value = value(of: option)
      text += ", " + name + (value.isEmpty ? "" : " " + value)
    }
    return text
  }

  private mutating func assignment() -> String {
    switch random.below(8) {
    case 0: return "η = \(number())"
    case 1: return "α = \(number())"
    case 2: return "let \(name("c")) = \(formula())"
    case 3: return "let \(choice(["p", "q", "r"])) = \(count())"
    case 4:
      let body = choice([
        "a / (1 + abs(a))", "1 / (1 + exp(-c a))", "max(0, a)", "log(1 + exp(a))", "sqrt(a)", "1/a", "a^3",
        "h(a)",
        "tanh(a) + g(a)", "exp(exp(a))", "log(a)", "c", "\(number()) a",
      ])
      return "\(choice(["g", "h", "f", "swish", name("f")]))(a) = \(body)"
    case 5: return "\(weight()) = \(formula())"
    case 6:
      let matrix = repeated(3, separator: "; ") { cell in
        cell.repeated(3, separator: " ") { $0.number() }
      }
      return "w_ij = [\(matrix)]"
    default: return "\(weight()) = \(number())"
    }
  }

  /// Pieces of the language in random order.
  private mutating func soup() -> String {
    repeated(25, separator: happens(50) ? " " : "") { cell in
      switch cell.random.below(4) {
      case 0: cell.choice(FormulaFuzzTests.pieces)
      case 1: cell.choice(CommandTable.spellings)
      case 2: cell.number()
      default: cell.name("x")
      }
    }
  }

  /// The text with a few scalars left out, doubled or replaced.
  private mutating func damaged(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0...random.below(4) where !scalars.isEmpty {
      let place = random.below(scalars.count)
      switch random.below(3) {
      case 0: scalars.remove(at: place)
      case 1: scalars.insert(scalars[place], at: place)
      default:
        scalars[place] = choice(
          Array(" \n,;:-=()[]\"<>.→Σ∂δ09ij#\u{0}\u{1B}💥\u{301}".unicodeScalars), else: " ")
      }
    }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  // MARK: - Forms

  /// A synopsis with values for its words in capitals; parts in brackets may be left out.
  private mutating func form(_ synopsis: String, of command: Command, verb: String) -> String {
    var rest = synopsis[...]
    if let first = rest.split(separator: " ").first, first == command.name {
      rest = rest.dropFirst(first.count)
    }
    var lines: [String] = []
    for line in rest.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy({ $0 == " " || $0 == "…" }), line.contains("…") {
        for _ in 0..<random.below(4) { lines.append(filled(lastForm, of: command)) }
      } else {
        lastForm = String(line)
        lines.append(filled(lastForm, of: command))
      }
    }
    return verb + renumbered(lines.joined(separator: "\n"))
  }

  /// The form that `…` repeats.
  private var lastForm = ""

  private mutating func filled(_ form: String, of command: Command) -> String {
    let form = chosen(form)
    var text = ""
    var lastPlace = "NAME"
    var rest = Substring(form)
    while let character = rest.first {
      if character == "[", let end = closing(rest) {
        if happens(50) {
          text += filled(String(rest[rest.index(after: rest.startIndex)..<end]), of: command)
        }
        rest = rest[rest.index(after: end)...]
      } else if character == "…" {
        text += value(lastPlace, of: command)
        rest = rest.dropFirst()
      } else if character.isUppercase, character.isASCII {
        let word = String(rest.prefix { $0.isUppercase && $0.isASCII })
        rest = rest.dropFirst(word.count)
        if word == "E" {
          text += word
        } else {
          lastPlace = word
          text += value(word, of: command)
        }
      } else {
        text.append(character)
        rest = rest.dropFirst()
      }
    }
    return text
  }

  /// One of the words or forms separated by `|` outside brackets.
  private mutating func chosen(_ form: String) -> String {
    var depth = 0
    var parts = [""]
    for character in form {
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      if character == "|", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    guard parts.count > 1 else { return form }
    if parts.dropLast().allSatisfy({ $0.hasSuffix(" ") }) { return " " + choice(parts) }
    let before = parts[0].lastIndex(of: " ").map { String(parts[0][...$0]) } ?? ""
    let last = parts[parts.count - 1]
    let after = last.firstIndex(of: " ").map { String(last[$0...]) } ?? ""
    parts[0] = String(parts[0].dropFirst(before.count))
    parts[parts.count - 1] = String(last.dropLast(after.count))
    return before + choice(parts) + after
  }

  private func closing(_ text: Substring) -> String.Index? {
    var depth = 0
    for index in text.indices {
      if text[index] == "[" { depth += 1 }
      if text[index] == "]" { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }

  init(random: RandomGenerator, state: SessionState, files: [String]) {
    self.random = random
    self.state = state
    self.files = files
  }
}
