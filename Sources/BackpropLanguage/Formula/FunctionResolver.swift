import Backprop

/// Prepares the formula of a user's own function of one variable for evaluation.
struct FunctionResolver {
  /// The name of the variable in stored functions.
  static let parameter = "a"

  let definitions: Definitions
  let functions: [String: Formula]
  /// The letter of the units that a part of E or of a rule is about, for messages.
  var unitLetter = "k"
  /// The names of numbers that stay names.
  var keptNames: Set<String> = []

  init(definitions: Definitions, functions: [String: Formula]) {
    self.definitions = definitions
    var known = Self.builtIn
    for (name, formula) in functions { known[name] = formula }
    self.functions = known
  }

  /// The transfer functions that a formula expresses, by every name that is one word: `sigmoid(a_j + 1)`.
  private static let builtIn: [String: Formula] = {
    var functions: [String: Formula] = [:]
    for g in TransferFunction.all {
      guard let formula = g.formula(of: .name(parameter), functions: [:]) else { continue }
      for word in g.spellings where FormulaParser.functions[word] == nil && !word.contains(" ") {
        functions[word] = formula
      }
    }
    // Of these, the derivatives: `tanh'(a_j)`.
    for function in ElementaryFunction.allCases where !function.takesSeveral {
      for word in function.spellings { functions[word] = .elementary(function, .name(parameter)) }
    }
    // Not a synonym: it is a letter, for which a course may define another function.
    functions["σ"] = functions[TransferFunction.sigmoid.name]
    return functions
  }()

  /// The body of `name`, or of `f` for `f'`.
  func body(
    of name: String, at range: SourceRange
  ) throws(Diagnostic) -> (body: ResolvedFormula, isDerivative: Bool) {
    let (base, isDerivative) = parts(of: name)
    guard let formula = functions[base] else {
      throw OtherCourses.diagnostic(name, at: range) ?? unknownFunction(base, range)
    }
    try checkSize(of: formula, at: range)
    return (try resolve(formula, range, within: [base]), isDerivative)
  }

  /// The function that a call names, and whether it is its derivative: `f` and true for `f'`.
  private func parts(of name: String) -> (base: String, isDerivative: Bool) {
    let isDerivative = functions[name] == nil && name.hasSuffix("'")
    return (isDerivative ? String(name.dropLast()) : name, isDerivative)
  }

  /// The body of a formula in `a`.
  func resolve(_ formula: Formula, at range: SourceRange) throws(Diagnostic) -> ResolvedFormula {
    try checkSize(of: formula, at: range)
    return try resolve(formula, range, within: [])
  }

  /// Throws if a formula with the functions and names in it has too many parts: functions of functions may
  /// grow with each definition.
  private func checkSize(of formula: Formula, at range: SourceRange) throws(Diagnostic) {
    var sizes: [String: Int64] = [:]
    let count = parts(of: formula, deep: 0, &sizes)
    guard count <= FormulaResolver.mostParts else {
      throw Diagnostic(
        .tooLarge("parts of this formula", count: Int(clamping: count), limit: FormulaResolver.mostParts),
        at: range)
    }
  }

