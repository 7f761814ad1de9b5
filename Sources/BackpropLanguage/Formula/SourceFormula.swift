/// A formula and where it stands in its cell.
public struct SourceFormula: Equatable, Sendable {
  public var formula: Formula
  public var range: SourceRange
  /// The ranges of its leaves (`Formula.leaves`), in order; empty where only `range` is known.
  public var leaves: [SourceRange]

  public init(_ formula: Formula, range: SourceRange, leaves: [SourceRange] = []) {
    self.formula = formula
    self.range = range
    self.leaves = leaves
  }
}

/// An equation and where it stands in its cell.
public struct SourceEquation: Equatable, Sendable {
  public var left: SourceFormula
  public var right: SourceFormula

  public var equation: Equation { Equation(left.formula, right.formula) }
  public var range: SourceRange {
    min(left.range.lowerBound, right.range.lowerBound)..<max(left.range.upperBound, right.range.upperBound)
  }

  public init(_ left: SourceFormula, _ right: SourceFormula) {
    self.left = left
    self.right = right
  }
}
