import Backprop

/// Networks and patterns at random, on which both sides of an equation are evaluated.
struct ProofSample {
  /// Where numbers come from.
  enum Numbers: Equatable {
    case anything
    /// Weights, inputs and targets up to these sizes.
    case upTo(weights: Double, targets: Double)
    /// Whole numbers and halves, for people.
    case small
    /// Inputs and bias weights of 0, so that total inputs are 0, where many functions have a kink.
    case zeroInputs
  }

  enum Comparison: Equatable {
    case agree
    case differ
    /// Rounding may hide whether they differ.
    case unclear
    /// A side has no value.
    case noValue
  }

  let context: FormulaContext

  init(context: FormulaContext) { self.context = context }

  /// base: its network, E and functions are used. names: numbers that may be anything. targetsSumToOne: for
  /// classes. reach: how far from 0 values are to be tried, too, beyond kinks; nil: of E and g alone. nil if
  /// the network has no finite values.
  init?(
    _ base: FormulaContext, seed: UInt64, _ numbers: Numbers = .anything, names: Set<String> = [],
    targetsSumToOne: Bool = false, reach farthest: Double? = nil
  ) {
    var generator = RandomGenerator(seed: seed)
    // Every second network, or what is beyond a kink would never be seen.
    let mayBeFar = seed.isMultiple(of: 2) && (numbers == .anything || seed > 20)
    let far = mayBeFar ? farthest ?? base.kinkReach(for: []) : nil
    let isFar = far != nil
    let reach = far ?? 1
    var context = base
    var network = base.network
    func value() -> Double {
      switch numbers {
      case .anything: return reach * generator.uniform(-1.2, 1.2)
      case .upTo(let size, _): return generator.uniform(-size, size)
      case .zeroInputs: return generator.uniform(-1.2, 1.2)
      // Most of them are small, so that a sigmoid is not near 0 or 1.
      case .small: return reach * [0.5, 1, -0.5, -1, 2, -2, 3][generator.below(seed < 20 ? 4 : 7)]
      }
    }
    for (place, projection) in network.projections.enumerated() {
      let w = projection.weights
      let zeros = numbers == .zeroInputs && projection.hasBias ? w.columns : 0
      let elements = (0..<w.rows * w.columns).map { $0 < zeros ? 0 : value() }
      let matrix = Matrix(rows: w.rows, columns: w.columns, elements: elements)
      try? network.setWeights(matrix, ofProjection: place)
    }
    let input = (0..<network.inputUnits).map { _ in numbers == .zeroInputs ? 0 : value() }
    var target = (0..<network.outputUnits).map { _ -> Double in
      if case .upTo(_, let size) = numbers, network.errorFunction.targets.contains(size) {
        return generator.uniform(-size, size)
      }
      let near = numbers == .small ? [0, 1, 1, 0, 0.5][generator.below(5)] : generator.uniform(0.1, 0.9)
      return isFar ? reach * (4 * near - 2) : near
    }
    if targetsSumToOne {
      if numbers == .small {
        let one = generator.below(target.count)
        target = target.indices.map { $0 == one ? 1 : 0 }
      } else {
        let sum = target.reduce(0, +)
        target = target.map { $0 / sum }
      }
    }
    for name in names.sorted() {
      let value = 0.25 + generator.uniform()
      context.definitions[name] = .number(value, spelling: "\(value)")
    }
    guard let forward = try? network.forward(input),
      let backward = try? network.backward(forward, target: target)
    else { return nil }
    context.network = network
    context.previousWeightChanges = network.projections.map { projection in
      Matrix(
        rows: projection.weights.rows, columns: projection.weights.columns,
        elements: projection.weights.elements.map { _ in generator.uniform(-1, 1) })
    }
    context.weightChanges = nil
    context.presentation = Presentation(
      input: input, target: target, network: network, forward: forward, backward: backward)
    self.context = context
  }

