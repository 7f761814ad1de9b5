import Backprop

/// What g and g' of a layer are, as formulas of their argument.
struct FunctionBodies {
  /// nil if no formula says it.
  let value: ResolvedFormula?
  let slope: ResolvedFormula?
  let isSoftmax: Bool

  init(_ g: TransferFunction, in context: FormulaContext) {
    isSoftmax = g.isSoftmax
    let argument = Formula.name(FunctionResolver.parameter)
    let resolver = FunctionResolver(definitions: context.definitions, functions: context.functions)
    guard !g.isSoftmax, let formula = g.formula(of: argument, functions: context.functions) else {
      (value, slope) = (nil, nil)
      return
    }
    value = try? resolver.resolve(formula, at: 0..<0)
    let derivative = g.derivativeFormula(of: argument, output: formula, functions: context.functions)
    slope = derivative.flatMap { try? resolver.resolve($0, at: 0..<0) }
  }
}
