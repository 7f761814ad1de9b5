import BackpropLanguage

// Stands in for the language's own printing of formulas until that is there.
extension Formula {
  var unicode: String { written(latex: false) }
  var latex: String { written(latex: true) }

  private var level: Int {
    switch self {
    case .sum, .difference: 1
    case .negated: 2
    case .product, .quotient, .summation: 3
    case .power: 4
    default: 5
    }
  }

  private func written(latex: Bool) -> String {
    func part(_ formula: Formula, _ least: Int) -> String {
      formula.level >= least ? formula.written(latex: latex) : "(" + formula.written(latex: latex) + ")"
    }
    switch self {
    case .number(_, let spelling): return spelling
    case .constant(let constant): return constant == .pi ? (latex ? "\\pi" : "π") : "e"
    case .name(let name): return latex ? LaTeXText.symbols(name) : name
    case .quantity(let quantity, let subscripts):
      let name = latex ? LaTeXText.symbols(quantity.rawValue) : quantity.rawValue
      let places = subscripts.map { $0.letter + ($0.unit.map { String($0) } ?? "") }.joined()
      if places.isEmpty { return name }
      return latex ? "\(name)_{\(places)}" : "\(name)_\(places)"
    case .negated(let a): return "-" + part(a, 3)
    case .sum(let a, let b): return part(a, 1) + " + " + part(b, 1)
    case .difference(let a, let b): return part(a, 1) + " - " + part(b, 3)
    case .product(let a, let b, let sign):
      let mark = latex ? (sign == .cross ? " \\times " : " ") : (sign == .cross ? " × " : " ")
      return part(a, 3) + mark + part(b, 3)
    case .quotient(let a, let b):
      return latex
        ? "\\frac{\(a.written(latex: true))}{\(b.written(latex: true))}" : part(a, 4) + " / " + part(b, 5)
    case .power(let a, let b): return part(a, 5) + (latex ? "^{\(b.written(latex: true))}" : "^" + part(b, 5))
    case .call(let function, let arguments):
      let list = arguments.map { $0.written(latex: latex) }.joined(separator: ", ")
      let name =
        switch function {
        case .transfer: "g"
        case .transferDerivative: "g'"
        case .named(let name): name
        default: "f"
        }
      return "\(name)(\(list))"
    case .summation(let letter, let body):
      return (latex ? "\\sum_{\(letter)} " : "Σ_\(letter) ") + part(body, 3)
    case .iverson(let a, let b): return "[\(a.letter) = \(b.letter)]"
    case .partial(let a, let b):
      let above = part(a, 5)
      let below = part(b, 5)
      return latex ? "\\frac{\\partial \(above)}{\\partial \(below)}" : "∂\(above)/∂\(below)"
    }
  }
}
