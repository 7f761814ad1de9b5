import BackpropLanguage
import Rendering
import Testing

@Suite struct SessionTests {
  @Test func aSyntaxErrorAnywhereMeansThatNothingHappens() {
    let notebook = Notebook()
    let (outcome, shown) = notebook.outcome(of: "network 2-2-1\nforwrad 2")
    guard case .failed(let report) = outcome else {
      Issue.record("the cell runs")
      return
    }
    #expect(report.name == "SyntaxError")
    #expect(shown.isEmpty)
    #expect(notebook.run("list").contains("nothing is defined yet"))
  }

  @Test func severalMistakesAreReportedTogether() {
    let report = Notebook().failure("forwrad 2\nnetwork 2-2-1\ntrain 100, etta 2\nw_ij = [1 2; 3]")
    #expect(report?.entries.map(\.position.line) == [1, 3, 4])
  }

  /// As many as the page of a notebook can show.
  @Test func aTextWithMoreMistakesThanOneReadsIsNotReadToItsEnd() {
    let report = Notebook().failure(String(repeating: "train 100, etta 2\n", count: 5000))
    #expect(report?.entries.map(\.position.line) == Array(1...20))
  }

  /// Ten thousand names, each defined by the one before: the cost of each does not grow with their number, or
  /// this would take minutes.
  @Test func manyNamesAreNoBurden() {
    let notebook = Notebook()
    let lines = (1...10_000).map { "let v\($0) = v\($0 - 1) + 1" }
    #expect(notebook.run("let v0 = 0\n" + lines.joined(separator: "\n") + "\nv30").contains("v30 = 30"))
    #expect(notebook.failure("v9999")?.message.contains("nested deeper than 40") == true)
    #expect(notebook.run("delete v0\nlet v0 = 5\nv30").contains("v30 = 35"))
  }

