/// What `ask` asks for.
struct Question: Sendable {
  let subject: Subject
  /// As it is typed.
  let text: String
  let source: SourceText
  /// The largest difference that is allowed; nil: half a percent.
  let bound: Double?
  /// nil: three for a number or a formula, one where the answer can be guessed.
  let tries: Int?
  /// nil: it gives none.
  let points: Double?

  static let mostTries = 100
  /// How far a number may be off, as a part of it: what is as near as this is as good as found.
  static let leeway = 0.005

  enum Subject: Sendable {
    /// Whether an equation or inequality holds.
    case claim(SourceEquation)
    /// A number, a sign or a formula.
    case formula(SourceFormula)
    /// Which of some formulas is equal to another.
    case choice(SourceFormula, of: [SourceFormula])
  }

  /// Where it stands in the cell.
  var range: SourceRange {
    switch subject {
    case .claim(let claim): claim.range
    case .formula(let formula), .choice(let formula, _): formula.range
    }
  }
}

/// A question about the presented pattern, and whether answers to it are right.
struct AskedQuestion {
  let question: Question
  let kind: Kind
  private let context: FormulaContext
  private let notations: Notations
  private let network: NetworkNotation
  private let digits: Int
  private let isInterrupted: () -> Bool

  enum Kind {
    case claim(SourceEquation, holds: Bool)
    /// The sign of a number, -1, 0 or 1.
    case sign(of: SourceFormula, Double)
    case number(SourceFormula, Double)
    /// The numbers of the formulas that are equal to it, from 1.
    case choice(SourceFormula, of: [SourceFormula], right: [Int])
    /// For all units of its free indices.
    case formula(SourceFormula)
  }

  enum Judgement: Equatable {
    case right
    /// With the likely slip, if one was found, and the equation by which the answer is computed, if it is
    /// told.
    case wrong(String?, by: Equation? = nil)
    /// Not an answer to such a question; why.
    case unreadable(String)
  }

  /// Throws if what is asked for has no value.
  init(
    _ question: Question, in context: FormulaContext, notations: Notations, network: NetworkNotation,
    digits: Int, isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) {
    self.question = question
    self.context = context
    self.notations = notations
    self.network = network
    self.digits = digits
    self.isInterrupted = isInterrupted
    let evaluator = FormulaEvaluator(context, isInterrupted: isInterrupted)
    switch question.subject {
    case .claim(let claim):
      let check = try IdentityCheck(
        claim, in: context, within: question.bound, isClaim: claim.isOfAllUnits, isInterrupted: isInterrupted)
      kind = .claim(claim, holds: check.holds && !check.isCoincidence)
    case .choice(let formula, let choices):
      var right: [Int] = []
      for (place, choice) in choices.enumerated() {
        guard choice.formula != formula.formula else {
          throw Diagnostic(
            .expected("a choice other than what is asked for", found: "`\(question.text)`"), at: choice.range)
        }
        let check = try IdentityCheck(
          SourceEquation(formula, choice), in: context, within: question.bound,
          isClaim: formula.formula.namedUnits.isEmpty, isInterrupted: isInterrupted)
        if check.holds, !check.isCoincidence { right.append(place + 1) }
      }
      guard !right.isEmpty else {
        throw Diagnostic(
          .expected("a choice that is equal to `\(question.text)`", found: "none"), at: formula.range)
      }
      kind = .choice(formula, of: choices, right: right)
    case .formula(let formula):
      let value = try evaluator.value(of: formula)
      if value.indices.isEmpty, let number = value.values.first {
        if case .call(.elementary(.sign), let arguments) = formula.formula, arguments.count == 1 {
          kind = .sign(of: SourceFormula(arguments[0], range: formula.range), number)
        } else {
          kind = .number(formula, number)
        }
      } else {
        kind = .formula(formula)
      }
    }
  }

  var document: QuestionDocument { QuestionDocument(asked: self) }

