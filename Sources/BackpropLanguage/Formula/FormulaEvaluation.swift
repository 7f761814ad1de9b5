import Backprop

/// An evaluation in progress: the current unit of each index, the derivatives being taken, and cached
/// results.
struct FormulaEvaluation {
  private(set) var context: FormulaContext
  private let isInterrupted: () -> Bool
  private let functions: [String: ResolvedFormula]
  /// The current unit of each index.
  var units: [Int]
  private(set) var isStopped = false
  /// The variables of differentiation, outermost first: the one at position n varies at level n + 1.
  private var variables: [DualVariable] = []
  private var passes: [[DualVariable]: DualPass] = [:]
  private var totals: [[DualVariable]: Dual] = [:]
  private var tested: TestResult?
  private var setPasses: [ForwardPass] = []
  private var work = 0

  init(_ context: FormulaContext, slots: Int, _ isInterrupted: @escaping () -> Bool) {
    self.context = context
    self.isInterrupted = isInterrupted
    units = [Int](repeating: 0, count: slots)
    let resolver = FunctionResolver(definitions: context.definitions, functions: context.functions)
    functions = context.functions.compactMapValues { try? resolver.resolve($0, at: 0..<0) }
  }

  /// Goes on in another state of the network.
  mutating func begin(_ change: (inout FormulaContext) -> Void) {
    change(&context)
    passes.removeAll(keepingCapacity: true)
    totals.removeAll(keepingCapacity: true)
    setPasses.removeAll()
    tested = nil
  }

  /// Goes on with another pattern of the same network.
  mutating func present(_ presentation: Presentation) {
    context.presentation = presentation
    if !passes.isEmpty { passes.removeAll(keepingCapacity: true) }
  }

  // MARK: - Expressions

  mutating func value(of formula: ResolvedFormula) -> Dual {
    count(1)
    if isStopped { return .real(.nan) }
    switch formula {
    case .number(let value): return .real(value)
    case .parameter: return .real(.nan)
    case .named(_, let a): return value(of: a)
    case .negated(let a): return -value(of: a)
    case .sum(let a, let b): return value(of: a) + value(of: b)
    case .difference(let a, let b): return value(of: a) - value(of: b)
    case .product(let a, let b):
      // What a bracket leaves out need not have a value.
      if let bracket = a.leadingBracket, value(of: bracket).value == 0 { return .real(0) }
      let (first, second) = (value(of: a), value(of: b))
      let product = first * second
      // 0 log 0 is 0, as in cross-entropy; what has no logarithm is no number, whatever its factor.
      if first.isZero && b.hasLogarithm && second.value.isInfinite
        || second.isZero && a.hasLogarithm && first.value.isInfinite
      {
        return .real(0)
      }
      return product
    case .quotient(let a, let b): return value(of: a) / value(of: b)
    case .power(let a, let b): return .power(value(of: a), value(of: b))
    case .call(let function, let arguments):
      var numbers: [Dual] = []
      for argument in arguments { numbers.append(value(of: argument)) }
      return Dual.call(function, numbers)
    case .apply(let body, let argument, let isDerivative):
      return body.applied(to: value(of: argument), isDerivative: isDerivative, level: variables.count)
    case .transfer(let layer, let argument, let isDerivative):
      return transfer(context.network.layers[layer].transfer, value(of: argument), isDerivative: isDerivative)
    case .softmax(_, let argument, let slot, let at, let isDerivative):
      return softmax(argument, slot: slot, at: at, isDerivative: isDerivative)
    case .summation(let slot, let range, let body):
      var sum = Dual.real(0)
      for unit in range {
        units[slot] = unit
        sum = sum + value(of: body)
      }
      return sum
    case .iverson(let a, let b): return .real(unit(a) == unit(b) ? 1 : 0)
    case .partial(let numerator, let variable): return partial(numerator, by: particular(variable))
    case .weight(let projection, let from, let to): return weight(projection, from, to)
    case .weightChange(let projection, let from, let to):
      return element(context.weightChanges, projection, from, to) ?? .real(.nan)
    case .previousWeightChange(let projection, let from, let to):
      // Before the first update there are no changes.
      return element(context.previousWeightChanges, projection, from, to) ?? .real(0)
    case .remembered(let matrices, let projection, let from, let to):
      return element(matrices, projection, from, to) ?? .real(.nan)
    case .target(let place): return element(context.presentation?.target ?? [], unit(place) - 1)
    case .totalInput(let layer, let place): return totalInput(layer, unit(place))
    case .output(let layer, let place): return output(layer, unit(place))
    case .delta(let layer, let place): return delta(layer, unit(place))
    case .error: return error()
    case .totalError: return total()
    case .meanError: return total() / .real(Double(max(context.patterns?.count ?? 1, 1)))
    case .accuracy: return .real(test()?.accuracy ?? .nan)
    case .epochs: return .real(context.epochs.map { Double($0) } ?? .nan)
    }
  }

