import Backprop
import IndexedAlgebra

/// What a line of a derivation says, apart from its spelling. Two lines have the same form if one becomes
/// the other by ordinary algebra alone: order, brackets, signs, fractions, the names of summed letters, sums
/// taken apart. Nothing of back propagation is used: δ_k and what it is by definition, ∂y_k/∂a_k and g'(a_k),
/// a sum with [k = r] and its only term are different lines.
///
/// The form is a number: the value of the line where every quantity, derivative and bracket is a number drawn
/// at random for its units (Schwartz, "Fast probabilistic algorithms for verification of polynomial
/// identities", 1980).
struct LineForm: Equatable, Sendable {
  fileprivate let value: ModularNumber

  /// Nothing to compare.
  fileprivate enum Obstacle: Error { case interrupted, tooLong, noValue }
}

/// Finds the form of lines in a context.
struct LineFormReader {
  /// With a pattern, which is not looked at.
  private let context: FormulaContext
  private let isInterrupted: () -> Bool

  init(_ context: FormulaContext, isInterrupted: @escaping () -> Bool) {
    self.context = context
    self.isInterrupted = isInterrupted
  }

  /// The form of a line. renaming: free letters that stand for others. nil if it is too long, or names
  /// something unknown. Throws only when it is interrupted.
  func form(
    of line: SourceFormula, renaming letters: [String: String] = [:]
  ) throws(Diagnostic) -> LineForm? {
    var resolver = FormulaResolver(context)
    let resolved: ResolvedFormula
    do throws(Diagnostic) { resolved = try resolver.resolve(line) } catch { return nil }
    var evaluation = FormEvaluation(resolver.indices, letters, isInterrupted)
    do throws(LineForm.Obstacle) { return LineForm(value: try evaluation.value(resolved)) } catch {
      if error == .interrupted { throw Diagnostic(.interrupted, at: line.range) }
      return nil
    }
  }

  /// The free letters of a formula in order, each with its layer.
  func letters(of formula: SourceFormula) -> [FreeLetter] {
    var resolver = FormulaResolver(context)
    do throws(Diagnostic) { _ = try resolver.resolve(formula) } catch { return [] }
    return resolver.indices.filter { $0.isFree }.map { FreeLetter(letter: $0.letter, layer: $0.layer) }
  }

  struct FreeLetter: Equatable {
    let letter: String
    let layer: Int
  }
}

private struct FormEvaluation {
  private let layers: [Int]
  private var units: [UInt64]
  /// The argument in the body of a user's own function.
  private var argument = ModularNumber.standing(for: [Kind.argument.rawValue])
  private var parts = 0
  private let isInterrupted: () -> Bool

  private static let mostParts = 200_000
  /// Sums run over so many units of each layer, whatever its width is.
  private static let sampleUnits: UInt64 = 3

  private enum Kind: UInt64 {
    case number, weight, weightChange, previousWeightChange, totalInput, output, delta, target
    case error, totalError, meanError, accuracy, epochs
    case power, call, transfer, softmax, own, argument, bracket, derivative, letter
  }

  init(
    _ indices: [FormulaResolver.IndexSlot], _ renamed: [String: String],
    _ isInterrupted: @escaping () -> Bool
  ) {
    self.isInterrupted = isInterrupted
    layers = indices.map { $0.layer }
    // A free letter stands for a unit beyond those that sums run over.
    units = indices.map { index in
      let letter = renamed[index.letter] ?? index.letter
      let parts = letter.unicodeScalars.map { UInt64($0.value) }
      return ModularNumber.standing(for: [Kind.letter.rawValue] + parts).value | 1 << 60
    }
  }

  private func unit(_ place: ResolvedFormula.Place) -> UInt64 {
    switch place {
    case .unit(let number): UInt64(max(number, 0))
    case .slot(let slot): units[slot]
    }
  }

  private func atom(_ kind: Kind, _ parts: UInt64...) -> ModularNumber {
    .standing(for: [kind.rawValue] + parts)
  }

  private func atom(
    _ kind: Kind, _ number: Int, _ first: ResolvedFormula.Place, _ second: ResolvedFormula.Place? = nil
  ) -> ModularNumber {
    atom(kind, UInt64(number), unit(first), second.map { unit($0) } ?? 0)
  }

