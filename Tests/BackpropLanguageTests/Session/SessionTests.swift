import BackpropLanguage
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

  // MARK: - While it trains

  @Test func anInterruptStopsTrainingAndKeepsWholeWeights() {
    let notebook = Notebook()
    notebook.run("network 2-8-1, bias\npatterns xor")
    let before = notebook.run("print weights")
    var asked = 0
    notebook.isInterrupted = {
      asked += 1
      return asked > 3
    }
    let (outcome, text) = notebook.outcome(of: "train 1000000000 epochs\nprint network")
    #expect(outcome == .interrupted)
    #expect(text.contains("stopped after"))
    #expect(!text.contains("hidden"))
    notebook.isInterrupted = { false }
    let after = notebook.run("print weights")
    #expect(after != before)
    #expect(!after.contains("NaN"))
  }

  /// A million multiplications take a millisecond or less, so an interrupt is seen long before 20 ms are over.
  @Test(arguments: [
    ("network 2-2-1", weights: 6, epochs: 20_000), ("network 2-60-60-1", weights: 3780, epochs: 50),
  ])
  func theHostIsAskedOften(_ network: String, weights: Int, epochs: Int) {
    let notebook = Notebook()
    notebook.run(network + "\npatterns xor")
    var asked = 0
    notebook.isInterrupted = {
      asked += 1
      return false
    }
    notebook.run("train \(epochs) epochs")
    let multiplications = epochs * 4 * 3 * weights
    #expect(asked >= multiplications / 1_000_000)
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
    #expect(notebook.failure("update")?.message.contains("since the last update") == true)
    #expect(notebook.failure("backward")?.message.contains("since the weights were updated") == true)
    #expect(notebook.run("step 2").contains("2a"))
  }
}
