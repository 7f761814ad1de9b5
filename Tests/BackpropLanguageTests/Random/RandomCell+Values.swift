import Backprop

@testable import BackpropLanguage

/// The numbers, names and so on in random cells: those that people type, and those that attackers type.
extension RandomCell {
  // MARK: - Numbers

  /// Numbers as people and attackers write them.
  private static let oddNumbers = [
    "0", "-0", "-1", "1e308", "-1e308", "1.7976931348623157e308", "1e-320", "5e-324", "1e400", "1e-400",
    "0/0", "1/0", "1/3", "10^-6", "10^400", "4*50", "(1)", "NaN", "nan", "inf", "∞", "-∞", "0,5", "1.000,5",
    "½", "٣",
    "１", "0x10", "1_000", "1e", "1e+", "1.", ".5", "..", "--1", "−1", "+1", "1 000", "9007199254740993",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616",
    "99999999999999999999999999999999", String(repeating: "9", count: 400),
    "0." + String(repeating: "0", count: 400) + "1",
    "\u{1D7D9}", "", "sqrt(2)", "e", "π", "η",
  ]

  /// Valid numbers at the limits of a double, and at the limits of arithmetic with doubles.
  private static let extremes = [
    "0", "-1", "1e308", "-1e308", "1e-308", "5e-324", "1e154", "-1e154", "1e-154", "1e16", "-1e16", "1e-16",
    "700",
    "-800", "1e5",
  ]

  mutating func number() -> String {
    switch random.below(20) {
    case 0: return choice(Self.oddNumbers)
    case 1: return choice(Self.extremes)
    case 2...6: return "\(random.below(5))"
    case 7: return "-\(random.below(3)).\(random.below(100))"
    case 8: return "\(1 + random.below(9))e\(random.below(40) - 20)"
    default: return "\(random.below(2)).\(1 + random.below(99))"
    }
  }

  /// Small counts and absurd ones. Those in between would only take long.
  mutating func count() -> String {
    switch random.below(20) {
    case 0: return choice(Self.oddNumbers)
    case 1:
      return choice([
        "0", "-1", "1000000001", "99999999999", "10^9", "2.5", "3000000", "9223372036854775807", "12", "1024",
      ])
    default: return "\(1 + random.below(6))"
    }
  }

  /// The text with some of its whole numbers replaced.
  mutating func renumbered(_ text: String) -> String {
    guard happens(25) else { return text }
    var result = ""
    var digits = ""
    for character in text + "\n" {
      if character.isASCII, character.isNumber {
        digits.append(character)
        continue
      }
      if !digits.isEmpty { result += happens(30) ? count() : digits }
      digits = ""
      result.append(character)
    }
    return String(result.dropLast())
  }

  mutating func row() -> String {
    let inputs = happens(95) ? state.network?.core.inputUnits ?? 2 : random.below(4)
    let targets = happens(95) ? state.network?.core.outputUnits ?? 1 : random.below(4)
    return "  \(numbers(inputs)) -> \(numbers(targets))"
  }

  private mutating func numbers(_ count: Int) -> String {
    (0..<min(count, 70)).map { _ in happens(97) ? "0.\(random.below(10))" : number() }.joined(separator: " ")
  }

  // MARK: - Names

  private static let oddNames = [
    "", " ", "i", "k", "p", "η", "w", "w_ij", "E", "total", "network", "train", "within",
    "first-network-for-exercise-4",
    String(repeating: "long", count: 8), String(repeating: "verylong", count: 40), "сеть", "网络", "שלום",
    "مرحبا",
    "e\u{301}", "💥", "👩‍👩‍👧", "\u{0}", "a\u{1B}[31m", "\u{7}", "\u{85}", "\u{202E}abc", "\u{200B}", "a\tb",
    "\"",
    "'",
    "a b", "2", "-1", "_", "\\delta", "𝛿", "$zz$", "%zz", "<zz>", "&zz;", "\\zz", "#zz", "^zz", "{zz}", "{",
    "}", "~", "^", "#",
  ]

  /// An existing name, a usual one, or an odd one.
  mutating func name(_ usual: String) -> String {
    var known = state.networks.map { $0.name } + state.patternSets.map { $0.name }
    known += state.definitions.names + state.functions.map { $0.name }
    switch random.below(20) {
    case 0: return choice(Self.oddNames)
    case 1...8: return choice(known, else: usual)
    default: return usual
    }
  }

  mutating func letter() -> String {
    happens(90)
      ? choice(state.network?.letters ?? ["i", "j", "k"], else: "j")
      : choice(["p", "q", "r", "x", "ij", "w"])
  }

  mutating func unit() -> String {
    let letter = letter()
    let units = state.network.flatMap { network in
      network.layer(letter).map { network.core.layers[$0].units }
    }
    return happens(30) ? letter : letter + (happens(95) ? "\(random.below((units ?? 2) + 1))" : count())
  }

  mutating func weight() -> String {
    guard let network = state.network, happens(95) else { return "w_\(unit())\(unit())" }
    let projections = network.core.projections
    let projection = projections[random.below(projections.count)]
    var places: [String] = []
    for (layer, first) in [(projection.source, network.core.bias == nil ? 1 : 0), (projection.target, 1)] {
      let units = network.core.layers[layer].units
      places.append(network.letter(layer) + (happens(50) ? "\(first + random.below(units + 1 - first))" : ""))
    }
    return "w_" + places.joined()
  }

