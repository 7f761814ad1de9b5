import Backprop

/// Finds what a formula's symbols stand for in a context, and which units its indices run over.
///
/// An index runs over the units of its layer. It takes in unit 0, the bias unit, where it is the source of a weight of a
/// projection with a bias row and nothing in its scope speaks against it: the bias unit has no a, δ, or weight to it.
struct FormulaResolver {
  let context: FormulaContext
  private(set) var indices: [IndexSlot] = []
  /// The slots of the letters in scope.
  private var scope: [String: Int] = [:]
  /// Units that stand for a slot while the argument of a softmax is resolved.
  private var replaced: [Subscript: Int] = [:]
  private var ranges: [SourceRange] = []
  private var nextLeaf = 0
  private var whole: SourceRange = 0..<0
  private var definitions: [String] = []
  private var partialDepth = 0
  private var parts = 0

  private static let mostParts = 100_000
  private static let deepestDefinitions = 40
  private static let deepestPartials = 4

  /// An index: free, or bound by a Σ.
  struct IndexSlot {
    let letter: String
    let layer: Int
    var isFree: Bool
    fileprivate var mayTakeBias = false
    fileprivate var mustNotTakeBias = false
  }

  init(_ context: FormulaContext) { self.context = context }

  mutating func resolve(_ source: SourceFormula) throws(Diagnostic) -> ResolvedFormula {
    ranges = source.leaves
    nextLeaf = 0
    whole = source.range
    return try resolve(source.formula)
  }

  /// The units that an index runs over, once everything in its scope is resolved.
  func units(of slot: Int) -> Range<Int> {
    let index = indices[slot]
    let withBias = index.mayTakeBias && !index.mustNotTakeBias
    return (withBias ? 0 : 1)..<(context.network.layers[index.layer].units + 1)
  }

  // MARK: - Expressions