  /// How many answers may be given: fewer than there are to choose from.
  var tries: Int {
    switch kind {
    case .claim: 1
    case .sign: min(question.tries ?? 1, 2)
    case .choice(_, let choices, _): min(question.tries ?? 1, choices.count - 1)
    case .number, .formula: question.tries ?? 3
    }
  }

  // MARK: - Answers

  /// hint: how much is told of a slip.
  func judge(_ answer: String, hint: Hint) throws(Diagnostic) -> Judgement {
    guard answer.unicodeScalars.count <= Self.longest else {
      return .unreadable("an answer has at most \(Self.longest) characters")
    }
    switch kind {
    case .claim(_, let holds):
      guard let said = Self.yesOrNo(answer) else { return .unreadable("the answer is yes or no") }
      return said == holds ? .right : .wrong(nil)
    case .sign(_, let sign):
      guard let said = Self.sign(answer) else { return .unreadable("the answer is +, - or 0") }
      return said == sign ? .right : .wrong(nil)
    case .choice(_, let choices, let right):
      guard let number = number(of: answer, among: choices) else {
        return .unreadable("the answer is a number from 1 to \(choices.count)")
      }
      return right.contains(number) ? .right : .wrong(nil)
    case .number(let formula, let value):
      return try judgeNumber(answer, formula, value, hint)
    case .formula: return try judgeFormula(answer, hint)
    }
  }

  private static let longest = 2000

  private func judgeNumber(
    _ answer: String, _ formula: SourceFormula, _ value: Double, _ hint: Hint
  ) throws(Diagnostic) -> Judgement {
    switch read(answer) {
    case .failure(let why): return .unreadable(why)
    case .success(let typed):
      guard typed.formula.isCalculation, typed.formula.names.isEmpty else {
        return .unreadable("the answer is a number, or a calculation with numbers")
      }
      let bound = question.bound ?? Question.leeway * value.magnitude
      let judgement = try judge(SourceEquation(formula, typed), within: bound, isClaim: false, hint)
      guard judgement == .wrong(nil) else { return judgement }
      let number = try FormulaEvaluator(context, isInterrupted: isInterrupted).value(of: typed).values.first
      return .wrong(
        number.flatMap { Self.difference($0, from: value) }, by: hint == .place ? equation(of: formula) : nil)
    }
  }

  /// How a number differs from the right one, in a way from which the right one cannot be guessed.
  private static func difference(_ number: Double, from value: Double) -> String? {
    guard value != 0, number != 0 else { return nil }
    if (number < 0) != (value < 0) { return "its sign is not right" }
    let ratio = (number / value).magnitude
    if ratio > 10 { return "it is more than ten times too large" }
    return ratio < 0.1 ? "it is more than ten times too small" : nil
  }

  /// The equation of the derivation by which a quantity is computed, with its units.
  private func equation(of formula: SourceFormula) -> Equation? {
    let explanation = Explanation(context, digits: digits, isInterrupted: isInterrupted)
    let asked = explanation.pinned(formula.formula)
    return explanation.rules.rule(for: asked).map { Equation($0.left, $0.right) }
  }

  private func judgeFormula(_ answer: String, _ hint: Hint) throws(Diagnostic) -> Judgement {
    switch equation(with: answer) {
    case .failure(let why): return .unreadable(why)
    case .success(let equation):
      guard !equation.right.formula.restates(equation.left.formula.withoutSign, context.definitions) else {
        return .unreadable("that is what is asked for; the answer says what it is equal to")
      }
      return try judge(equation, within: nil, isClaim: true, hint)
    }
  }

