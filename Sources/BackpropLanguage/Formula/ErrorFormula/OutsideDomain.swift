import Backprop

/// A part of E, or of its slope, that has no value: a logarithm, a root, a quotient or a power of numbers for
/// which there is none.
public struct OutsideDomain: Equatable, Sendable {
  public enum Operation: Equatable, Sendable {
    case logarithm, root, division
    case power(Double)
  }

  /// A quantity that the part depends on.
  public struct Value: Equatable, Sendable {
    public let name: String
    public let value: Double
  }

  /// When training came there: the epoch, and the pattern's number in its set, both from 1.
  public struct Moment: Equatable, Sendable {
    public let epoch: Int
    public let pattern: Int
  }

  /// The part, with its units: `sqrt(w_i1j2)`.
  public let part: String
  public let operation: Operation
  /// What the operation was applied to; of a quotient, what it was divided by.
  public let argument: Double
  /// Where that comes from, unless the argument says it itself.
  public let values: [Value]
  /// Whether E itself has a value there, but not its slope.
  public let isSlope: Bool
  /// nil outside training.
  public var moment: Moment?
}

extension FormulaEvaluator {
  /// Where the formula of E, or of its slope, leaves its domain; nil if it does not, as when a number is too
  /// large.
  func outsideDomain(_ formula: Formula, isSlope: Bool) -> OutsideDomain? {
    guard var part = firstNotFinite(in: formula, range: 0..<0) else { return nil }
    for _ in 0..<FormulaResolver.deepestDefinitions {
      guard case .call(.named(let name), let arguments) = part, let argument = arguments.first,
        let body = context.functions[name]
      else { break }
      let inside = body.replacing(name: FunctionResolver.parameter, by: argument)
      guard let next = firstNotFinite(in: inside, range: 0..<0) else { return nil }
      part = next
    }
    let operand: Formula
    let operation: OutsideDomain.Operation
    switch part {
    case .call(.elementary(.log), let arguments):
      guard let argument = arguments.first else { return nil }
      (operand, operation) = (argument, .logarithm)
    case .call(.elementary(.sqrt), let arguments):
      guard let argument = arguments.first else { return nil }
      (operand, operation) = (argument, .root)
    case .quotient(_, let divisor): (operand, operation) = (divisor, .division)
    case .power(let base, let exponent):
      guard let exponent = number(exponent) else { return nil }
      (operand, operation) = (base, .power(exponent))
    default: return nil
    }
    guard let argument = number(operand), operation.isUndefined(at: argument) else { return nil }
    var quantities: [Formula] = []
    if case .quantity = operand {} else { operand.collectQuantities(into: &quantities) }
    var values: [OutsideDomain.Value] = []
    if quantities.count <= 3 {
      for quantity in quantities {
        guard let value = number(quantity) else { continue }
        values.append(OutsideDomain.Value(name: quantity.unicode, value: value))
      }
    }
    return OutsideDomain(
      part: part.unicode, operation: operation, argument: argument, values: values, isSlope: isSlope)
  }

  private func number(_ formula: Formula) -> Double? {
    guard let value = try? value(of: SourceFormula(formula, range: 0..<0)), value.indices.isEmpty else {
      return nil
    }
    return value.values.first
  }
}

extension OutsideDomain.Operation {
  fileprivate func isUndefined(at argument: Double) -> Bool {
    switch self {
    case .logarithm: argument <= 0
    case .root: argument < 0
    case .division: argument == 0
    case .power(let exponent): argument < 0 && exponent != exponent.rounded() || argument == 0 && exponent < 0
    }
  }
}

extension Formula {
  /// The different quantities in it, unless they are under a sum.
  fileprivate func collectQuantities(into found: inout [Formula]) {
    switch self {
    case .quantity: if !found.contains(self) { found.append(self) }
    case .summation, .partial: break
    default: for child in children { child.collectQuantities(into: &found) }
    }
  }
}

extension SessionState {
  /// Where E of a network leaves its domain at a pattern, or its slope does; nil if neither does.
  ///
  /// core: the network with the weights that it has there.
  func outsideDomain(
    of network: NetworkState, _ core: Network, _ input: [Double], target: [Double],
    isInterrupted: @escaping () -> Bool
  ) -> OutsideDomain? {
    guard let own = network.ownError, let pass = try? core.forward(input),
      pass.outputs.allSatisfy({ $0.allSatisfy { $0.isFinite } }),
      let error = try? core.error(pass, target: target)
    else { return nil }
    var context = formulaContext(of: network)
    context.network = core
    context.presentation = Presentation(input: input, target: target, network: core, forward: pass)
    let evaluator = FormulaEvaluator(context, isInterrupted: isInterrupted)
    guard error.isFinite else { return evaluator.outsideDomain(own.formula, isSlope: false) }
    guard let slopes = try? core.backward(pass, target: target) else { return nil }
    let last = core.layers.count - 1
    if let unit = slopes.deltas[last].firstIndex(where: { !$0.isFinite }) {
      let letter = network.letter(last)
      let slope = own.parts.descent(at: Subscript(letter, unit: unit + 1), other: Subscript(letter))
      return evaluator.outsideDomain(slope, isSlope: true)
    }
    for (place, gradient) in slopes.negativeGradients.enumerated() {
      let projection = core.projections[place]
      let wrong = gradient.elements.indices.first {
        !gradient.elements[$0].isFinite && !(projection.frozen?[$0] ?? false)
      }
      guard let wrong else { continue }
      let (row, column) = wrong.quotientAndRemainder(dividingBy: gradient.columns)
      let from = Subscript(network.letter(projection.source), unit: row + (projection.hasBias ? 0 : 1))
      let to = Subscript(network.letter(projection.target), unit: column + 1)
      guard let slope = own.penalty?.slope(ofProjection: place, from: from, to: to) else { return nil }
      return evaluator.outsideDomain(slope, isSlope: true)
    }
    return nil
  }
}
