import Backprop
import IndexedAlgebra

/// What `prove` shows.
struct ProofDocument {
  let proof: IdentityProof
  let context: FormulaContext
  var hint = Hint.kind
  /// Whether its left side is a line above it.
  var continues = false
  /// If it is refuted: what it holds for all the same.
  var assumption: BiasAssumption?

  var blocks: [Block] {
    switch proof.verdict {
    case .proved(let proved):
      var blocks: [Block] = [
        .paragraph([.equation(proof.equation.equation), .strong(" holds"), .text(scope(proved) + room + ".")])
      ]
      if let form = proved.commonForm {
        blocks.append(.paragraph([.text("Both sides are "), .formula(form), .text(".")]))
      }
      if !proved.rules.isEmpty {
        blocks.append(.note([.text("Used: " + Wording.list(proved.rules.map { $0.name }) + ".")]))
      }
      return blocks
    case .refuted(let example):
      let verdict: [Inline] = [.equation(proof.equation.equation), .strong(" does not hold")]
      guard hint != .verdict else { return [.paragraph(verdict)] }
      let remark = assumption.map { [Block.note([.text(Wording.sentence($0))])] } ?? []
      guard let lines = example.lines(context.layerLetters) else {
        return [.paragraph(verdict + [.text(" for every network.")])] + remark
      }
      return [.paragraph(verdict + [.text(" for every network. A counter-example:")]), .code(lines)] + remark
    case .undecided:
      return [
        .paragraph([statement, .strong(" is not decided"), .text(".")])
      ]
    }
  }

  /// The equation, unless nobody would read it.
  private var statement: Inline {
    let parts = proof.equation.left.formula.partCount + proof.equation.right.formula.partCount
    return parts > Self.mostParts ? .text("The equation") : .equation(proof.equation.equation)
  }

  private static let mostParts = 300

  /// What is wrong, for the error reply; nil if it holds.
  var refutation: Diagnostic? {
    switch proof.verdict {
    case .proved: nil
    // No example: it would be an answer, or have nothing to do with it.
    case .refuted(let example):
      (continues ? example.check.ofRow : example.check).refutation(hint, explainsSums: false)
    case .undecided(let obstacle):
      Diagnostic(.unprovable(.undecided(obstacle)), at: proof.equation.range)
    }
  }

  /// What a step needs besides, as it stands beside it: ` only because g is the sigmoid`; empty if nothing.
  var conditions: String {
    guard case .proved(let proved) = proof.verdict else { return "" }
    let conditions = Wording.conditions(proved.laws, context)
    return conditions.isEmpty ? "" : " only " + Wording.list(conditions)
  }

  /// Where a side may have no value, it says nothing there; and what is a convention is no theorem.
  var room: String {
    let sides = [proof.equation.left.formula, proof.equation.right.formula]
    let mayLackValue = sides.contains { $0.mayLackValue(context.definitions, context.functions) }
    let conventions = SlopeConvention.all.filter { convention in
      sides.contains { convention.isUsed(in: $0, context) }
    }
    return (mayLackValue ? ", wherever both sides have a value" : "")
      + conventions.map { ", " + Wording.clause($0) }.joined()
  }

  /// For what it holds: ` for every weight, pattern and transfer function`.
  private func scope(_ proved: IdentityProof.Proved) -> String {
    let conditions = Wording.conditions(proved.laws.filter { $0 != .targetsSumToOne }, context)
    let every = Wording.scope(proved.laws, isForEveryTransfer: proved.isForEveryTransfer, context)
    guard !conditions.isEmpty else {
      if proved.rules.contains(.softmaxSlope) {
        let letter = context.layerLetters.last ?? ""
        let every = Wording.scope(proved.laws, isForEveryTransfer: false, context)
        return " for \(every), as g of layer \(letter) is softmax"
      }
      return " for \(every)"
    }
    return " for \(every), but only \(Wording.list(conditions))"
  }
}