  private func judge(
    _ equation: SourceEquation, within bound: Double?, isClaim: Bool, _ hint: Hint
  ) throws(Diagnostic) -> Judgement {
    do throws(Diagnostic) {
      let check = try IdentityCheck(
        equation, in: context, within: bound, isClaim: isClaim, isInterrupted: isInterrupted)
      guard let refutation = check.refutation(hint) else { return .right }
      guard case .refuted(let found) = refutation.problem else { return .wrong(nil) }
      if found.isCoincidence {
        return .wrong("it holds for the presented numbers, \(Wording.onlyHere(found.neededNumbers))")
      }
      return .wrong(found.finding.flatMap { Wording.clause($0, hint) })
    } catch {
      if error.problem.isInterrupted { throw error }
      return .unreadable(sentence(error))
    }
  }

  private func sentence(_ diagnostic: Diagnostic) -> String { Wording.sentence(diagnostic.problem, network) }

  /// The question and the answer as one equation, in which a letter means the same units throughout.
  private func equation(with answer: String) -> Result<SourceEquation, Unreadable> {
    if case .failure(let why) = read(answer) { return .failure(why) }
    let line = "\(Command.check.name) \(question.text) = \(Self.rightSide(of: answer))"
    let cell = CellParser.parse(SourceText(line), in: notations)
    if let problem = cell.diagnostics.first { return .failure(sentence(problem)) }
    guard cell.statements.count == 1, let equations = cell.statements.first?.action.equations,
      equations.count == 1, let equation = equations.first
    else { return .failure("the answer is a number or a formula") }
    return .success(equation)
  }

  /// A formula in the notation in force, or why it is none.
  private func read(_ answer: String) -> Result<SourceFormula, Unreadable> {
    let cell = CellParser.parse(SourceText(Self.rightSide(of: answer)), in: notations)
    if let problem = cell.diagnostics.first { return .failure(sentence(problem)) }
    guard cell.statements.count == 1, let formula = cell.statements.first?.action.formula else {
      return .failure("the answer is a number or a formula")
    }
    return .success(formula)
  }

  /// `δ_k1 = 0.1` and `= 0.1`: the answer is what is right of the sign.
  private static func rightSide(of answer: String) -> String {
    answer.split(separator: "=").last.map { String($0) } ?? answer
  }

  private enum Result<Success, Failure> {
    case success(Success)
    case failure(Failure)
  }
  private typealias Unreadable = String

  /// That of a choice, typed as a number or as it stands there.
  private func number(of answer: String, among choices: [SourceFormula]) -> Int? {
    if let number = Int(answer) { return (1...choices.count).contains(number) ? number : nil }
    guard case .success(let typed) = read(answer) else { return nil }
    return choices.firstIndex { $0.formula == typed.formula }.map { $0 + 1 }
  }

  private static func yesOrNo(_ answer: String) -> Bool? {
    switch answer.lowercased() {
    case "yes", "y", "true", "holds", "ja", "j": true
    case "no", "n", "false", "nein": false
    default: nil
    }
  }

  private static func sign(_ answer: String) -> Double? {
    switch answer.lowercased() {
    case "+", "positive", "plus", "pos": return 1
    case "-", "−", "negative", "minus", "neg": return -1
    case "zero", "null": return 0
    default:
      let ascii = String(answer.map { $0 == "−" ? "-" : $0 })
      guard let number = Double(ascii), !number.isNaN else { return nil }
      return [1, -1, 0].first { $0 == number }
    }
  }

  // MARK: - The answer itself

  /// What `explain` says of it.
  func answer() throws(Diagnostic) -> [Block] {
    switch kind {
    case .claim(let claim, _):
      let check = try IdentityCheck(claim, in: context, within: question.bound, isInterrupted: isInterrupted)
      return check.blocks(.place)
    case .choice(_, let choices, let right):
      return right.map { .paragraph([.text("\($0)  "), .formula(choices[$0 - 1].formula)]) }
    case .sign(let formula, _), .number(let formula, _), .formula(let formula):
      let explanation = Explanation(context, digits: digits, isInterrupted: isInterrupted)
      return try explanation.blocks(of: formula)
    }
  }
}