  /// The size of a formula's terms before any cancellation: |a| + |b| for a - b.
  ///
  /// value: what it comes to, if that is known.
  mutating func size(of formula: ResolvedFormula, value known: Double? = nil) -> Double {
    switch formula {
    case .negated(let a): return size(of: a, value: known)
    case .sum(let a, let b), .difference(let a, let b): return size(of: a) + size(of: b)
    case .product(let a, let b):
      if let bracket = a.leadingBracket, value(of: bracket).value == 0 { return 0 }
      let size = size(of: a) * size(of: b)
      return size.isNaN && !value(of: formula).value.isNaN ? 0 : size
    case .quotient(let a, let b): return size(of: a) / value(of: b).value.magnitude
    case .summation(let slot, let range, let body):
      var sum = 0.0
      for unit in range {
        units[slot] = unit
        sum += size(of: body)
      }
      return sum
    default: return (known ?? value(of: formula).value).magnitude
    }
  }

  private func unit(_ place: ResolvedFormula.Place) -> Int {
    switch place {
    case .unit(let unit): unit
    case .slot(let slot): units[slot]
    }
  }

  /// Counts the work done and checks for interrupts now and then.
  private mutating func count(_ amount: Int) {
    work += amount
    guard work >= 10_000 else { return }
    work = 0
    if isInterrupted() { isStopped = true }
  }

  // MARK: - Transfer functions

  /// A user's own function is evaluated from its formula, so all of its derivatives are exact.
  func transfer(_ g: TransferFunction, _ a: Dual, isDerivative: Bool) -> Dual {
    if let body = functions[g.name], !a.isReal {
      return body.applied(to: a, isDerivative: isDerivative, level: variables.count)
    }
    return isDerivative ? Dual.transferDerivative(g, a) : Dual.transfer(g, a)
  }

  /// g of a number that carries a derivative.
  func dualTransfer(_ g: TransferFunction, _ a: Dual) -> Dual { transfer(g, a, isDerivative: false) }

  private mutating func softmax(
    _ argument: ResolvedFormula, slot: Int, at place: ResolvedFormula.Place, isDerivative: Bool
  ) -> Dual {
    var numbers: [Dual] = []
    for unit in 1...context.network.outputUnits {
      units[slot] = unit
      numbers.append(value(of: argument))
    }
    let outputs = Dual.softmax(numbers)
    let own = unit(place) - 1
    guard outputs.indices.contains(own) else { return .real(.nan) }
    return isDerivative ? outputs[own] * (.real(1) - outputs[own]) : outputs[own]
  }

  // MARK: - Quantities

  private mutating func totalInput(_ layer: Int, _ unit: Int) -> Dual {
    guard let presentation = context.presentation else { return .real(.nan) }
    if variables.isEmpty { return element(presentation.forward.totalInputs[layer], unit - 1) }
    return element(pass()?.totalInputs[layer] ?? [], unit - 1)
  }

  /// The output of a unit; unit 0 is the bias unit.
  private mutating func output(_ layer: Int, _ unit: Int) -> Dual {
    guard let presentation = context.presentation else { return .real(.nan) }
    guard variables.isEmpty else { return element(pass()?.outputs[layer] ?? [], unit) }
    return unit == 0
      ? .real(context.network.bias ?? .nan) : element(presentation.forward.outputs[layer], unit - 1)
  }

  private mutating func delta(_ layer: Int, _ unit: Int) -> Dual {
    guard let presentation = context.presentation else { return .real(.nan) }
    if variables.isEmpty { return element(presentation.backward?.deltas[layer] ?? [], unit - 1) }
    return -partial(.error, by: .totalInput(layer: layer, unit: unit))
  }

  /// E of the presented pattern.
  private mutating func error() -> Dual {
    guard let presentation = context.presentation else { return .real(.nan) }
    let target = presentation.target ?? []
    guard variables.isEmpty else { return pass()?.error(target: target) ?? .real(.nan) }
    return .real((try? presentation.network.error(presentation.forward, target: target)) ?? .nan)
  }

  private func weight(
    _ projection: Int, _ from: ResolvedFormula.Place, _ to: ResolvedFormula.Place
  ) -> Dual {
    let (row, column) = self.row(projection, from, to)
    var weight = element(context.network.projections[projection].weights, row, column)
    let own = DualVariable.weight(projection: projection, row: row, column: column)
    for (level, variable) in variables.enumerated() where variable == own {
      weight = DualPass.varied(weight, level: level + 1)
    }
    return weight
  }