  mutating func transfer() -> String {
    happens(85)
      ? choice(TransferFunction.all.map { $0.name })
      : choice(state.functions.map { $0.name } + ["g", "h", "sigmoidal", name("f")])
  }

  mutating func file() -> String {
    let name =
      switch random.below(10) {
      case 0: name("file")
      case 1, 2: choice(["net.json", "net.onnx", "weights.csv"])
      default: choice(files, else: "net.json")
      }
    return "\"\(name)\""
  }

  // MARK: - Formulas

  mutating func formula() -> String {
    var source = RandomFormula(seed: random.next())
    switch random.below(10) {
    case 0: return number()
    case 1: return weight()
    case 2: return choice(["δ_", "y_", "a_", "t_"]) + unit()
    case 3: return choice(["∂E/∂", "Δ"]) + weight()
    case 4:
      return choice(["E", "total E", "mean E", "η", "c", "g(0.5)", "g'(a_j)", "Σ_k δ_k w_jk", name("c")])
    default:
      let formula = source.tree(1 + random.below(4))
      return choice([formula.unicode, formula.ascii, formula.latex])
    }
  }

  // MARK: - By kind

  mutating func argument(_ kind: Command.Argument) -> String {
    switch kind {
    case .words(let words): happens(90) ? choice(words) : name("it")
    case .patternNumber: happens(80) ? "\(1 + random.below(state.patterns?.set.count ?? 4))" : count()
    case .networkName: choice(state.networks.map { $0.name }, else: name("net"))
    case .patternsName: choice(state.patternSets.map { $0.name }, else: name("xor"))
    case .trainingName: choice((state.network?.runs ?? []).compactMap { $0.name?.asTyped }, else: name("run"))
    case .ownName: choice(state.ownNames, else: name("c"))
    case .notationName: happens(90) ? choice(state.notations.all.map { $0.name }) : name("it")
    case .commandName: happens(70) ? choice(CommandTable.spellings) : formula()
    case .exampleName:
      choice(["mazur", "macleod", "udacity", "generation5", "ideal-xor", "pdp-xor", name("x")])
    case .fileName: file()
    case .layerLetter: letter()
    case .transferFunction: transfer()
    case .learningRule: rule()
    case .weight: weight()
    case .formula: formula()
    case .units: repeated(3, separator: " ") { $0.unit() }
    case .topic: happens(70) ? choice(CommandTable.spellings) : formula()
    }
  }

  mutating func value(of option: CommandOption) -> String {
    switch option.value {
    case .flag: happens(97) ? "" : number()
    case .phrase(let words): happens(90) ? words : name("it")
    case .number: number()
    case .rate: happens(80) ? number() : "\(number()) / (1 + n/\(count()))"
    case .decay: number() + (happens(30) ? " without bias" : "")
    case .optionalNumber: happens(50) ? "" : number()
    case .integer: count()
    case .optionalCount: happens(50) ? "" : count()
    case .choice(let words): happens(95) ? choice(words) : name("it")
    case .rule: rule()
    case .name(let names): names.map { argument($0) } ?? choice(["plain", "\"two words\"", name("run")])
    case .formulas: repeated(3, separator: " | ") { $0.formula() }
    case .names(let names): repeated(3, separator: " ") { $0.argument(names) }
    case .condition: "\(choice(["total", "mean"])) E < \(number())"
    case .rates: repeated(3, separator: " ") { $0.number() }
    case .integers: happens(50) ? "\(count())..\(count())" : repeated(3, separator: " ") { $0.count() }
    case .sides: "\(count()) \(count())"
    case .epochs: "\(count()) epochs"
    case .columns: columns()
    }
  }

  private mutating func rule() -> String {
    happens(90) ? choice(TrainRequest.rules + state.rules.map { $0.name }) : name("it")
  }

  private mutating func columns() -> String {
    repeated(3, separator: " ") { cell in
      cell.happens(60)
        ? "\(cell.count())..\(cell.count())" : cell.happens(50) ? cell.count() : cell.name("species")
    }
  }

  /// A value for a word in capitals of a synopsis; anything for a word that is not known here.
  mutating func value(_ place: String, of command: Command) -> String {
    switch place {
    case "N", "UNITS": return count()
    case "NUMBER", "LOW", "HIGH", "MEAN", "DEVIATION", "TRAINING", "TEST": return number()
    case "NAMES": return argument(.trainingName)
    case "NUMBERS": return repeated(3, separator: " ") { $0.number() }
    case "LETTER": return letter()
    case "TRANSFER", "FUNCTION": return transfer()
    case "FILE": return String(file().dropFirst().dropLast())
    case "NAME": return name(choice(["net", "xor", "mine", "c"]))
    case "COLUMNS": return columns()
    case "FORMULA": return formula()
    case "PATTERN": return happens(80) ? argument(.patternNumber) : row()
    case "INPUTS": return numbers(state.network?.core.inputUnits ?? 2)
    case "TARGETS": return numbers(state.network?.core.outputUnits ?? 1)
    case "COMMAND": return argument(.commandName)
    case "QUANTITY": return choice(["δ_j", "w_ij", "E", "η"] + Quantity.allCases.map { $0.rawValue })
    case "OPTIONS": return String(options(of: command).dropFirst(2))
    default:
      let words = command.arguments.flatMap { if case .words(let words) = $0 { words } else { [String]() } }
      return choice(words + [number(), count(), name("x"), formula()])
    }
  }
}
