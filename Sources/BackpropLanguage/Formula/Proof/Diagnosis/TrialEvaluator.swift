import Backprop

/// Computes formulas for given units, many of them one after another: the values of candidates, of which most
/// are wrong. What it accepts is confirmed by `FormulaEvaluator`.
struct TrialEvaluator {
  let context: FormulaContext
  /// The unit of each letter in scope; later ones first.
  private var units: [(letter: String, unit: Int)] = []
  /// The values of derivatives and of names, which take longer.
  private var known: [(formula: Formula, value: Double)] = []
  /// The number of parts computed so far.
  private(set) var work = 0

  private let layerLetters: [String]

  init(_ context: FormulaContext) {
    self.context = context
    layerLetters = context.layerLetters
  }

  private func layer(of place: Subscript) -> Int? {
    layerLetters.firstIndex(of: place.layerLetter) ?? context.particularLetters[place.letter]
  }

  /// The value where each letter stands for a unit; not a number if it has none.
  mutating func value(of formula: Formula, _ units: [(letter: String, unit: Int)]) -> Double {
    self.units = units
    return value(of: formula)
  }

  private mutating func value(of formula: Formula) -> Double {
    work += 1
    switch formula {
    case .number(let value, _): return value
    case .constant(.pi): return .pi
    case .constant(.e): return Elementary.exponential(1)
    case .quantity(let quantity, let places): return value(of: quantity, places)
    case .negated(let a): return -value(of: a)
    case .sum(let a, let b): return value(of: a) + value(of: b)
    case .difference(let a, let b): return value(of: a) - value(of: b)
    case .product(let a, let b, _): return value(of: a) * value(of: b)
    case .quotient(let a, let b): return value(of: a) / value(of: b)
    case .power(let a, let b): return Dual.power(.real(value(of: a)), .real(value(of: b))).value
    case .call(.elementary(let function), let arguments):
      var numbers: [Dual] = []
      for argument in arguments { numbers.append(.real(value(of: argument))) }
      return Dual.call(function, numbers).value
    case .call(.transfer, let arguments): return transfer(arguments, isDerivative: false)
    case .call(.transferDerivative, let arguments): return transfer(arguments, isDerivative: true)
    case .summation(let letter, let body): return sum(over: letter, body)
    case .iverson(let a, let b):
      guard let left = unit(a), let right = unit(b) else { return .nan }
      return left == right ? 1 : 0
    case .name, .call, .partial: return slowly(formula)
    case .symbol: return .nan
    }
  }

  // MARK: - Units

  private func unit(_ place: Subscript) -> Int? {
    if let unit = place.unit { return unit }
    return units.last { $0.letter == place.letter }?.unit ?? context.pins[place.letter]
  }

  private mutating func sum(over letter: String, _ body: Formula) -> Double {
    guard let layer = self.layer(of: Subscript(letter)) else { return .nan }
    let first = context.takesBias(letter, in: body) ? 0 : 1
    var sum = 0.0
    for unit in first...max(first, context.network.layers[layer].units) {
      units.append((letter, unit))
      sum += value(of: body)
      units.removeLast()
    }
    return sum
  }

  // MARK: - Quantities

  private func value(of quantity: Quantity, _ places: [Subscript]) -> Double {
    guard let presentation = context.presentation else { return .nan }
    switch quantity {
    case .weight: return weight(places) { context.network.projections[$0].weights }
    case .weightChange: return weight(places) { Self.matrix($0, of: context.weightChanges) }
    case .previousWeightChange: return weight(places) { Self.matrix($0, of: context.previousWeightChanges) }
    case .totalInput: return element(of: presentation.forward.totalInputs, places)
    case .output, .input:
      if places.first.flatMap({ unit($0) }) == 0 {
        let isNoInput = quantity == .input && !context.hasBiasInput
        return isNoInput ? .nan : context.network.bias ?? .nan
      }
      if quantity == .input, places.first.flatMap({ layer(of: $0) }) != 0 { return .nan }
      return element(of: presentation.forward.outputs, places)
    case .target:
      let last = context.network.layers.count - 1
      guard let place = places.first, layer(of: place) == last, let unit = unit(place),
        let target = presentation.target, target.indices.contains(unit - 1)
      else { return .nan }
      return target[unit - 1]
    case .delta:
      guard places.first.flatMap({ layer(of: $0) }) != 0 else { return .nan }
      return element(of: presentation.backward?.deltas ?? [], places)
    case .error:
      let target = presentation.target ?? []
      return (try? presentation.network.error(presentation.forward, target: target)) ?? .nan
    case .totalError, .meanError, .accuracy, .epochs: return .nan
    }
  }

