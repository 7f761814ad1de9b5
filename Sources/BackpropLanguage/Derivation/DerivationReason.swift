/// Why a line follows from the one above it: a rule of calculus or algebra, by name, with what it is about.
struct DerivationReason: Equatable {
  let rule: DerivationStep
  /// What the rule is about: `y_q` of the chain rule via y_q.
  var subject: [Inline] = []
  /// The numbers of the equations that it uses.
  var equations: [Int] = []

  init(_ rule: DerivationStep, _ subject: [Inline] = [], equations: [Int] = []) {
    self.rule = rule
    self.subject = subject
    self.equations = equations
  }

  /// As it stands beside a line: `from 3, partial trick`.
  var text: [Inline] {
    var parts: [[Inline]] = []
    if !equations.isEmpty {
      parts.append([.text("from " + equations.sorted().map { "\($0)" }.joined(separator: ", "))])
    }
    if !rule.words.isEmpty || !subject.isEmpty {
      parts.append((rule.words.isEmpty ? [] : [.text(rule.words + (subject.isEmpty ? "" : " "))]) + subject)
    }
    return parts.enumerated().flatMap { place, part in (place > 0 ? [.text(", ")] : []) + part }
  }
}

/// The rules that a line of a derivation can follow by.
enum DerivationStep: String, CaseIterable {
  /// An equation of the network, which the line is taken from.
  case equation
  case chainRule
  /// The chain rule along several paths from one unit.
  case paths
  /// ∂(Σ_j w_jk y_j)/∂w_qk: only one term depends on the variable, and it is linear in it.
  case partialTrick
  /// A sum in which only one unit depends on the variable.
  case onlyOne
  case quotientRule
  /// The product rule, and then the chain rule via quantities.
  case productRule
  /// A derivative by what a formula is written in.
  case differentiation
  /// What a symbol has been found to be is put in its place.
  case pluggingIn
  case inFront
  /// A factor above and below a line.
  case division
  case multiplyingOut
  case collecting
  /// The terms of a sum of products are multiplied out and those that cancel left out.
  case cancelling
  case since
  /// A symbol is written for what it stands for: δ.
  case naming
  case definition
  /// g or g' written out for a transfer function.
  case transfer
  case independence
  case gradientDescent
  case learningRule
  case summing

  /// In the words of a lecturer.
  var words: String {
    switch self {
    case .equation: ""
    case .chainRule: "chain rule via"
    case .paths: "paths via"
    case .partialTrick: "partial trick"
    case .onlyOne: "only"
    case .quotientRule: "quotient rule"
    case .productRule: "product rule, via"
    case .differentiation: "differentiated by"
    case .pluggingIn: "plugging in"
    case .inFront: "taken out of the sum"
    case .division: ""
    case .multiplyingOut: "multiplied out"
    case .collecting: ""
    case .cancelling: "multiplied out, terms cancel"
    case .since: "since"
    case .naming: "with"
    case .definition: "definition of"
    case .transfer: ""
    case .independence: ""
    case .gradientDescent: "gradient descent"
    case .learningRule: "rule"
    case .summing: ""
    }
  }
}

extension DerivationReason {
  static func from(_ equations: Int...) -> DerivationReason {
    DerivationReason(.equation, equations: equations)
  }

  static func chain(via formula: Formula) -> DerivationReason {
    DerivationReason(.chainRule, [.formula(formula)])
  }

  static func partialTrick(from equations: Int...) -> DerivationReason {
    DerivationReason(.partialTrick, equations: equations)
  }

  /// Only the unit of the sum that is this one depends on the variable.
  static func only(_ letter: String, is unit: Subscript, dependsOn v: Formula) -> DerivationReason {
    DerivationReason(.onlyOne, [same(letter, unit), .text(" depends on "), .formula(v)])
  }

  /// `k = r`, or `k = k2` for a unit by its number.
  static func same(_ letter: String, _ unit: Subscript) -> Inline {
    unit.unit == nil
      ? .equation(Equation(.name(letter), .name(unit.letter))) : .text("\(letter) = \(unit.text)")
  }

  static let pluggingIn = DerivationReason(.pluggingIn)
}