  mutating func value(_ formula: ResolvedFormula) throws(LineForm.Obstacle) -> ModularNumber {
    parts += 1
    if parts > Self.mostParts { throw .tooLong }
    if parts % 4096 == 0, isInterrupted() { throw .interrupted }
    switch formula {
    case .number(let number): return Self.number(number)
    case .weight(let projection, let from, let to): return atom(.weight, projection, from, to)
    case .weightChange(let projection, let from, let to): return atom(.weightChange, projection, from, to)
    case .previousWeightChange(let projection, let from, let to):
      return atom(.previousWeightChange, projection, from, to)
    case .remembered: throw .noValue
    case .named(_, let inner): return try value(inner)
    case .totalInput(let layer, let place): return atom(.totalInput, layer, place)
    case .output(let layer, let place): return atom(.output, layer, place)
    case .delta(let layer, let place): return atom(.delta, layer, place)
    case .target(let place): return atom(.target, 0, place)
    case .error: return atom(.error)
    case .totalError: return atom(.totalError)
    case .meanError: return atom(.meanError)
    case .accuracy: return atom(.accuracy)
    case .epochs: return atom(.epochs)
    case .negated(let inner): return try value(inner).negated
    case .sum(let a, let b): return try value(a) + value(b)
    case .difference(let a, let b): return try value(a) - value(b)
    case .product(let a, let b): return try value(a) * value(b)
    case .quotient(let a, let b):
      guard let inverse = try value(b).inverse else { throw .noValue }
      return try value(a) * inverse
    case .power(let base, let exponent): return try power(base, exponent)
    case .call(let function, let arguments):
      var values: [UInt64] = [Kind.call.rawValue]
      values += function.rawValue.utf8.map { UInt64($0) }
      for argument in arguments { values.append(try value(argument).value) }
      return .standing(for: values)
    case .transfer(let layer, let argument, let isDerivative):
      return atom(.transfer, UInt64(layer), isDerivative ? 1 : 0, try value(argument).value)
    case .softmax(let layer, let argument, let slot, let place, let isDerivative):
      var values: [UInt64] = [Kind.softmax.rawValue, UInt64(layer), isDerivative ? 1 : 0, unit(place)]
      let outer = units[slot]
      for number in 1...Self.sampleUnits {
        units[slot] = number
        values.append(try value(argument).value)
      }
      units[slot] = outer
      return .standing(for: values)
    case .apply(let body, let argument, let isDerivative):
      return atom(.own, try value(body).value, isDerivative ? 1 : 0, try value(argument).value)
    case .parameter: return argument
    case .summation(let slot, let range, let body):
      return try sum(slot, range) { (evaluation) throws(LineForm.Obstacle) in try evaluation.value(body) }
    case .iverson(let a, let b):
      let layer: UInt64
      switch (a, b) {
      case (.slot(let slot), _), (_, .slot(let slot)): layer = UInt64(layers[slot])
      case (.unit, .unit): layer = 0
      }
      return atom(.bracket, layer, min(unit(a), unit(b)), max(unit(a), unit(b)))
    case .partial(let numerator, let variable): return try derivative(of: numerator, variable)
    }
  }

  private mutating func sum(
    _ slot: Int, _ range: Range<Int>,
    _ value: (inout FormEvaluation) throws(LineForm.Obstacle) -> ModularNumber
  ) throws(LineForm.Obstacle) -> ModularNumber {
    let outer = units[slot]
    var sum = ModularNumber.zero
    for number in (range.lowerBound == 0 ? 0 : 1)...Self.sampleUnits {
      units[slot] = number
      sum = sum + (try value(&self))
    }
    units[slot] = outer
    return sum
  }

  private mutating func power(
    _ base: ResolvedFormula, _ exponent: ResolvedFormula
  ) throws(LineForm.Obstacle) -> ModularNumber {
    let value = try value(base)
    if let number = exponent.wholeNumber, number.magnitude <= 64 {
      guard number < 0 else { return value.power(UInt64(number)) }
      guard let inverse = value.inverse else { throw .noValue }
      return inverse.power(UInt64(number.magnitude))
    }
    return atom(.power, value.value, try self.value(exponent).value)
  }

  /// ∂ is linear; apart from that, nothing is differentiated.
  private mutating func derivative(
    of formula: ResolvedFormula, _ variable: ResolvedFormula.Variable
  ) throws(LineForm.Obstacle) -> ModularNumber {
    parts += 1
    if parts > Self.mostParts { throw .tooLong }
    switch formula {
    case .negated(let inner): return try derivative(of: inner, variable).negated
    case .sum(let a, let b): return try derivative(of: a, variable) + derivative(of: b, variable)
    case .difference(let a, let b): return try derivative(of: a, variable) - derivative(of: b, variable)
    case .product(let a, let b) where a.isConstant: return try value(a) * derivative(of: b, variable)
    case .product(let a, let b) where b.isConstant: return try derivative(of: a, variable) * value(b)
    case .quotient(let a, let b) where b.isConstant:
      guard let inverse = try value(b).inverse else { throw .noValue }
      return try derivative(of: a, variable) * inverse
    case .summation(let slot, let range, let body):
      return try sum(slot, range) { (evaluation) throws(LineForm.Obstacle) in
        try evaluation.derivative(of: body, variable)
      }
    case .named(_, let inner): return try derivative(of: inner, variable)
    default: break
    }
    let by: ModularNumber
    switch variable {
    case .weight(let projection, let from, let to): by = atom(.weight, projection, from, to)
    case .totalInput(let layer, let place): by = atom(.totalInput, layer, place)
    case .output(let layer, let place): by = atom(.output, layer, place)
    }
    return atom(.derivative, try value(formula).value, by.value)
  }

  /// A number, exactly if it is a short decimal one.
  private static func number(_ value: Double) -> ModularNumber {
    guard let fraction = Rational(decimal: value),
      let inverse = ModularNumber(whole: fraction.denominator).inverse
    else { return .standing(for: [Kind.number.rawValue, value.bitPattern]) }
    return ModularNumber(whole: fraction.numerator) * inverse
  }
}

extension ResolvedFormula {
  /// Whether it is a number, perhaps written as a fraction.
  fileprivate var isConstant: Bool {
    switch self {
    case .number: true
    case .negated(let inner): inner.isConstant
    case .quotient(let a, let b), .product(let a, let b): a.isConstant && b.isConstant
    default: false
    }
  }

  fileprivate var wholeNumber: Int64? {
    switch self {
    case .number(let value): value == value.rounded() && value.magnitude < 1e6 ? Int64(value) : nil
    case .negated(let inner): inner.wholeNumber.map { -$0 }
    default: nil
    }
  }
}