  private func element(of layers: [[Double]], _ places: [Subscript]) -> Double {
    guard let place = places.first, places.count == 1, let layer = self.layer(of: place),
      layers.indices.contains(layer), let unit = unit(place), layers[layer].indices.contains(unit - 1)
    else { return .nan }
    return layers[layer][unit - 1]
  }

  private static func matrix(_ place: Int, of matrices: [Matrix]?) -> Matrix? {
    matrices.flatMap { $0.indices.contains(place) ? $0[place] : nil }
  }

  /// matrix: that of a projection.
  private func weight(_ places: [Subscript], in matrix: (Int) -> Matrix?) -> Double {
    guard places.count == 2, let source = layer(of: places[0]),
      let target = layer(of: places[1]),
      let projection = context.network.projection(from: source, to: target),
      let matrix = matrix(projection), let from = unit(places[0]), let to = unit(places[1])
    else { return .nan }
    let row = from - (context.network.projections[projection].hasBias ? 0 : 1)
    guard row >= 0, row < matrix.rows, to >= 1, to <= matrix.columns else { return .nan }
    return matrix[row, to - 1]
  }

  // MARK: - Functions

  private mutating func transfer(_ arguments: [Formula], isDerivative: Bool) -> Double {
    guard let argument = arguments.first else { return .nan }
    let layer = argument.freeSubscripts.compactMap { self.layer(of: $0) }.max() ?? 0
    guard layer > 0 else { return .nan }
    let g = context.network.layers[layer].transfer
    if g.isSoftmax {
      let whole = Formula.call(isDerivative ? .transferDerivative : .transfer, arguments)
      return slowly(whole)
    }
    let a = Dual.real(value(of: argument))
    return (isDerivative ? Dual.transferDerivative(g, a) : Dual.transfer(g, a)).value
  }

  // MARK: - What takes longer

  /// By the evaluator of cells; each value is kept.
  private mutating func slowly(_ formula: Formula) -> Double {
    var particular = formula
    for place in formula.freeSubscripts where place.unit == nil {
      guard let unit = unit(place) else { continue }
      let letter = layer(of: place).map { layerLetters[$0] } ?? place.letter
      particular = particular.replacing(place.letter, by: Subscript(letter, unit: unit))
    }
    if let found = known.first(where: { $0.formula == particular }) { return found.value }
    work += 200
    let table = try? FormulaEvaluator(context).value(of: SourceFormula(particular, range: 0..<0))
    let value = table.flatMap { $0.values.count == 1 ? $0.values.first : nil } ?? .nan
    if known.count < 2_000 { known.append((particular, value)) }
    return value
  }
}

extension FormulaContext {
  /// Whether a letter of a sum, or a free one, runs over the bias unit too: it is where a weight of a
  /// projection with a bias row begins, and nothing that a bias unit lacks has it.
  func takesBias(_ letter: String, in body: Formula) -> Bool {
    guard !hasBiasApart else { return false }
    var may = false
    var mustNot = false
    biasUse(of: letter, in: body, &may, &mustNot)
    return may && !mustNot
  }

  private func biasUse(
    of letter: String, in formula: Formula, _ may: inout Bool, _ mustNot: inout Bool
  ) {
    let place = Subscript(letter)
    switch formula {
    case .summation(letter, _): return
    case .quantity(let quantity, let places):
      switch quantity {
      case .weight, .weightChange, .previousWeightChange:
        guard places.count == 2 else { return }
        if places[1] == place { mustNot = true }
        guard places[0] == place, let source = layer(of: places[0]), let target = layer(of: places[1]),
          let projection = network.projection(from: source, to: target)
        else { return }
        if network.projections[projection].hasBias { may = true } else { mustNot = true }
      case .input where hasBiasInput: return
      case .totalInput, .input, .target, .delta: if places.contains(place) { mustNot = true }
      case .output, .error, .totalError, .meanError, .accuracy, .epochs: return
      }
    default: for child in formula.children { biasUse(of: letter, in: child, &may, &mustNot) }
    }
  }
}
