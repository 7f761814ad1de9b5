import Backprop

/// Finds what a formula's symbols stand for in a context, and which units its indices run over.
///
/// An index runs over the units of its layer. It includes unit 0, the bias unit, if it is the source index of
/// a weight in a projection with a bias row and nothing in its scope rules that out: the bias unit has no a,
/// no δ and no incoming weight.
struct FormulaResolver {
  let context: FormulaContext
  var indices: [IndexSlot] = []
  /// The slots of the letters in scope.
  var scope: [String: Int] = [:]
  /// Units that stand for a slot while the argument of a softmax is resolved.
  var replaced: [Subscript: Int] = [:]
  var ranges: [SourceRange] = []
  var nextLeaf = 0
  /// The bounds that are written at sums.
  private var sumBounds: [SumBounds] = []
  /// The number of sums of the formula itself, not of what its names stand for, that have been met.
  private var sumCount = 0
  /// The places among them of those whose bounds leave out a bias unit.
  private(set) var sumsWithoutBias: [Int] = []
  var whole: SourceRange = 0..<0
  var definitions: [String] = []
  var partialDepth = 0
  var parts = 0
  /// The names of numbers that stay names.
  var keptNames: Set<String> = []
  /// The slots whose letters occur within their scope.
  var usedSlots: Set<Int> = []

  static let mostParts = 100_000
  static let deepestDefinitions = 40
  static let deepestPartials = 4

  /// An index: free, or bound by a Σ.
  struct IndexSlot {
    let letter: String
    let layer: Int
    var isFree: Bool
    var mayTakeBias = false
    var mustNotTakeBias = false
    /// Whether biases are apart where its letter is written.
    var isApart = false
  }

  init(_ context: FormulaContext) { self.context = context }

  mutating func resolve(_ source: SourceFormula) throws(Diagnostic) -> ResolvedFormula {
    let source = context.withAllWeights(source)
    ranges = source.leaves
    nextLeaf = 0
    whole = source.range
    sumBounds = source.sumBounds
    (sumCount, sumsWithoutBias) = (0, [])
    for bounds in sumBounds {
      // `Σ_{n=1}^N E_n`
      if source.formula.sumsError(over: bounds.letter) {
        throw Diagnostic(.sumOfError(bounds.letter), at: bounds.range, suggestion: "total E")
      }
      try check(bounds)
    }
    try checkNames(sumBounds)
    return try resolve(source.formula)
  }

  /// The units that an index runs over, known once everything in its scope is resolved.
  func units(of slot: Int) -> Range<Int> {
    let index = indices[slot]
    let withBias = index.mayTakeBias && !index.mustNotTakeBias && !index.isApart
    return (withBias ? 0 : 1)..<(context.network.layers[index.layer].units + 1)
  }

  // MARK: - Expressions

  mutating func resolve(_ formula: Formula) throws(Diagnostic) -> ResolvedFormula {
    parts += 1
    guard parts <= Self.mostParts else {
      throw Diagnostic(.tooLarge("parts of this formula", count: parts, limit: Self.mostParts), at: whole)
    }
    switch formula {
    case .number(let value, _): return .number(value)
    case .constant(.pi): return .number(Double.pi)
    case .constant(.e): return .number(Elementary.exponential(1))
    case .quantity(let quantity, let subscripts):
      let range = leaf()
      do throws(Diagnostic) { return try resolve(quantity, subscripts, range) } catch {
        throw suggesting(error, for: quantity, subscripts)
      }
    case .name(let name): return try resolve(name: name, leaf())
    case .negated(let a): return .negated(try resolve(a))
    case .sum(let a, let b): return .sum(try resolve(a), try resolve(b))
    case .difference(let a, let b): return .difference(try resolve(a), try resolve(b))
    case .product(let a, let b, _): return .product(try resolve(a), try resolve(b))
    case .quotient(let a, let b):
      if b.numericValue == 0 { throw Diagnostic(.notFinite(formula.unicode), at: whole) }
      return .quotient(try resolve(a), try resolve(b))
    case .power(.quantity(let quantity, let places), .name(let level))
    where level.unicodeScalars.count == 1 && context.definitions[level] == nil:
      // `w_jk^l`
      throw Diagnostic(
        .layerSuperscript(
          LayerSuperscript(symbol: quantity.rawValue, subscripts: places, level: level, isBracketed: false)),
        at: leaf())
    case .power(let a, let b): return .power(try resolve(a), try resolve(b))
    case .call(let function, let arguments): return try resolve(call: function, arguments, leaf())
    case .summation(let letter, let body): return try resolve(sumOver: letter, body, leaf())
    case .iverson(let a, let b):
      let range = leaf()
      let (left, right) = (try layer(of: a, range), try layer(of: b, range))
      guard left == right else {
        throw Diagnostic(
          .expected("two units of one layer", found: "`[\(a.text) = \(b.text)]`"), at: range,
          example: "[k = r]")
      }
      return .iverson(
        try place(a, in: left, bias: .indifferent, range), try place(b, in: right, bias: .indifferent, range))
    case .partial(.quantity(.error, _), let variable) where variable.ofUpdate != nil:
      nextLeaf += 1
      let range = leaf()
      if let gradient = try earlierGradient(by: variable, range) { return gradient }
      return .partial(.error, try self.variable(variable, range))
    case .partial(let numerator, let variable):
      partialDepth += 1
      defer { partialDepth -= 1 }
      if partialDepth > Self.deepestPartials {
        throw Diagnostic(.nestedTooDeeply(limit: Self.deepestPartials), at: whole)
      }
      let resolved = try resolve(numerator)
      return .partial(resolved, try self.variable(variable, leaf()))
    case .symbol(let symbol, _):
      throw Diagnostic(.unknownName(symbol.name, kind: "quantity", known: []), at: whole)
    }
  }