  /// A cycle within the nesting limit of definitions is detected when it is closed; a longer one, when it is
  /// evaluated.
  @Test(arguments: [3, 39, 60]) func circlesOfNamesAreFound(length: Int) {
    let notebook = Notebook()
    notebook.run("let v0 = 1\n" + (1..<length).map { "let v\($0) = v\($0 - 1)" }.joined(separator: "\n"))
    let closing = notebook.run("let v0 = v\(length - 1)")
    if length < 40 { #expect(closing.contains("without `v0` itself")) }
    let value = notebook.run("v\(length / 2)")
    #expect(length < 40 ? value.contains("= 1") : value.contains("leads back") || value.contains("nested"))
  }

  @Test func aSessionHoldsNoMoreThanItCanCopy() {
    let notebook = Notebook()
    let many = (1...1000).map { "patterns p\($0):\n  0 -> 1" }.joined(separator: "\n")
    notebook.run(many)
    let report = notebook.failure("patterns one more:\n  0 -> 1\n".replacing("one more", with: "p1001"))
    #expect(report?.message.contains("the number of pattern sets is 1001") == true)
    #expect(notebook.run("patterns p7:\n  1 -> 1").contains("p7"))
    #expect(notebook.run("delete p1\npatterns p1001:\n  0 -> 1").contains("p1001"))
  }

  /// Text of a cell is repeated in messages, where it must not control a terminal.
  @Test func messagesHoldNoControlCharacters() {
    for cell in ["load \"\u{1B}[2J\u{7}\"", "\u{202E}\u{9B}", "networ\u{0}k 2-2-1", "use \"a\u{8}b\""] {
      let report = Notebook().failure(cell)
      let text = (report?.text ?? "") + (report?.message ?? "")
      #expect(!text.isEmpty)
      #expect(
        text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control }
          && !text.contains("\u{202E}"))
    }
    #expect(
      Notebook().failure("load \"\u{1B}[2J\u{7}\"")?.entries[0].sourceLine == "load \"\u{FFFD}[2J\u{FFFD}\"")
  }

  @Test(arguments: [
    "load \"large.json\"", "patterns p from \"large.csv\"", "network 2-2-1\nsave \"net.json\"",
  ])
  func aFileThatIsInterruptedEndsTheCell(cell: String) {
    let host = CellHost(
      emit: { _ in }, readFile: { _ in .failure(.interrupted) }, writeFile: { _, _ in .failure(.interrupted) }
    )
    #expect(Session().run(cell, host: host) == .interrupted)
  }

  @Test func aFailingCommandLeavesTheStateAsBeforeItAndStopsTheCell() {
    let notebook = Notebook()
    notebook.run("network 2-2-1\npatterns xor\nη = 0.25")
    let before = notebook.run("print weights, settings")
    #expect(notebook.failure("η = 0.5\nforward 9\nη = 0.75")?.name == "NameError")
    #expect(notebook.run("print weights, settings") == before.replacing("0.25", with: "0.5"))
  }

  @Test func theSameCellGivesTheSameNumbersInEverySession() {
    let cell = "network 2-3-1, bias\npatterns xor\ntrain 50 epochs, shuffle\nprint weights"
    #expect(Notebook().run(cell) == Notebook().run(cell))
  }

  @Test func aNumberThatIsNotFiniteFailsTheCommandAndSaysWhereItAppearedFirst() {
    let notebook = Notebook()
    notebook.run("network 1 - 1 identity\nw_ik = 1\npatterns steep:\n  10 -> 0")
    let report = notebook.failure("train 1000 epochs, η 100")
    #expect(report?.name == "DivergenceError")
    #expect(report?.message.contains("in epoch") == true)
    #expect(notebook.run("print weights").contains("1.000000"))
  }

  /// E of one identity unit at weight w is 1/2 (1 - w)^2 for the pattern 1 -> 1, and an update multiplies 1 -
  /// w by 1 - η: three by 0.5 leave w at 0.875, and one by 1e200 makes the next E overflow.
  @Test func aDivergedTrainingLeavesItsCurveAndNothingElse() {
    let notebook = Notebook()
    notebook.run("network line: 1 - 1 identity\nweights zero\npatterns one:\n  1 -> 1\ntrain 3 epochs, η 0.5")
    let report = notebook.failure("train 10 epochs, η 1e200\nprint patterns")
    #expect(report?.message.contains("epoch 2, pattern 1") == true)
    #expect(report?.message.contains("`plot error` shows how it happened") == true)
    #expect(notebook.run("w_ik").contains("0.875"))

    let both = notebook.run("plot error")
    #expect(both.contains("η 0.5: 3 epochs done; η 1e+200: diverged in epoch 2, pattern 1."))
    #expect(notebook.run("plot error, last").contains("+ diverged in epoch 2: 1, 0.007812"))
    #expect(notebook.run("history").contains("diverged in epoch 2, pattern 1"))
    // The replay shows the training that led to the weights.
    #expect(notebook.run("animate training").contains("after epoch 3 of 3"))
    // After divergence in the first epoch there is no complete epoch to show.
    notebook.run("network line: 1 - 1 identity\nw_ik = 1e200")
    #expect(notebook.failure("train 10 epochs, η 0.5") != nil)
    #expect(notebook.run("plot error").contains("diverged in epoch 1, pattern 1"))
  }

  // MARK: - While it trains

  /// A single display for the whole sweep: the progress, then the table; and the figure in the requested
  /// formats.
  @Test func aSweepIsWatchedInOneDisplay() throws {
    let notebook = Notebook()
    var seconds = 0.0
    notebook.now = {
      seconds += 0.03
      return seconds
    }
    notebook.run("network 2-2-1, bias\npatterns xor\nfigures svg")
    notebook.run("sweep η 0.1 0.5, seeds 1..6, train 3000 epochs")
    let watched = notebook.emitted.compactMap { result -> TrainingReport? in
      if case .training(let report) = result.content { return report }
      return nil
    }
    #expect(!watched.isEmpty)
    #expect(watched.allSatisfy { ($0.sweep?.done ?? 99) <= 12 && $0.sweep?.runs == 12 && $0.ending == nil })
    #expect(watched.contains { $0.sweep?.curves.isEmpty == false && $0.error != nil })
    #expect(watched.map { $0.epoch } == watched.map { $0.epoch }.sorted())
    #expect(watched.allSatisfy { $0.epoch <= $0.epochs && ($0.secondsLeft ?? 0) >= 0 })
    #expect(Set(notebook.emitted.compactMap { $0.displayKey }).count == 1)
    #expect(notebook.shown.count == 2)
    guard case .document = notebook.shown[0].content, case .figure(let figure) = notebook.shown[1].content
    else {
      throw CancellationError()
    }
    #expect(figure.formats == [.svg])
  }

  @Test(arguments: [
    "plot surface w_i1j1 w_j1k1", "animate training", "plot boundary",
    "sweep seeds 1..9, train 100000 epochs",
  ])
  func anInterruptStopsWhatTakesLongAndChangesNothing(_ command: String) {
    let notebook = Notebook()
    notebook.run("network 2-2-1, bias\npatterns xor\ntrain 1000 epochs")
    let before = notebook.run("print weights, history")
    for patience in [0, 1, 2, 5] {
      let outcome = notebook.outcome(of: command, interruptedAfter: patience).0
      #expect(outcome == .interrupted, "\(command) after \(patience)")
      #expect(
        !notebook.shown.contains { if case .figure = $0.content { command.hasPrefix("plot") } else { false } }
      )
    }
    #expect(notebook.run("print weights, history") == before)
  }

  /// Many values without a sum in any of them.
  @Test(arguments: ["print w_ij", "w_ij", "check w_ij = w_ij", "print E, w_ij + 1"])
  func anInterruptStopsTheEvaluationOfManyValues(_ command: String) {
    let notebook = Notebook()
    notebook.run("network 300-300-1\nweights zero")
    notebook.run("forward " + [String](repeating: "1", count: 300).joined(separator: " ") + " -> 1")
    #expect(notebook.outcome(of: command).0 == .finished)
    let asked = notebook.timesAsked
    #expect(asked > 300 * 300 / 10_000)
    for patience in [0, 1, 2, asked - 1] {
      #expect(notebook.outcome(of: command, interruptedAfter: patience).0 == .interrupted, "\(command)")
    }
  }

  @Test(arguments: ["plot confusion", "test", "total E"])
  func anInterruptStopsTheTestOfManyPatterns(_ command: String) {
    let notebook = Notebook()
    notebook.run("network 10-2-1, bias\npatterns parity 10")
    for patience in [0, 1, 2, 5] {
      let outcome = notebook.outcome(of: command, interruptedAfter: patience).0
      #expect(outcome == .interrupted, "\(command) after \(patience)")
      #expect(notebook.shown.isEmpty)
    }
  }

  /// A replay that takes long shows its progress in the place of the figure.
  @Test func aLongReplaySaysHowFarItIs() throws {
    let notebook = Notebook()
    notebook.run("network 2-2-1, bias\npatterns xor\ntrain 20000 epochs")
    var seconds = 0.0
    notebook.now = {
      seconds += 0.4
      return seconds
    }
    for command in ["plot surface w_i1j1 w_j1k1", "animate training"] {
      notebook.run(command)
      #expect(notebook.emitted.count > 2)
      #expect(notebook.shown.count == 1)
      #expect(Renderer().text(for: notebook.emitted[0]).contains("following the last training: epoch"))
    }
  }

  @Test func anInterruptStopsTrainingAndKeepsWholeWeights() {
    let notebook = Notebook()
    notebook.run("network 2-8-1, bias\npatterns xor")
    let before = notebook.run("print weights")
    let (outcome, text) = notebook.outcome(
      of: "train 1000000000 epochs\nprint network", interruptedAfter: 3)
    #expect(outcome == .interrupted)
    #expect(text.contains("stopped after"))
    #expect(!text.contains("hidden"))
    let after = notebook.run("print weights")
    #expect(after != before)
    #expect(!after.contains("NaN"))
  }

  /// A million multiplications take a millisecond or less, so an interrupt is seen long before 20 ms are
  /// over.
  @Test(arguments: [
    ("network 2-2-1", weights: 6, epochs: 20_000), ("network 2-60-60-1", weights: 3780, epochs: 50),
  ])
  func theHostIsAskedOften(_ network: String, weights: Int, epochs: Int) {
    let notebook = Notebook()
    notebook.run(network + "\npatterns xor")
    notebook.run("train \(epochs) epochs")
    let multiplications = epochs * 4 * 3 * weights
    #expect(notebook.timesAsked >= multiplications / 1_000_000)
  }

  @Test func progressIsShownAtMostTenTimesASecondInOnePlace() {
    let notebook = Notebook()
    notebook.run("network 2-40-1\npatterns xor")
    var time = 0.0
    notebook.now = {
      time += 0.04
      return time
    }
    notebook.run("train 2000 epochs")
    let reports = notebook.emitted.filter { $0.displayKey != nil }
    #expect(reports.count > 3)
    #expect(Set(reports.map(\.displayKey)).count == 1)
    #expect(Double(reports.count) <= time / 0.1 + 1)
    guard case .training(let last) = reports.last?.content else {
      Issue.record("the last report is not one of training")
      return
    }
    #expect(last.ending == "2000 epochs done")
    #expect(last.curve.count == 2000)
  }

  @Test func twoRunsHaveDisplaysOfTheirOwn() {
    let notebook = Notebook()
    notebook.run("network 2-2-1\npatterns xor\ntrain 10\ntrain 10")
    #expect(Set(notebook.emitted.compactMap(\.displayKey)).count == 2)
  }

  @Test func whatIsPresentedFollowsTheWeights() {
    let notebook = Notebook()
    notebook.run("network 2-2-1\npatterns xor\nforward 2")
    let before = notebook.run("print activations")
    notebook.run("w_jk = 3")
    #expect(notebook.run("print activations") != before)
    #expect(notebook.failure("update")?.name == "StateError")
  }

  @Test func updatingTwiceNeedsANewPass() {
    let notebook = Notebook()
    notebook.run("network 2-2-1\npatterns xor\nstep 2")
    #expect(notebook.failure("update")?.message.contains("has been added already") == true)
    #expect(notebook.failure("backward")?.message.contains("the weights have changed since") == true)
    #expect(notebook.run("step 2").contains("2a"))
  }
}
