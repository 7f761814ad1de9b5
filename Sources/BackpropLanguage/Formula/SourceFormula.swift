/// A formula and its range in the cell.
public struct SourceFormula: Equatable, Sendable {
  public var formula: Formula
  public var range: SourceRange
  /// The ranges of its leaves (`Formula.leaves`), in order; empty if only `range` is known.
  public var leaves: [SourceRange]
  /// The bounds written at its sums: `\sum_{k=1}^{3}`.
  var sumBounds: [SumBounds]
  /// How it was typed, if it is a formula of vectors.
  var vectorForm: VectorForm?
  /// Whether a weight in it is that before an update, w(n) of a claim about w(n+1), also if it has been made.
  var isOfUpdate = false

  public init(_ formula: Formula, range: SourceRange, leaves: [SourceRange] = []) {
    self.init(formula, range: range, leaves: leaves, sumBounds: [])
  }

  init(_ formula: Formula, range: SourceRange, leaves: [SourceRange], sumBounds: [SumBounds]) {
    self.formula = formula
    self.range = range
    self.leaves = leaves
    self.sumBounds = sumBounds
  }

  /// With units in the place of free letters.
  func replacing(_ letters: [(Subscript, Subscript)]) -> SourceFormula {
    var formula = formula
    for (letter, unit) in letters { formula = formula.replacing(letter.letter, by: unit) }
    return SourceFormula(formula, range: range)
  }

  /// The names that it uses, each with its range.
  var names: [Located<String>] {
    var names: [Located<String>] = []
    var leaf = 0
    collectNames(formula, &leaf, into: &names)
    return names
  }

  private func collectNames(_ formula: Formula, _ leaf: inout Int, into names: inout [Located<String>]) {
    switch formula {
    case .name(let name):
      names.append(Located(name, leaves.indices.contains(leaf) ? leaves[leaf] : range))
      leaf += 1
    case .quantity, .iverson, .call, .summation: leaf += 1
    default: break
    }
    for child in formula.children { collectNames(child, &leaf, into: &names) }
  }
}

/// An equation or inequality and its range in the cell.
public struct SourceEquation: Equatable, Sendable {
  public var left: SourceFormula
  public var relation: Relation
  public var right: SourceFormula

  public var equation: Equation { Equation(left.formula, right.formula, relation: relation) }
  public var range: SourceRange {
    min(left.range.lowerBound, right.range.lowerBound)..<max(left.range.upperBound, right.range.upperBound)
  }

  /// As typed, if it is about vectors.
  var vectorText: String? {
    let forms = [left.vectorForm, right.vectorForm].compactMap { $0 }
    guard forms.contains(where: { !$0.isSymbol }) else { return nil }
    let sides = [left, right].map { $0.vectorForm?.text ?? $0.formula.unicode }
    return sides.joined(separator: " \(relation.unicode) ")
  }

  public init(_ left: SourceFormula, _ right: SourceFormula, relation: Relation = .equal) {
    self.left = left
    self.relation = relation
    self.right = right
  }
}
