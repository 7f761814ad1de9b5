/// `ask δ_k1 within 0.001, tries 3`
extension Command {
  static let ask = Command(
    name: "ask", synonyms: ["quiz"], family: .proofs,
    synopsis: [
      "ask FORMULA [within NUMBER] [, tries N] [, points N]", "ask FORMULA < FORMULA",
      "ask FORMULA, choices FORMULA | FORMULA", "ask FORMULA:\n  FORMULA",
    ],
    meaning: "put a question to the reader, and say whether the answer is right",
    details: """
      The answer to a quantity of one unit is a number, or a calculation with numbers; without `within` it \
      may differ by half a percent. `sign(δ_k1)` asks for +, - or 0, `accuracy > 0.9` for yes or no. A \
      formula for all units, such as `δ_j`, asks for a formula, which must also hold on random networks, \
      with other η and α, and after other updates. \
      `choices` asks which of the formulas is equal to the first. In a notebook or console the kernel asks \
      for the answer; a wrong one gets a hint, the next one a closer hint, and after the last try `explain` \
      shows the answer. An empty answer gives up. The answer may also stand in a row below: then it stays in \
      the notebook, and nothing is asked. Where nobody can answer, as in an exported page, the question \
      stands with its answer folded. With `points N` the value of the cell is the number of points, for \
      nbgrader. `forward …, hidden` presents a pattern without showing what is asked for.
      """,
    arguments: [.formula],
    options: [
      CommandOption(
        name: "tries", synonyms: ["attempts"], value: .integer(least: 1),
        defaultValue: "3, or 1 where the answer can be guessed", meaning: "how many answers may be given"),
      CommandOption(
        name: "choices", synonyms: ["choice"], value: .formulas(least: 2),
        meaning: "formulas of which one is equal to what is asked for"),
      CommandOption(
        name: "points", synonyms: ["point"], value: .number(.positive), meaning: "what a right answer gives"),
    ],
    takesRows: true,
    examples: [
      "forward 2, hidden\nbackward, hidden\nask sign(δ_k1)",
      "forward 2, hidden\nbackward, hidden\nask δ_k1 within 0.001, tries 2",
      "forward 2, hidden\nask y_k, choices g(a_k) | g'(a_k)",
      "forward 2\nbackward\nask ∂E/∂w_qr:\n  -δ_r y_q", "train 100\nask accuracy > 75%, points 2",
    ],
    parse: parseAsk)

  @Sendable private static func parseAsk(_ parser: inout StatementParser) throws(Diagnostic) -> Action {
    let source = parser.cursor.source
    var tokens = parser.cursor.takeSegment()
    var rows: [[Token]] = []
    // `ask X: ANSWER`, and `ask X:` with the answer below.
    if let colon = tokens.lastIndex(where: { $0.kind == .symbol(":") }) {
      rows.append(Array(tokens[(colon + 1)...]))
      tokens = Array(tokens[..<colon])
    }
    let options = try parser.askOptions(&rows)
    for var row in parser.rows { rows.append(row.takeRest()) }
    rows.removeAll { $0.isEmpty }
    let bound = try takeBound(&tokens, source, parser.range.upperBound)
    guard !tokens.isEmpty else {
      throw Diagnostic(
        .expected("what is asked for: δ_k1, sign(δ_k1), accuracy > 0.9 or another formula", found: "nothing"),
        at: parser.range)
    }
    let subject: Question.Subject
    let hasRelation = tokens.contains {
      if case .symbol(let symbol) = $0.kind { Relation(symbol: symbol) != nil } else { false }
    }
    if hasRelation {
      let equations = try FormulaParser.equations(tokens, in: source)
      guard equations.count == 1, let claim = equations.first else {
        throw Diagnostic(
          .expected("one equation or inequality", found: "\(equations.count)"), at: parser.range)
      }
      subject = .claim(claim)
    } else {
      let formula = try FormulaParser.formula(tokens, in: source)
      subject = options.formulas("choices").map { .choice(formula, of: $0) } ?? .formula(formula)
    }
    guard rows.count < 2 else {
      throw Diagnostic(
        .expected("one row, the answer", found: "\(rows.count)"),
        at: rows[1][0].range.lowerBound..<parser.range.upperBound)
    }
    let question = Question(
      subject: subject, text: text(of: tokens, in: source), source: source, bound: bound?.value,
      tries: options.count("tries").map { min($0, Question.mostTries) }, points: options.number("points"))
    let answer = rows.first.map { text(of: $0, in: source) }
    return Action { (execution) throws(Diagnostic) in try execution.ask(question, answer) }
  }
}

