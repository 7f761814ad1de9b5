/// A question and what is said of its answers.
struct QuestionDocument {
  let asked: AskedQuestion

  private var text: String { VisibleText.line(asked.question.text) }

  /// The line in front of the place for the answer.
  func prompt(triesLeft: Int) -> String {
    let wanted =
      switch asked.kind {
      case .claim: "\(text)? yes or no: "
      case .sign: "\(text): +, - or 0? "
      case .choice(_, let choices, _): "\(text) = which, 1 to \(choices.count)? "
      case .number, .formula: "\(text) = "
      }
    return triesLeft == 1 && asked.tries > 1 ? "last try: " + wanted : wanted
  }

  /// The formulas to choose from, with their numbers.
  var choices: [Block] {
    guard case .choice(_, let choices, _) = asked.kind else { return [] }
    return choices.enumerated().map { place, choice in
      .paragraph([.text("\(place + 1)  "), .formula(choice.formula)])
    }
  }

  func verdict(_ judgement: AskedQuestion.Judgement, _ answer: String) -> [Block] {
    let answer = Inline.code(VisibleText.line(String(answer.prefix(200))).asTyped)
    switch judgement {
    case .right: return [.paragraph([answer, .strong(" is right"), .text(tolerance)])]
    case .wrong(let slip, let equation):
      let why = slip.map { Inline.prose(": " + $0) } ?? []
      let next: [Inline] = equation.map { [.text("; try "), .equation($0)] } ?? []
      return [.paragraph([answer, .strong(" is not right")] + why + next)]
    case .unreadable(let why): return [.paragraph(Inline.prose("not counted: " + why))]
    }
  }

  /// What counted as right, for a number.
  private var tolerance: String {
    guard case .number = asked.kind else { return "" }
    return asked.question.bound.map { ", within \(Wording.number($0))" } ?? ", within half a percent"
  }

  /// After the last try.
  func givenUp(_ answer: [Block]) -> [Block] { [.note([.text("the answer:")])] + answer }

  /// Where nobody can answer.
  func unanswered(_ answer: [Block]) -> [Block] {
    let question: [Block] = [.paragraph([.text("question: "), .code(text.asTyped), .text(" ?")])]
    // The choices are shown before the reader is asked.
    return question + [
      .folded(
        summary: "Answer", answer,
        otherwise: [.text("type your answer in an indented row below `ask`")])
    ]
  }
}
