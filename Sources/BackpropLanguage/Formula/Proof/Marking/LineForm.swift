import Backprop

/// What a line of a derivation says, apart from its spelling. Two lines have the same form if one becomes
/// the other by ordinary algebra alone: order, brackets, signs, fractions, the names of summed letters, sums
/// taken apart, roots and powers of e. Nothing of back propagation is used: δ_k and what it is by definition,
/// ∂y_k/∂a_k and g'(a_k), a sum with [k = r] and its only term are different lines.
///
/// The form is a number: the value of the line where every quantity, derivative and bracket is a number drawn
/// at random for its units (Schwartz, "Fast probabilistic algorithms for verification of polynomial
/// identities", 1980).
struct LineForm: Equatable, Sendable {
  /// As it is written.
  let value: ModularNumber
  /// With what the network's functions say: y_k for g(a_k), y_k (1 - y_k) for g'(a_k) of the sigmoid.
  let byFunctions: ModularNumber
  /// With -∂E/∂a_k for δ_k.
  let byDefinition: ModularNumber
  /// With the links of a chain worked out: g'(a_j) for ∂y_j/∂a_j, w_jk for ∂a_k/∂y_j, y_i for ∂a_j/∂w_ij.
  let byLinks: ModularNumber
  /// With the functions by their own formulas, 1/(1 + e^(-a_k)) for y_k, and the sums over layers of a few
  /// units by their terms: δ_k1 + δ_k2 for Σ_k δ_k. A layer of one unit is that unit.
  let writtenOut: ModularNumber
  /// As it is written, nothing multiplied out or taken together.
  let shape: ModularNumber
  /// How many parts it has.
  let size: Int
  /// The layers of one unit that it sums over.
  let narrowSums: [Int]

  var negated: LineForm {
    LineForm(
      value: value.negated, byFunctions: byFunctions.negated, byDefinition: byDefinition.negated,
      byLinks: byLinks.negated, writtenOut: writtenOut.negated, shape: shape.negated, size: size,
      narrowSums: narrowSums)
  }

  static func == (a: LineForm, b: LineForm) -> Bool { a.value == b.value }

  /// How a line is read.
  enum Reading { case asWritten, byFunctions, byDefinition, byLinks, writtenOut, shape }

  /// Nothing to compare.
  enum Obstacle: Error { case interrupted, tooLong, noValue }
}

/// Finds the form of lines in a context.
struct LineFormReader {
  /// With a pattern, which is not looked at.
  private let context: FormulaContext
  private let isInterrupted: () -> Bool
  private let bodies: [FunctionBodies]
  /// η and α, which no number in their place says: a forgotten η is one, whatever its value is.
  private let names: Set<String>

  init(_ context: FormulaContext, isInterrupted: @escaping () -> Bool) {
    self.context = context
    bodies = context.network.layers.map { FunctionBodies($0.transfer, in: context) }
    names = Set(Vocabulary.settings)
    self.isInterrupted = isInterrupted
  }

  private var resolver: FormulaResolver {
    var resolver = FormulaResolver(context)
    resolver.keptNames = names
    return resolver
  }

  /// The form of a line. renaming: free letters that stand for others. nil if it is too long, or names
  /// something unknown. Throws only when it is interrupted.
  func form(
    of line: SourceFormula, renaming letters: [String: String] = [:]
  ) throws(Diagnostic) -> LineForm? {
    var resolver = self.resolver
    let resolved: ResolvedFormula
    do throws(Diagnostic) { resolved = try resolver.resolve(line) } catch { return nil }
    let network = context.network
    let indices = resolver.indices
    let isNarrow = indices.indices.map { resolver.units(of: $0) == 1..<2 }
    let narrowSums = indices.indices.filter { isNarrow[$0] && !indices[$0].isFree }.map { indices[$0].layer }
    func value(_ reading: LineForm.Reading) throws(LineForm.Obstacle) -> ModularNumber {
      var evaluation = FormEvaluation(
        reading, network, indices, isNarrow: isNarrow, bodies: bodies, renaming: letters, isInterrupted)
      return try evaluation.value(resolved)
    }
    do throws(LineForm.Obstacle) {
      let byFunctions = try value(.byFunctions)
      var writtenOut = byFunctions
      do throws(LineForm.Obstacle) { writtenOut = try value(.writtenOut) } catch {
        if error == .interrupted { throw error }
      }
      return LineForm(
        value: try value(.asWritten), byFunctions: byFunctions, byDefinition: try value(.byDefinition),
        byLinks: try value(.byLinks), writtenOut: writtenOut, shape: try value(.shape),
        size: line.formula.partCount,
        narrowSums: narrowSums)
    } catch {
      if error == .interrupted { throw Diagnostic(.interrupted, at: line.range) }
      return nil
    }
  }

  /// Why a line cannot be read; nil if it can.
  func problem(with line: SourceFormula) -> Diagnostic? {
    var resolver = self.resolver
    do throws(Diagnostic) { _ = try resolver.resolve(line) } catch { return error }
    return nil
  }

  /// What a formula says with what the functions say, and nothing else of it; nil as for `form`.
  func valueByFunctions(
    of formula: SourceFormula, renaming letters: [String: String]
  ) throws(Diagnostic) -> ModularNumber? {
    var resolver = self.resolver
    do throws(Diagnostic) {
      let resolved = try resolver.resolve(formula)
      var evaluation = FormEvaluation(
        .byFunctions, context.network, resolver.indices, isNarrow: [], bodies: [], renaming: letters,
        isInterrupted)
      return try? evaluation.value(resolved)
    } catch {
      if error.problem.isInterrupted { throw error }
      return nil
    }
  }

  /// The free letters of a formula in order, each with its layer.
  func letters(of formula: SourceFormula) -> [FreeLetter] {
    var resolver = self.resolver
    do throws(Diagnostic) { _ = try resolver.resolve(formula) } catch { return [] }
    return resolver.indices.filter { $0.isFree }.map { FreeLetter(letter: $0.letter, layer: $0.layer) }
  }

  struct FreeLetter: Equatable {
    let letter: String
    let layer: Int
  }
}