  /// An element of the changes of a projection's weights; nil where there are none.
  private func element(
    _ changes: [Matrix]?, _ projection: Int, _ from: ResolvedFormula.Place, _ to: ResolvedFormula.Place
  ) -> Dual? {
    guard let changes, changes.indices.contains(projection) else { return nil }
    let (row, column) = self.row(projection, from, to)
    return element(changes[projection], row, column)
  }

  private func row(
    _ projection: Int, _ from: ResolvedFormula.Place, _ to: ResolvedFormula.Place
  ) -> (row: Int, column: Int) {
    (unit(from) - (context.network.projections[projection].hasBias ? 0 : 1), unit(to) - 1)
  }

  private func element(_ numbers: [Double], _ place: Int) -> Dual {
    .real(numbers.indices.contains(place) ? numbers[place] : .nan)
  }

  private func element(_ numbers: [Dual], _ place: Int) -> Dual {
    numbers.indices.contains(place) ? numbers[place] : .real(.nan)
  }

  private func element(_ matrix: Matrix, _ row: Int, _ column: Int) -> Dual {
    guard row >= 0, row < matrix.rows, column >= 0, column < matrix.columns else { return .real(.nan) }
    return .real(matrix[row, column])
  }

  // MARK: - Derivatives

  private func particular(_ variable: ResolvedFormula.Variable) -> DualVariable {
    switch variable {
    case .weight(let projection, let from, let to):
      let (row, column) = self.row(projection, from, to)
      return .weight(projection: projection, row: row, column: column)
    case .totalInput(let layer, let place): return .totalInput(layer: layer, unit: unit(place))
    case .output(let layer, let place): return .output(layer: layer, unit: unit(place))
    }
  }

  private mutating func partial(_ numerator: ResolvedFormula, by variable: DualVariable) -> Dual {
    variables.append(variable)
    let value = value(of: numerator)
    let level = variables.count
    variables.removeLast()
    return value.slope(at: level)
  }

  /// The presented pattern's forward pass with the derivatives being taken.
  private mutating func pass() -> DualPass? {
    if let kept = passes[variables] { return kept }
    guard let presentation = context.presentation else { return nil }
    let pass = DualPass(
      presentation.network, base: presentation.forward, variables: variables, transfer: dualTransfer,
      isInterrupted: isInterrupted)
    let size = presentation.network.layers.reduce(0) { $0 + $1.units }
    if passes.count > 400_000 / max(size, 1) { passes.removeAll() }
    passes[variables] = pass
    count(presentation.network.weightCount)
    return pass
  }

  /// total E: the sum of E over the pattern set, with the current weights.
  private mutating func total() -> Dual {
    if let kept = totals[variables] { return kept }
    guard let patterns = context.patterns else { return .real(.nan) }
    let sum = variables.isEmpty ? .real(test()?.totalError ?? .nan) : totalWithSlopes(patterns)
    if isStopped { return .real(.nan) }
    if totals.count > 10_000 { totals.removeAll() }
    totals[variables] = sum
    return sum
  }

  /// The whole pattern set presented with the current weights; nil if it was interrupted.
  private mutating func test() -> TestResult? {
    if let tested { return tested }
    guard let patterns = context.patterns else { return nil }
    let network = context.network
    let result = try? network.test(patterns, threads: context.cores) {
      // A block of patterns.
      count(256 * network.weightCount)
      return !isStopped
    }
    if !isStopped { tested = result }
    return tested
  }

  /// The maximum number of values of forward passes that are kept from one derivative to the next.
  private static let mostKept = 10_000_000

  private mutating func totalWithSlopes(_ patterns: PatternSet) -> Dual {
    let units = context.network.layers.reduce(0) { $0 + $1.units }
    let most = Self.mostKept / max(units, 1)
    var sum = Dual.real(0)
    var penalty: Dual?
    for number in 0..<patterns.count where !isStopped {
      let base: ForwardPass
      if number < setPasses.count {
        base = setPasses[number]
      } else {
        guard let pass = try? context.network.forward(patterns[number].input) else { return .real(.nan) }
        base = pass
        if number == setPasses.count, number < most { setPasses.append(base) }
        count(context.network.weightCount)
      }
      let pass = DualPass(
        context.network, base: base, variables: variables, transfer: dualTransfer,
        isInterrupted: isInterrupted)
      // The same for every pattern.
      let ofWeights = penalty ?? pass.penalty
      penalty = ofWeights
      sum = sum + pass.errorOfOutputs(target: patterns[number].target) + ofWeights
      count(context.network.weightCount)
    }
    return sum
  }
}