  mutating func leaf() -> SourceRange {
    defer { nextLeaf += 1 }
    return definitions.isEmpty && ranges.indices.contains(nextLeaf) ? ranges[nextLeaf] : whole
  }

  mutating func resolve(
    sumOver letter: String, _ body: Formula, _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula {
    if let unit = context.pins[letter] {
      throw Diagnostic(
        .expected(
          "a letter that is free to run over its layer: \(letter) is \(unit) by `let`", found: "`Σ_\(letter)`"
        ),
        at: range, example: "Σ_j w_jk y_j")
    }
    if body.isErrorAlone { throw Diagnostic(.sumOfError(letter), at: range, suggestion: "total E") }
    let layer = try layer(of: Subscript(letter), range)
    let bounds = definitions.isEmpty ? sumBounds.first { $0.place == sumCount } : nil
    let place = sumCount
    if definitions.isEmpty { sumCount += 1 }
    let outer = scope[letter]
    let slot = addSlot(letter, layer, isFree: false)
    // `Σ_j (1 - [j = j0]) …` has no term of j0, where the rest need not have a value.
    let withoutBias = Formula.summation(letter, body).bodyWithoutBias
    if withoutBias != nil {
      indices[slot].mustNotTakeBias = true
      usedSlots.insert(slot)
      nextLeaf += 1
    }
    let resolved = try resolve(withoutBias ?? body)
    scope[letter] = outer
    // A number may be summed to count units; any other body should contain the letter.
    if !usedSlots.contains(slot), !body.isNumeric {
      throw Diagnostic(
        .idleSum(letter: letter, body: body.unicode, units: context.network.layers[layer].units), at: range,
        example: "Σ_j w_jk y_j")
    }
    // `Σ_{j=1}^M w_jk y_j` leaves out j0.
    if bounds?.first == 1, units(of: slot).lowerBound == 0 {
      indices[slot].mustNotTakeBias = true
      sumsWithoutBias.append(place)
    }
    let units = units(of: slot)
    if let bounds, let first = bounds.first, first != units.lowerBound {
      throw partialSum(bounds, over: units, of: layer)
    }
    return .summation(slot: slot, units, resolved)
  }

  mutating func addSlot(_ letter: String, _ layer: Int, isFree: Bool) -> Int {
    // What a name stands for is as the session keeps it, in every notation.
    let isApart = context.hasBiasApart && definitions.isEmpty
    indices.append(IndexSlot(letter: letter, layer: layer, isFree: isFree, isApart: isApart))
    scope[letter] = indices.count - 1
    return indices.count - 1
  }

  // MARK: - Names and calls

  mutating func resolve(name: String, _ range: SourceRange) throws(Diagnostic) -> ResolvedFormula {
    guard let definition = context.definitions[name] else {
      if let remembered = try remembered(name, range) { return remembered }
      if let number = try numberOfRule(name, range) {
        return keptNames.contains(name) ? .named(name, number) : number
      }
      if let count = context.unitCount(named: name) { return .number(Double(count)) }
      if name == "m" || name == "n", let count = OtherCourses.entry(for: "N") {
        // `1/n Σ_x C_x`
        throw Diagnostic(
          .otherCourse(
            word: name,
            here: count.here
              + (name == "n" ? "; `n` counts updates in a learning rule, and epochs in a schedule" : "")),
          at: range, example: "let \(name) = 4")
      }
      let known = context.definitions.names.sorted()
      if let glued = glued(name) {
        throw Diagnostic(
          .unknownName(name, kind: "quantity or name", known: known), at: range, suggestion: glued,
          example: glued)
      }
      if name.unicodeScalars.count > 1, OtherCourses.entry(for: name) == nil,
        let owned = CommandTable.belonging(name, at: range)
      {
        throw owned
      }
      throw Diagnostic.unknown(
        name, .unknownName(name, kind: "quantity or name", known: known), at: range,
        among: known + Quantity.allCases.map { $0.example } + CommandTable.spellings,
        example: Example.defining(name, letters: context.network.layers.map { $0.name }))
    }
    let resolved = try resolve(definition: definition, of: name, range)
    return keptNames.contains(name) ? .named(name, resolved) : resolved
  }

  /// What a name stands for.
  mutating func resolve(
    definition: Formula, of name: String, _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula {
    if definitions.contains(name) { throw Diagnostic(.circularDefinition(name), at: range) }
    guard definitions.count < Self.deepestDefinitions else {
      throw Diagnostic(.nestedTooDeeply(limit: Self.deepestDefinitions), at: range)
    }
    definitions.append(name)
    let (outerWhole, outerLeaf) = (whole, nextLeaf)
    whole = range
    let resolved = try resolve(definition)
    (whole, nextLeaf) = (outerWhole, outerLeaf)
    definitions.removeLast()
    return resolved
  }

  /// `y_j` for `yj`: a copy from a PDF loses the underscores.
  private func glued(_ name: String) -> String? {
    for quantity in Quantity.allCases where name.hasPrefix(quantity.rawValue) && quantity.subscriptCount > 0 {
      let (bare, places) = OtherCourses.parts(
        of: quantity.rawValue + "_" + name.dropFirst(quantity.rawValue.count))
      guard bare == quantity.rawValue, places.count == quantity.subscriptCount,
        places.allSatisfy({ (try? layer(of: $0, whole)) != nil })
      else { continue }
      return Formula.quantity(quantity, places).unicode
    }
    return nil
  }

  mutating func resolve(
    call function: Function, _ arguments: [Formula], _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula {
    switch function {
    case .elementary(let function):
      var resolved: [ResolvedFormula] = []
      for argument in arguments { resolved.append(try resolve(argument)) }
      return .call(function, resolved)
    case .transfer, .transferDerivative:
      return try resolve(
        transferOf: try first(of: arguments, range), isDerivative: function == .transferDerivative, range)
    case .named(let name):
      if let remembered = try ofUpdate(.call(function, arguments), range) { return remembered }
      var functions = FunctionResolver(definitions: context.definitions, functions: context.functions)
      functions.keptNames = keptNames
      let (body, isDerivative) = try functions.body(of: name, at: range)
      return .apply(body, to: try resolve(try first(of: arguments, range)), isDerivative: isDerivative)
    case .comparison(let relation):
      guard arguments.count == 2 else { return .number(0) }
      return .comparison(try resolve(arguments[0]), relation, try resolve(arguments[1]))
    }
  }

  private func first(of arguments: [Formula], _ range: SourceRange) throws(Diagnostic) -> Formula {
    guard let first = arguments.first else {
      throw Diagnostic(.expected("one number for the function", found: "none"), at: range)
    }
    return first
  }

  mutating func resolve(
    transferOf argument: Formula, isDerivative: Bool, _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula {
    let subscripts = argument.freeSubscripts
    var deepest = 0
    for place in subscripts { deepest = max(deepest, try layer(of: place, range)) }
    let layers = context.network.layers
    if deepest == 0 {
      guard let first = layers.dropFirst().first,
        layers.dropFirst().allSatisfy({ $0.transfer == first.transfer }),
        !first.transfer.isSoftmax
      else {
        throw Diagnostic(
          .expected(
            "a unit in g(…), for the layers have different transfer functions",
            found: "`g(\(argument.unicode))`"),
          at: range, example: "g(a_j)")
      }
      deepest = 1
    }
    guard layers[deepest].transfer.isSoftmax else {
      return .transfer(layer: deepest, try resolve(argument), isDerivative: isDerivative)
    }
    var own: [Subscript] = []
    for place in subscripts where try layer(of: place, range) == deepest { own.append(place) }
    guard own.count == 1, let only = own.first else {
      throw Diagnostic(
        .expected(
          "one unit of layer \(context.layerLetters[deepest]) in g(…), for its g is "
            + layers[deepest].transfer.name,
          found: "`g(\(argument.unicode))`"), at: range, example: "g(a_k)")
    }
    let at = try place(only, in: deepest, bias: .excluded, range)
    indices.append(IndexSlot(letter: only.letter, layer: deepest, isFree: false))
    let slot = indices.count - 1
    let outer = replaced[only]
    replaced[only] = slot
    let resolved = try resolve(argument)
    replaced[only] = outer
    return .softmax(layer: deepest, resolved, slot: slot, at: at, isDerivative: isDerivative)
  }
}