  private mutating func resolve(_ formula: Formula) throws(Diagnostic) -> ResolvedFormula {
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
    case .quotient(let a, let b): return .quotient(try resolve(a), try resolve(b))
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
    case .partial(let numerator, let variable):
      partialDepth += 1
      defer { partialDepth -= 1 }
      if partialDepth > Self.deepestPartials {
        throw Diagnostic(.nestedTooDeeply(limit: Self.deepestPartials), at: whole)
      }
      let resolved = try resolve(numerator)
      return .partial(resolved, try self.variable(variable, leaf()))
    }
  }

  private mutating func leaf() -> SourceRange {
    defer { nextLeaf += 1 }
    return definitions.isEmpty && ranges.indices.contains(nextLeaf) ? ranges[nextLeaf] : whole
  }

  private mutating func resolve(
    sumOver letter: String, _ body: Formula, _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula {
    if let unit = context.pins[letter] {
      throw Diagnostic(
        .expected(
          "a letter that is free to run over its layer: \(letter) is \(unit) by `let`", found: "`Σ_\(letter)`"
        ),
        at: range, example: "Σ_k δ_k w_jk")
    }
    let layer = try layer(of: Subscript(letter), range)
    let outer = scope[letter]
    let slot = addSlot(letter, layer, isFree: false)
    let resolved = try resolve(body)
    scope[letter] = outer
    return .summation(slot: slot, units(of: slot), resolved)
  }

  private mutating func addSlot(_ letter: String, _ layer: Int, isFree: Bool) -> Int {
    indices.append(IndexSlot(letter: letter, layer: layer, isFree: isFree))
    scope[letter] = indices.count - 1
    return indices.count - 1
  }

  // MARK: - Names and calls

  private mutating func resolve(name: String, _ range: SourceRange) throws(Diagnostic) -> ResolvedFormula {
    guard let definition = context.definitions[name] else {
      let known = context.definitions.keys.sorted()
      let quantities = Quantity.allCases.map { $0.example }
      throw Diagnostic(
        .unknownName(name, kind: "quantity or name", known: known), at: range,
        suggestion: Spelling.nearest(to: name, among: known + quantities), example: "let \(name) = 0.5")
    }
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

  private mutating func resolve(
    call function: Function, _ arguments: [Formula], _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula {
    switch function {
    case .transfer, .transferDerivative:
      guard let argument = arguments.first else { break }
      return try resolve(transferOf: argument, isDerivative: function == .transferDerivative, range)
    case .named(let name):
      guard let argument = arguments.first else { break }
      let functions = FunctionResolver(definitions: context.definitions, functions: context.functions)
      let (body, isDerivative) = try functions.body(of: name, at: range)
      return .apply(body, to: try resolve(argument), isDerivative: isDerivative)
    default: break
    }
    var resolved: [ResolvedFormula] = []
    for argument in arguments { resolved.append(try resolve(argument)) }
    return .call(function, resolved)
  }

  private mutating func resolve(
    transferOf argument: Formula, isDerivative: Bool, _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula {
    let subscripts = argument.freeSubscripts
    var deepest = 0
    for place in subscripts { deepest = max(deepest, try layer(of: place, range)) }
    let layers = context.network.layers
    if deepest == 0 {
      guard let first = layers.dropFirst().first,
        layers.dropFirst().allSatisfy({ $0.transfer == first.transfer }),
        first.transfer != .softmax
      else {
        throw Diagnostic(
          .expected(
            "a unit in g(…), for the layers have different transfer functions",
            found: "`g(\(argument.unicode))`"),
          at: range, example: "g(a_j)")
      }
      deepest = 1
    }
    guard layers[deepest].transfer == .softmax else {
      return .transfer(layer: deepest, try resolve(argument), isDerivative: isDerivative)
    }
    var own: [Subscript] = []
    for place in subscripts where try layer(of: place, range) == deepest { own.append(place) }
    guard own.count == 1, let only = own.first else {
      throw Diagnostic(
        .expected(
          "one unit of layer \(context.layerLetters[deepest]) in g(…), for its g is softmax",
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

  // MARK: - Quantities

  private mutating func resolve(
    _ quantity: Quantity, _ subscripts: [Subscript], _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula {
    try require(quantity, subscripts, range)
    switch quantity {
    case .error: return .error
    case .totalError: return .totalError
    case .meanError: return .meanError
    case .weight, .weightChange:
      let (projection, from, to) = try weight(quantity, subscripts, range)
      return quantity == .weight
        ? .weight(projection: projection, from, to) : .weightChange(projection: projection, from, to)
    case .totalInput, .output, .input, .target, .delta: break
    }
    guard subscripts.count == 1, let unit = subscripts.first else {
      throw Diagnostic(.expected(quantity.subscriptsExpected, found: "`\(quantity.rawValue)`"), at: range)
    }
    let layer = try layer(of: unit, range)
    try check(quantity, belongsTo: layer, unit, range)
    switch quantity {
    case .output: return .output(layer: layer, try place(unit, in: layer, bias: .indifferent, range))
    case .input: return .output(layer: layer, try place(unit, in: layer, bias: .excluded, range))
    case .totalInput: return .totalInput(layer: layer, try place(unit, in: layer, bias: .excluded, range))
    case .delta: return .delta(layer: layer, try place(unit, in: layer, bias: .excluded, range))
    default: return .target(try place(unit, in: layer, bias: .excluded, range))
    }
  }

  private mutating func variable(
    _ formula: Formula, _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula.Variable {
    if case .quantity(let quantity, let subscripts) = formula {
      switch try resolve(quantity, subscripts, range) {
      case .weight(let projection, let from, let to): return .weight(projection: projection, from, to)
      case .output(let layer, let unit): return .output(layer: layer, unit)
      case .totalInput(let layer, let unit): return .totalInput(layer: layer, unit)
      default: break
      }
    }
    throw Diagnostic(
      .expected(
        "a weight, an output or a total input, such as w_qr, y_q or a_j", found: "`\(formula.unicode)`"),
      at: range, example: "∂E/∂w_qr")
  }

  private mutating func weight(
    _ quantity: Quantity, _ subscripts: [Subscript], _ range: SourceRange
  ) throws(Diagnostic) -> (projection: Int, from: ResolvedFormula.Place, to: ResolvedFormula.Place) {
    guard subscripts.count == 2, let from = subscripts.first, let to = subscripts.last else {
      throw Diagnostic(.expected(quantity.subscriptsExpected, found: "`\(quantity.rawValue)`"), at: range)
    }
    let (source, target) = (try layer(of: from, range), try layer(of: to, range))
    guard let projection = context.network.projection(from: source, to: target) else {
      let reversed = context.network.projection(from: target, to: source) != nil
      throw Diagnostic(
        .notConnected(from: context.layerLetters[source], to: context.layerLetters[target]), at: range,
        suggestion: reversed ? "\(quantity.rawValue)_\(to.text)\(from.text)" : nil,
        example: reversed ? nil : "connect \(context.layerLetters[0]) -> \(context.layerLetters.last ?? "k")")
    }
    let hasBias = context.network.projections[projection].hasBias
    return (
      projection, try place(from, in: source, bias: hasBias ? .wanted : .excluded, range),
      try place(to, in: target, bias: .excluded, range)
    )
  }

  /// Names the nearest unit that there is.
  private func suggesting(_ diagnostic: Diagnostic, for quantity: Quantity, _ places: [Subscript])
    -> Diagnostic
  {
    guard case .noSuchUnit(let letter, let unit, let units) = diagnostic.problem, diagnostic.suggestion == nil
    else {
      return diagnostic
    }
    var diagnostic = diagnostic
    let nearest = Subscript(letter, unit: min(max(unit, units.lowerBound), units.upperBound))
    let named = places.map { $0 == Subscript(letter, unit: unit) ? nearest : $0 }
    diagnostic.suggestion = Formula.quantity(quantity, named).unicode
    return diagnostic
  }

  // MARK: - Units

  private enum Bias { case wanted, indifferent, excluded }

  /// The place in the network of the layer that a subscript's letter belongs to.
  private func layer(of unit: Subscript, _ range: SourceRange) throws(Diagnostic) -> Int {
    if let layer = context.layerLetters.firstIndex(of: unit.letter) ?? context.particularLetters[unit.letter],
      context.network.layers.indices.contains(layer)
    {
      return layer
    }
    throw Diagnostic(.unknownLayer(unit.letter, known: context.layerLetters), at: range)
  }

  private mutating func place(
    _ unit: Subscript, in layer: Int, bias: Bias, _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula.Place {
    if let slot = replaced[unit] { return .slot(slot) }
    if let number = unit.unit ?? (scope[unit.letter] == nil ? context.pins[unit.letter] : nil) {
      try check(number, of: unit, in: layer, bias, range)
      return .unit(number)
    }
    let slot = scope[unit.letter] ?? addSlot(unit.letter, layer, isFree: true)
    switch bias {
    case .wanted: indices[slot].mayTakeBias = true
    case .excluded: indices[slot].mustNotTakeBias = true
    case .indifferent: break
    }
    return .slot(slot)
  }

  /// Throws unless the layer has this unit, for a quantity that the bias unit has or has not.
  private func check(
    _ number: Int, of unit: Subscript, in layer: Int, _ bias: Bias, _ range: SourceRange
  ) throws(Diagnostic) {
    let count = context.network.layers[layer].units
    let hasBiasUnit = context.network.bias != nil && layer < context.network.layers.count - 1
    if number == 0 && !hasBiasUnit { throw Diagnostic(.noBiasUnit(letter: unit.letter), at: range) }
    let least = hasBiasUnit && bias != .excluded ? 0 : 1
    guard number >= least, number <= count else {
      throw Diagnostic(
        .noSuchUnit(letter: unit.letter, unit: number, units: least...max(least, count)), at: range)
    }
  }

  /// Throws where the units of the layer have no such quantity.
  private func check(
    _ quantity: Quantity, belongsTo layer: Int, _ unit: Subscript, _ range: SourceRange
  ) throws(Diagnostic) {
    let found = "`\(quantity.rawValue)_\(unit.text)`"
    let last = context.network.layers.count - 1
    switch quantity {
    case .totalInput where layer == 0:
      throw Diagnostic(
        .expected(
          "a hidden or output unit: an input unit has no total input, only its output y", found: found),
        at: range, suggestion: "y_\(unit.text)")
    case .delta where layer == 0:
      throw Diagnostic(
        .expected("a hidden or output unit: an input unit has no δ", found: found), at: range, example: "δ_j")
    case .target where layer != last:
      let letter = context.layerLetters[last]
      throw Diagnostic(
        .expected("an output unit: targets belong to layer \(letter)", found: found), at: range,
        suggestion: unit.unit.map { "t_\(letter)\($0)" } ?? "t_\(letter)")
    case .input where layer != 0:
      throw Diagnostic(
        .expected("an input unit: x belongs to layer \(context.layerLetters[0])", found: found), at: range,
        suggestion: "x_\(context.layerLetters[0])")
    default: return
    }
  }

  // MARK: - What there is so far

  /// Throws unless the quantity has been worked out, or can be.
  private func require(_ quantity: Quantity, _ subscripts: [Subscript], _ range: SourceRange)
    throws(Diagnostic)
  {
    let symbol = quantity.rawValue + (subscripts.isEmpty ? "" : "_" + subscripts.map { $0.text }.joined())
    func nothing(_ command: String) -> Diagnostic {
      Diagnostic(.nothingYet(symbol, command: command), at: range)
    }
    let presentation = context.presentation.flatMap {
      $0.network.hasSameShape(as: context.network) ? $0 : nil
    }
    let target = presentation?.target
    switch quantity {
    case .weight: return
    case .totalError, .meanError:
      guard let patterns = context.patterns else { throw Diagnostic(.noPatterns, at: range) }
      if patterns.inputs.columns != context.network.inputUnits {
        throw Diagnostic(
          .inputWidth(expected: context.network.inputUnits, count: patterns.inputs.columns), at: range)
      }
      if patterns.targets.columns != context.network.outputUnits {
        throw Diagnostic(
          .targetWidth(expected: context.network.outputUnits, count: patterns.targets.columns), at: range)
      }
    case .totalInput, .output, .input: if presentation == nil { throw nothing("forward") }
    case .target, .error:
      if presentation == nil { throw nothing("forward") }
      if target == nil { throw nothing("forward INPUTS -> TARGETS") }
    case .delta:
      if presentation == nil { throw nothing("backward") }
      if target == nil { throw nothing("forward INPUTS -> TARGETS") }
      if partialDepth == 0 && presentation?.backward == nil { throw nothing("backward") }
    case .weightChange:
      if partialDepth > 0 {
        throw Diagnostic(
          .expected(
            "a quantity that depends on the network alone: ∂ is not taken of Δw", found: "`\(symbol)`"),
          at: range, example: "∂E/∂w_jk")
      }
      if context.weightChanges == nil { throw nothing("backward") }
    }
  }
}

extension Network {
  /// Whether the other has the same layers of units and the same projections.
  func hasSameShape(as other: Network) -> Bool {
    layers.map({ $0.units }) == other.layers.map({ $0.units })
      && projections.map { [$0.source, $0.target, $0.weights.rows] }
        == other.projections.map { [$0.source, $0.target, $0.weights.rows] }
  }
}

extension Subscript {
  /// `j` or `j2`.
  var text: String { letter + (unit.map { String($0) } ?? "") }
}