extension Command {
  /// As typed. A formula of vectors is written in units, of which each has its own place in the source.
  fileprivate static func text(of tokens: [Token], in source: SourceText) -> String {
    guard let first = tokens.first, let last = tokens.last else { return "" }
    return first.vectorForm?.text ?? source.string(first.range.through(last.range))
  }
}

extension StatementParser {
  /// `, tries 2`, and a colon behind the last of them with what follows it. rows: gets what follows.
  fileprivate mutating func askOptions(_ rows: inout [[Token]]) throws(Diagnostic) -> OptionValues {
    var values = OptionValues()
    while !cursor.isAtEnd {
      if cursor.take(":") {
        rows.append(cursor.takeRest())
        break
      }
      guard cursor.take(",") else {
        try finish()
        break
      }
      try option(into: &values)
    }
    return values
  }
}

extension Execution {
  /// Puts the question, or judges the answer that stands below it.
  fileprivate mutating func ask(_ question: Question, _ answer: String?) throws(Diagnostic) {
    let asked = try AskedQuestion(
      question, in: try formulaContext(), notations: state.notations,
      network: NetworkNotation(state), digits: state.digits, isInterrupted: host.isInterrupted)
    var record = CheckRecord(.ask, question.range, in: question.source, .missing)
    let judged: AskedQuestion.Judgement?
    let shown: [Block]
    if let answer {
      record.answers = [answer]
      let judgement = try asked.judge(answer, hint: .kind)
      (judged, shown) = (judgement, asked.document.verdict(judgement, answer))
    } else {
      (judged, shown) = try put(asked, &record)
    }
    if let judged { record.verdict = judged == .right ? .holds : .wrong }
    if let points = question.points {
      record.of = points
      record.points = judged == .right ? points : 0
      self.points = (self.points ?? 0) + (judged == .right ? points : 0)
    }
    emit(shown, checks: [record])
  }

  /// Asks the reader until the answer is right or there are no tries left. Returns: the last judgement, nil
  /// if there was no answer; and what is to be shown last.
  private func put(
    _ asked: AskedQuestion, _ record: inout CheckRecord
  ) throws(Diagnostic) -> (AskedQuestion.Judgement?, [Block]) {
    let document = asked.document
    var judged: AskedQuestion.Judgement?
    var verdict = document.choices
    var (wrong, unreadable) = (0, 0)
    while wrong < asked.tries, unreadable < Question.mostTries {
      if !verdict.isEmpty { emit(verdict) }
      verdict = []
      switch host.ask(document.prompt(triesLeft: asked.tries - wrong)) {
      case .interrupted: throw problem(.interrupted)
      case .nobody: return (nil, document.unanswered(try asked.answer()))
      case .line(let line):
        let answer = line.split(separator: " ").joined(separator: " ")
        guard !answer.isEmpty else { return (judged, document.givenUp(try asked.answer())) }
        record.answers.append(answer)
        let judgement = try asked.judge(answer, hint: wrong == 0 ? .kind : .place)
        verdict = document.verdict(judgement, answer)
        if case .unreadable = judgement {
          unreadable += 1
          continue
        }
        judged = judgement
        if judgement == .right { return (judged, verdict) }
        wrong += 1
      }
    }
    return (judged, verdict + document.givenUp(try asked.answer()))
  }
}