  /// Compares both sides for every unit of their free letters, with a wide margin.
  func compare(
    _ left: SourceFormula, _ right: SourceFormula, isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> Comparison {
    do throws(Diagnostic) {
      return try Self.compare(left, right, in: context, isInterrupted: isInterrupted)
    } catch {
      guard case .notFinite = error.problem else { throw error }
      return .noValue
    }
  }

  /// Whether both sides differ somewhere by more than rounding has done; nil if a side has no value.
  func exceedsRounding(
    _ left: SourceFormula, _ right: SourceFormula, isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> Bool? {
    let evaluator = FormulaEvaluator(context, isInterrupted: isInterrupted)
    do throws(Diagnostic) {
      let columns = try evaluator.roundedValues(of: [left, right])
      guard columns.count == 2 else { return nil }
      return zip(columns[0], columns[1]).contains { left, right in
        (left.value - right.value).magnitude > 8 * (left.error + right.error)
      }
    } catch {
      guard case .notFinite = error.problem else { throw error }
      return nil
    }
  }

  /// Whether both sides come to different numbers, on which rounding has no influence; false if a side has no
  /// value.
  func comesToDifferentNumbers(
    _ left: SourceFormula, _ right: SourceFormula, isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> Bool {
    let evaluator = FormulaEvaluator(context, isInterrupted: isInterrupted)
    do throws(Diagnostic) {
      let columns = try evaluator.roundedValues(of: [left, right])
      return columns.count == 2
        && zip(columns[0], columns[1]).contains { ($0.value - $1.value).magnitude > 1e-6 }
    } catch {
      guard case .notFinite = error.problem else { throw error }
      return false
    }
  }

  /// The same in a context. Throws where a side has no value.
  static func compare(
    _ left: SourceFormula, _ right: SourceFormula, in context: FormulaContext,
    isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> Comparison {
    let evaluator = FormulaEvaluator(context, isInterrupted: isInterrupted)
    let columns = try evaluator.roundedValues(of: [left, right])
    guard columns.count == 2 else { return .noValue }
    var result = Comparison.agree
    for (a, b) in zip(columns[0], columns[1]) {
      let difference = (a.value - b.value).magnitude
      let larger = max(a.value.magnitude, b.value.magnitude)
      let error = 8 * (a.error + b.error)
      if difference > 1e-6 * larger, difference > error, difference > 1e-12 { return .differ }
      // Where rounding is all that is left, nothing is seen.
      let isSharp = error <= 1e-6 * max(larger, 1e-3)
      if !isSharp || difference > max(1e-9 * larger, error, 1e-13) { result = .unclear }
    }
    return result
  }
}

extension FormulaContext {
  /// The highest number of a unit of each layer that formulas or pinned letters name; 0 where there is none.
  func highestUnits(in formulas: [Formula]) -> [Int] {
    var highest = network.layers.map { _ in 0 }
    for (letter, unit) in pins {
      guard let layer = layer(of: Subscript(letter)), highest.indices.contains(layer) else { continue }
      highest[layer] = max(highest[layer], unit)
    }
    for place in formulas.flatMap({ $0.namedUnits }) {
      guard let unit = place.unit, let layer = layer(of: place), highest.indices.contains(layer) else {
        continue
      }
      highest[layer] = max(highest[layer], unit)
    }
    return highest
  }

  /// The same with a smaller network of the same kind, if its own has many weights.
  ///
  /// units: the highest number of a unit of each layer that a formula names.
  func ofModestSize(units: [Int], most: Int, _ limit: Int) -> FormulaContext {
    guard network.weightCount > limit, units.count == network.layers.count else { return self }
    let layers = zip(network.layers, units).map { layer, named in
      Layer(name: layer.name, units: min(layer.units, max(most, named)), transfer: layer.transfer)
    }
    guard
      var small = try? Network(layers: layers, bias: network.bias, errorFunction: network.errorFunction)
    else { return self }
    for projection in network.projections.dropFirst(small.projections.count) {
      try? small.connect(projection.source, projection.target)
    }
    guard small.projections.count == network.projections.count else { return self }
    return reshaped(small) ?? self
  }
}