  /// The formula of a function and those of every name and function in it: everything that its values depend
  /// on.
  func definition(of name: String) -> String {
    var lines: [String] = []
    var seen: Set<String> = []
    var open = [name]
    while let next = open.popLast() {
      guard seen.insert(next).inserted else { continue }
      for formula in [functions[next], definitions[next]].compactMap({ $0 }) {
        lines.append("\(next) = \(formula.unicode)")
        open += formula.names + formula.functionNames
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The number of parts of a formula with every name in it expanded; known names are counted once. The count
  /// stops well above the maximum.
  private func parts(of formula: Formula, deep: Int, _ sizes: inout [String: Int64]) -> Int64 {
    var count: Int64 = 1
    var name: String?
    switch formula {
    case .name(let used): name = used
    case .call(.named(let used), _): name = used
    default: break
    }
    if let name, deep <= FormulaResolver.deepestDefinitions, let body = definitions[name] ?? functions[name] {
      let size = sizes[name] ?? parts(of: body, deep: deep + 1, &sizes)
      sizes[name] = size
      count += size
    }
    for child in formula.children { count += parts(of: child, deep: deep, &sizes) }
    return min(count, 1 << 32)
  }

  private func unknownFunction(_ name: String, _ range: SourceRange) -> Diagnostic {
    // Softmax needs a layer: it is no function of one number.
    if let function = TransferFunction.all.named(name) {
      return Diagnostic(
        .expected(
          "`g(a_k)`: \(function.name) is the transfer function of a whole layer, which `transfer` gives it",
          found: "`\(name)`"), at: range, example: "check y_k = g(a_k)")
    }
    // `g''(a_j)`
    if name == "g'" {
      return Diagnostic(
        .expected("`∂g'(a_j)/∂a_j`, the second derivative of g", found: "`g''`"), at: range,
        example: "derive ∂E/∂w_jk")
    }
    if let error = NamedError.all.first(where: { $0.name == name }) {
      return Diagnostic(
        .belongsTo(name, command: Command.error.name, kind: "an error function"), at: range,
        example: "\(Command.error.name) \(error.usualForm)")
    }
    return Diagnostic.unknown(
      name, .unknownFunction(name), at: range,
      among: functions.keys.filter { FormulaParser.functions[$0] == nil }.sorted()
        + FormulaParser.functions.keys.sorted(), example: "max(w_jk, 0)")
  }

  private func resolve(
    _ formula: Formula, _ range: SourceRange, within names: [String]
  ) throws(Diagnostic) -> ResolvedFormula {
    switch formula {
    case .number(let value, _): return .number(value)
    case .constant(.pi): return .number(Double.pi)
    case .constant(.e): return .call(.exp, [.number(1)])
    case .name(Self.parameter): return .parameter
    case .name(let name):
      guard let definition = definitions[name] else {
        if name.unicodeScalars.count > 1, OtherCourses.entry(for: name) == nil,
          let owned = CommandTable.belonging(name, at: range)
        {
          throw owned
        }
        throw Diagnostic.unknown(
          name, .unknownName(name, kind: "name", known: definitions.names.sorted()), at: range,
          among: definitions.names.sorted() + CommandTable.spellings, example: Example.defining(name))
      }
      let resolved = try resolve(definition, range, within: try entering(name, names, range))
      return keptNames.contains(name) ? .named(name, resolved) : resolved
    case .negated(let a): return .negated(try resolve(a, range, within: names))
    case .sum(let a, let b):
      return .sum(try resolve(a, range, within: names), try resolve(b, range, within: names))
    case .difference(let a, let b):
      return .difference(try resolve(a, range, within: names), try resolve(b, range, within: names))
    case .product(let a, let b, _):
      return .product(try resolve(a, range, within: names), try resolve(b, range, within: names))
    case .quotient(let a, let b):
      if b.numericValue == 0 { throw Diagnostic(.notFinite(formula.unicode), at: range) }
      return .quotient(try resolve(a, range, within: names), try resolve(b, range, within: names))
    case .power(let a, let b):
      return .power(try resolve(a, range, within: names), try resolve(b, range, within: names))
    case .call(.named(let name), let arguments):
      let (base, isDerivative) = parts(of: name)
      guard let body = functions[base], let argument = arguments.first else {
        throw unknownFunction(base, range)
      }
      let resolved = try resolve(body, range, within: try entering(base, names, range))
      return .apply(resolved, to: try resolve(argument, range, within: names), isDerivative: isDerivative)
    case .call(.elementary(let function), let arguments):
      var resolved: [ResolvedFormula] = []
      for argument in arguments { resolved.append(try resolve(argument, range, within: names)) }
      return .call(function, resolved)
    case .quantity, .call(.transfer, _), .call(.transferDerivative, _), .call(.comparison, _), .summation,
      .iverson, .partial, .symbol:
      throw Diagnostic(
        .expected("a formula in the function's own variable", found: "`\(formula.unicode)`"), at: range,
        example: "g(a) = a / (1 + abs(a))")
    }
  }

  private func entering(_ name: String, _ names: [String], _ range: SourceRange) throws(Diagnostic)
    -> [String]
  {
    if names.contains(name) { throw Diagnostic(.circularDefinition(name), at: range) }
    guard names.count < FormulaResolver.deepestDefinitions else {
      throw Diagnostic(.nestedTooDeeply(limit: FormulaResolver.deepestDefinitions), at: range)
    }
    return names + [name]
  }
}

extension ResolvedFormula {
  /// The value of a function's body. level: the level of the innermost ε that the argument may carry.
  func value(at argument: Dual, level: Int = 0) -> Dual {
    switch self {
    case .number(let value): .real(value)
    case .parameter: argument
    case .named(_, let a): a.value(at: argument, level: level)
    case .negated(let a): -a.value(at: argument, level: level)
    case .sum(let a, let b): a.value(at: argument, level: level) + b.value(at: argument, level: level)
    case .difference(let a, let b): a.value(at: argument, level: level) - b.value(at: argument, level: level)
    case .product(let a, let b): a.value(at: argument, level: level) * b.value(at: argument, level: level)
    case .quotient(let a, let b): a.value(at: argument, level: level) / b.value(at: argument, level: level)
    case .power(let a, let b):
      .power(a.value(at: argument, level: level), b.value(at: argument, level: level))
    case .call(let function, let arguments):
      Dual.call(function, arguments.map { $0.value(at: argument, level: level) })
    case .apply(let body, let inner, let isDerivative):
      body.applied(to: inner.value(at: argument, level: level), isDerivative: isDerivative, level: level)
    // No function's body has these: `FunctionResolver` refuses them.
    case .weight, .weightChange, .previousWeightChange, .remembered, .totalInput, .output, .delta, .target,
      .error,
      .totalError,
      .meanError, .accuracy, .epochs, .transfer, .softmax, .summation, .iverson, .partial:
      .real(.nan)
    }
  }

  /// The body's value at a number, or that of its derivative, which uses one more ε.
  func applied(to argument: Dual, isDerivative: Bool, level: Int) -> Dual {
    guard isDerivative else { return value(at: argument, level: level) }
    return value(at: DualPass.varied(argument, level: level + 1), level: level + 1).slope(at: level + 1)
  }
}

extension Dual {
  /// One of the elementary functions.
  static func call(_ function: ElementaryFunction, _ arguments: [Dual]) -> Dual {
    guard let first = arguments.first else { return .real(.nan) }
    switch function {
    case .exp: return exp(first)
    case .log: return log(first)
    case .sqrt: return sqrt(first)
    case .abs: return abs(first)
    case .tanh: return tanh(first)
    case .cosh: return cosh(first)
    case .sinh: return sinh(first)
    case .sin: return sin(first)
    case .cos: return cos(first)
    case .sign: return sign(first)
    case .floor: return floor(first)
    case .min: return arguments.dropFirst().reduce(first) { min($0, $1) }
    case .max: return arguments.dropFirst().reduce(first) { max($0, $1) }
    }
  }
}
