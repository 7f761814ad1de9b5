import Backprop

/// An error function with a name: a built-in one, or one that is no more than a formula.
struct NamedError: Sendable {
  let name: String
  /// What E is, for help.
  let meaning: String
  /// The letter of its number, which follows its name, and the number where none is given.
  let parameter: (letter: String, usual: Double)?
  private let kind: Kind

  private enum Kind: Sendable {
    case builtIn(ErrorFunction)
    case formula(@Sendable (_ t: Formula, _ y: Formula, _ number: Formula) -> Share)
  }

  /// A unit's share of E, and -∂E/∂y.
  private struct Share: Sendable {
    let term: Formula
    let descent: Formula
  }

  /// In the order in which they are listed.
  static let all: [NamedError] =
    ErrorFunction.all.map { NamedError($0) } + [
      NamedError(
        name: "absolute", meaning: "E = Σ_k abs(t_k - y_k)", parameter: nil,
        kind: .formula { t, y, _ in
          Share(term: .elementary(.abs, .difference(t, y)), descent: .elementary(.sign, .difference(t, y)))
        }),
      NamedError(
        name: "huber",
        meaning: "squares up to a difference of D, and absolute beyond it: with m = min(abs(t_k - y_k), D), "
          + "E = Σ_k m (abs(t_k - y_k) - m/2)",
        parameter: ("D", 1),
        kind: .formula { t, y, d in
          let distance = Formula.elementary(.abs, .difference(t, y))
          let near = Formula.elementary(.min, distance, d)
          return Share(
            term: .product(near, .difference(distance, .quotient(near, .two)), sign: .juxtaposed),
            descent: .elementary(.max, .negated(d), .elementary(.min, d, .difference(t, y)))
          )
        }),
    ]

  /// The one used where none is named.
  static let standard = NamedError(.standard)

  private init(
    name: String, meaning: String, parameter: (letter: String, usual: Double)?, kind: Kind
  ) {
    self.name = name
    self.meaning = meaning
    self.parameter = parameter
    self.kind = kind
  }

  private init(_ function: ErrorFunction) {
    self.init(name: function.name, meaning: function.meaning, parameter: nil, kind: .builtIn(function))
  }

  /// What other courses and programs call them.
  private static let otherNames: [String: [String]] = [
    "squares": ["mse", "sse", "rmse", "l2", "quadratic", "squared", "squarederror", "meansquared"],
    "cross-entropy": ["ce", "bce", "cce", "nll", "crossentropy", "cross_entropy", "logloss"],
    "absolute": ["mae", "sae", "l1"],
    "huber": ["smoothl1"],
  ]

  /// The one that is called this elsewhere; nil if none is.
  static func calledElsewhere(_ word: String) -> NamedError? {
    all.first { otherNames[$0.name]?.contains(word.lowercased()) ?? false }
  }

  /// Its entry in a list of all.
  var summary: String {
    if case .builtIn(let function) = kind { return function.summary }
    return "\(name), \(meaning)"
  }

  /// How it is written: `huber D`.
  var form: String { name + (parameter.map { " \($0.letter)" } ?? "") }

  /// With its usual number: `huber 1`.
  var usualForm: String { name + (parameter.map { " " + Wording.number($0.usual) } ?? "") }

  /// The built-in function, or the formula worked out for the network of a context.
  func function(
    number: Double?, _ context: FormulaContext, at range: SourceRange
  ) throws(Diagnostic) -> (function: ErrorFunction, own: OwnError?) {
    switch kind {
    case .builtIn(let function): return (function, nil)
    case .formula(let parts):
      let value = number ?? parameter?.usual ?? 1
      let d = Formula.number(value, spelling: Wording.number(value))
      let k = Subscript(context.layerLetters.last ?? "")
      let typed = parts(.quantity(.target, [k]), .quantity(.output, [k]), d)
      let named = parts(ErrorParts.target, ErrorParts.output, d)
      let definition = try ErrorDefinition(
        SourceFormula(.summation(k.letter, typed.term), range: range),
        ErrorParts(term: named.term, descent: named.descent, outputLetter: k.letter), isNamed: true,
        context)
      return (definition.function, definition.own)
    }
  }
}
