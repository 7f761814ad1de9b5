/// The functions that every formula may use: names, meanings and number of arguments. The lists of the
/// parser, completion, help, LaTeX and the reference are derived from these cases.
public enum ElementaryFunction: String, Named, Equatable, Sendable, CaseIterable {
  case exp, log, sqrt, abs, tanh, cosh, sinh, sin, cos, min, max, sign, floor

  /// As it is written in a cell.
  var name: String { rawValue }

  var synonyms: [String] {
    switch self {
    case .log: ["ln"]
    case .sign: ["sgn"]
    case .exp, .sqrt, .abs, .tanh, .cosh, .sinh, .sin, .cos, .min, .max, .floor: []
    }
  }

  /// Whether it takes two numbers or more, rather than one.
  var takesSeveral: Bool {
    switch self {
    case .min, .max: true
    case .exp, .log, .sqrt, .abs, .tanh, .cosh, .sinh, .sin, .cos, .sign, .floor: false
    }
  }

  private var meaning: String {
    switch self {
    case .exp: "e to the power x"
    case .log: "the natural logarithm"
    case .sqrt: "the square root"
    case .abs: "x without its sign"
    case .tanh: "the hyperbolic tangent"
    case .cosh: "the hyperbolic cosine, (exp(x) + exp(-x)) / 2"
    case .sinh: "the hyperbolic sine, (exp(x) - exp(-x)) / 2"
    case .sin: "the sine, x in radians"
    case .cos: "the cosine, x in radians"
    case .min: "the smallest"
    case .max: "the largest"
    case .sign: "1, -1 or 0"
    case .floor: "the largest whole number that is not greater"
    }
  }

  /// Every name and synonym.
  static let spellings: [String] = allCases.flatMap { $0.spellings }

  /// Each name and synonym with its meaning, for `help`.
  static let meanings: [(word: String, meaning: String)] = {
    var meanings: [(word: String, meaning: String)] = []
    for function in allCases {
      let arguments = function.takesSeveral ? "(x, y): " : "(x): "
      let synonyms = function.synonyms.map { "`\($0)`" }
      let also = synonyms.isEmpty ? "" : ", also " + Wording.list(synonyms)
      meanings.append((word: function.name, meaning: function.name + arguments + function.meaning + also))
      for word in function.synonyms {
        meanings.append((word: word, meaning: word + arguments + function.meaning))
      }
    }
    return meanings
  }()
}

extension Formula {
  /// An elementary function of one number or more.
  static func elementary(_ function: ElementaryFunction, _ arguments: Formula...) -> Formula {
    .call(.elementary(function), arguments)
  }
}
