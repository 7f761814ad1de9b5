import BackpropLanguage
import Rendering
import Testing

/// `ask` in a client that takes questions.
struct AskTests {
  /// A reader who gives these answers, one after the other.
  private func dialogue(_ cell: String, answers: [CellHost.Reply]) -> (prompts: [String], Notebook, String) {
    let notebook = Notebook()
    // All weights 0: y = 1/2, δ_k = 1/4 · 1/2 = 1/8.
    notebook.run("network 2-2-1\nweights zero\nforward 1 0 -> 1, hidden\nbackward, hidden")
    var prompts: [String] = []
    notebook.ask = { prompt in
      prompts.append(prompt)
      return prompts.count <= answers.count ? answers[prompts.count - 1] : .interrupted
    }
    let text = notebook.run(cell)
    return (prompts, notebook, text)
  }

  @Test func aRightAnswerEndsTheQuestion() {
    let (prompts, notebook, text) = dialogue("ask δ_k1", answers: [.line("1/8")])
    #expect(prompts == ["δ_k1 = "])
    #expect(text.contains("`1/8` is right"))
    #expect(notebook.checks.map { $0.verdict } == [.holds])
    #expect(notebook.checks.first?.answers == ["1/8"])
  }

  @Test func theLastTryShowsWhereTheAnswerComesFrom() {
    let (prompts, notebook, text) = dialogue(
      "ask δ_k1, tries 2, points 3", answers: [.line(" -0.125 "), .line("0.5")])
    #expect(prompts == ["δ_k1 = ", "last try: δ_k1 = "])
    #expect(text.contains("`-0.125` is not right: it is right but for the sign"))
    #expect(text.contains("0.125000"))
    #expect(notebook.checks.map { $0.verdict } == [.wrong])
    #expect(notebook.checks.first?.answers == ["-0.125", "0.5"])
    #expect(notebook.checks.first?.points == 0)
  }

  /// First what is wrong about the size or the sign, then the equation by which it is computed; never a
  /// number.
  @Test func hintsComeInStages() {
    let answers = ["5", "-7", "0.3", "1/8"].map { CellHost.Reply.line($0) }
    let (_, _, text) = dialogue("ask δ_k1, tries 4", answers: answers)
    #expect(text.contains("`5` is not right: it is more than ten times too large\n"))
    #expect(text.contains("`-7` is not right: its sign is not right; try δ_k1 = "))
    #expect(text.contains("`0.3` is not right; try δ_k1 = "))
    #expect(!text.contains("0.125"))
    #expect(text.contains("`1/8` is right"))
  }

  /// What is no answer is not counted as a try.
  @Test func whatCannotBeReadIsAskedAgain() {
    let (prompts, _, text) = dialogue(
      "ask sign(δ_k1), tries 1", answers: [.line("up"), .line("δ"), .line("+")])
    #expect(prompts.count == 3)
    #expect(text.contains("not counted: the answer is +, - or 0"))
    #expect(text.contains("`+` is right"))
  }

  @Test func anEmptyAnswerGivesUp() {
    let (prompts, notebook, text) = dialogue("ask δ_k1", answers: [.line("  ")])
    #expect(prompts.count == 1)
    #expect(text.contains("0.125000"))
    #expect(notebook.checks.map { $0.verdict } == [.missing])
  }

  @Test func anInterruptEndsTheCell() {
    let (_, notebook, text) = dialogue("ask δ_k1\nη = 9", answers: [])
    #expect(text.contains("interrupted"))
    #expect(notebook.checks.isEmpty)
    notebook.ask = { _ in .nobody }
    #expect(!notebook.run("print settings").contains("9.0"))
  }

  @Test func theChoicesStandAboveThePrompt() {
    let (prompts, _, text) = dialogue(
      "ask δ_k, choices t_k - y_k | g'(a_k) (t_k - y_k)", answers: [.line("3"), .line("2")])
    #expect(prompts.first == "δ_k = which, 1 to 2? ")
    #expect(text.contains("not counted: the answer is a number from 1 to 2"))
    #expect(text.contains("`2` is right"))
  }

  /// Names are looked into, and so are derivatives by the same weights.
  @Test(arguments: ["c", "∂(E + 0)/∂w_ij", "2 ∂E/∂w_ij / 2"])
  func whatRestatesTheQuestionIsNoAnswer(answer: String) {
    let (_, notebook, text) = dialogue("let c = ∂E/∂w_ij\nask ∂E/∂w_ij: \(answer)", answers: [])
    #expect(text.contains("not counted: that is what is asked for"))
    #expect(notebook.checks.first?.verdict == .wrong)
  }

  @Test func whatCanBeGuessedIsAskedOnce() {
    #expect(dialogue("ask y_k > 0.4", answers: [.line("no"), .line("yes")]).prompts.count == 1)
    let sign = dialogue("ask sign(δ_k1), tries 5", answers: [.line("-"), .line("0"), .line("+")])
    #expect(sign.prompts.count == 2)
  }

  @Test func theLeftSideMayBeRepeated() {
    #expect(dialogue("ask δ_k1: = 0.125", answers: []).2.contains("is right"))
    #expect(dialogue("ask δ_k1", answers: [.line("δ_k1 = g'(0) (1 - g(0))")]).2.contains("is right"))
  }

  /// Help on what is asked for says what it is, not how large.
  @Test(arguments: ["ask δ_k1", "δ_k1", "print y_k1"])
  func helpDoesNotGiveHiddenValuesAway(line: String) throws {
    let (_, notebook, _) = dialogue("η = 0.5", answers: [])
    let place = line.unicodeScalars.count - 1
    let document = try #require(
      Assistance.inspect(line, at: place, in: notebook.session.snapshot))
    let text = Renderer().text(for: CellResult(.document(document)))
    #expect(!text.contains("0.125") && !text.contains("= 0.5") && text.contains("of a unit"))
    #expect(text.contains("hidden") != line.hasPrefix("ask"))
    notebook.run("forward 1 0 -> 1")
    let shown = try #require(
      Assistance.inspect("y_k1", at: 1, in: notebook.session.snapshot))
    #expect(Renderer().text(for: CellResult(.document(shown))).contains("= 0.5"))
  }

  /// Text cannot be folded.
  @Test func whereNobodyAnswersTheTextKeepsTheAnswer() {
    let (_, _, text) = dialogue("ask δ_k1", answers: [.nobody])
    #expect(text.contains("question: `δ_k1`"))
    #expect(!text.contains("0.125"))
  }
}
