import TestSupport
import Testing

@testable import BackpropLanguage

/// Steps by hand, and the state they share with `train`.
@Suite struct StepTests {
  static let networks = [
    "network 2-2-1, bias", "network 2-3-2-1 tanh, bias -1\nconnect i -> k\nfreeze w_i1j, w_j2l1",
    "network 2-4-1",
  ]
  static let settings = ["η = 0.5", "η = 0.3\nα = 0.9"]

  /// Two notebooks with the same network and settings.
  private func pair(_ network: String, _ settings: String) -> (Notebook, Notebook) {
    let pair = (Notebook(), Notebook())
    for notebook in [pair.0, pair.1] { notebook.run("\(network)\npatterns xor\n\(settings)") }
    return pair
  }

  private static let epochByHand = "step 1\nstep 2\nstep 3\nstep 4"

  @Test(arguments: networks, settings)
  func anEpochIsItsSteps(_ network: String, _ settings: String) throws {
    let (byHand, trained) = pair(network, settings)
    for _ in 1...3 { byHand.run(Self.epochByHand) }
    trained.run("train 3 epochs")
    #expect(distance(byHand.weights, trained.weights) < 1e-14)
  }

  /// The momentum of one continues in the other.
  @Test(arguments: networks, settings)
  func stepsAndTrainingTakeTurns(_ network: String, _ settings: String) throws {
    let (mixed, trained) = pair(network, settings)
    mixed.run(Self.epochByHand)
    mixed.run("train 2 epochs")
    mixed.run("step 1\nforward 2\nbackward\nupdate\nstep 3\nstep 4")
    mixed.run("train 1")
    trained.run("train 5 epochs")
    #expect(distance(mixed.weights, trained.weights) < 1e-14)
  }

  /// Δw(2) = η δ y + α Δw(1) of one linear weight w, whose E is 1/2 (1 - w)²: with η = 0.1 and α = 0.5 from w
  /// = 0, Δw is 0.1, then 0.1 × 0.9 + 0.5 × 0.1 = 0.14, then 0.1 × 0.76 + 0.5 × 0.14 = 0.146.
  @Test func momentumOfOneWeight() throws {
    let notebook = Notebook()
    notebook.run("network 1 - 1 identity\nweights zero\npatterns one:\n  1 -> 1\nη = 0.1\nα = 0.5")
    for expected in [0.1, 0.24, 0.386] {
      notebook.run("step 1\ncheck Δw_ik = η δ_k y_i + α Δw_ik(n-1)")
      #expect(abs(notebook.weights[0] - expected) < 1e-15)
    }
    #expect(notebook.run("explain Δw_i1k1").contains("0.1 × 0.760000 × 1.000000 + 0.5 × 0.140000"))
    #expect(notebook.run("Δw_i1k1(n-1)").contains("0.14"))
  }

  @Test(arguments: ["w_ik = 0", "weights zero", "reset", "transfer k identity"])
  func otherWeightsOrAnotherFunctionHaveNoMomentum(_ change: String) throws {
    let notebook = Notebook()
    notebook.run("network 1 - 1 identity\nweights zero\npatterns one:\n  1 -> 1\nη = 0.1\nα = 0.5\nstep 1")
    notebook.run(change)
    #expect(notebook.run("step 1\nΔw_i1k1(n-1)").contains("Δw_i1k1(n-1) = 0"))
  }

  /// A Δw that has not been added follows changes of η and α; one that has been added is dropped with the old
  /// values.
  @Test func anotherRateChangesWhatIsNotAddedYet() throws {
    let notebook = Notebook()
    notebook.run(
      "network 1 - 1 identity\nweights zero\npatterns one:\n  1 -> 1\nη = 0.1\nforward 1\nbackward")
    #expect(notebook.run("η = 0.2\nΔw_i1k1").contains("0.2"))
    #expect(notebook.run("check Δw_ik = η δ_k y_i").contains("holds"))
    notebook.run("update")
    #expect(notebook.weights == [0.2])
    #expect(notebook.failure("η = 0.4\nΔw_i1k1")?.name == "StateError")
  }

  static let spoilers = [
    // The slope of a root at 0 is infinite.
    "patterns xor\nh(a) = sqrt(a)\ntransfer j h\nweights zero\nw_jk = 1",
    // The squared difference from the target is infinite.
    "patterns huge:\n  0 0 -> 1\n  0 1 -> 1e308\nη = 1e10",
    // E and δ are finite, but the weight after the update is not.
    "transfer k identity\npatterns huge:\n  0 0 -> 1\n  0 1 -> 1e150\nη = 1e300",
  ]

  @Test(arguments: spoilers)
  func aStepThatLeadsToNoNumbersIsRefusedAndTheWeightsAreKept(_ cell: String) throws {
    let notebook = Notebook()
    notebook.run("network 2-2-1\n\(cell)")
    let before = notebook.weights
    #expect(before.allSatisfy { $0.isFinite })
    #expect(notebook.failure("step 2")?.name == "DivergenceError")
    #expect(notebook.weights == before)
    for command in ["forward 2", "backward", "update"] { notebook.run(command) }
    #expect(notebook.weights == before)
  }

  @Test func testSaysWhichOutputsAreNoNumbers() {
    let notebook = Notebook()
    notebook.run("network 1-1\nw_ik = 1\nroot(a) = sqrt(a)\ntransfer k root")
    notebook.run("patterns three:\n  -1 -> 0\n  0 -> 0\n  4 -> 1")
    let text = notebook.run("test")
    #expect(text.contains("1 of 3 patterns, the first of them pattern 1, give outputs or E"))
    #expect(text.contains("accuracy: 2 of 3"))
    #expect(notebook.run("diagnose").contains("infinite or not a number"))
  }

  @Test func theGradientOfTotalInputsThatAreNoNumbersIsNotCalledRight() {
    let notebook = Notebook()
    notebook.run("network 2-2-1\npatterns xor\nw_ij = 1e308\nforward 4")
    #expect(notebook.failure("check gradient")?.message.contains("total input of unit j1") == true)
    // Steps of h are lost in rounding next to 1e20, so no difference is shown.
    notebook.run("w_ij = 1e20\nforward 4")
    let text = notebook.run("check gradient")
    #expect(!text.contains("NaN") && text.contains("h is lost in rounding next to a large weight"))
  }

  /// One identity unit at η = 0.25 under inputs of 3: each update multiplies 1 - w by 1 - 9 × 0.25 = -1.25,
  /// so E grows by a factor of 1.5625 per epoch and stays finite for a long time.
  @Test func trainingThatGrowsSaysSo() {
    let notebook = Notebook()
    notebook.run("network 1 - 1 identity\nweights zero\npatterns steep:\n  3 -> 3")
    #expect(notebook.run("train 60 epochs, η 0.25").contains("training is diverging"))
    notebook.run("reset")
    #expect(!notebook.run("train 60 epochs, η 0.1").contains("diverging"))
  }

  /// The lines in the reference, in either order, equal `update`: both use the δ from the weights before it.
  @Test(arguments: [
    ["w_jk = w_jk + η δ_k y_j", "w_ij = w_ij + η δ_j y_i"],
    ["w_ij = w_ij + Δw_ij", "w_jk = w_jk + Δw_jk"],
    ["w_jk = w_jk - η ∂E/∂w_jk", "w_ij = w_ij + η δ_j y_i"],
    ["let d_j = δ_j", "w_jk = w_jk + η δ_k y_j", "w_ij = w_ij + η d_j y_i"],
  ])
  func anUpdateByHandUsesTheDeltasFromBeforeIt(_ lines: [String]) throws {
    let (byHand, updated) = pair("network 2-3-1, bias", "η = 0.5\nforward 2\nbackward")
    for line in lines { byHand.run(line) }
    updated.run("update")
    #expect(distance(byHand.weights, updated.weights) < 1e-15)
    #expect(byHand.failure("update")?.message.contains("has been added already") == true)
    #expect(byHand.run("forward 3\nbackward\nδ_j") == updated.run("forward 3\nbackward\nδ_j"))
  }

  @Test func aStepWithMomentumIsAnimatedByItsRule() {
    let notebook = Notebook()
    notebook.run("network 2-2-1\npatterns xor\nα = 0.9\nstep 2\nstep 2\nanimate step")
    let frames =
      notebook.shown.compactMap { result -> Animation? in
        if case .animation(let animation) = result.content { animation } else { nil }
      }.first?.frames ?? []
    let changes = frames.filter { $0.name.hasPrefix("2c") }.flatMap { $0.blocks }
    #expect(changes.contains { "\($0)".contains("previousWeightChange") })
  }

  @Test func aCheckSaysThatItLeavesTheBiasUnitOut() {
    let notebook = Notebook()
    notebook.run("network 2-3-1, bias\npatterns xor\nforward 2\nbackward")
    #expect(
      notebook.run("check Δw_ij = η δ_j x_i").contains("all 6 cases of i and j, without the bias unit i0"))
    #expect(!notebook.run("check Δw_ij = η δ_j y_i").contains("without"))
  }

  @Test func diagnoseSaysThatNothingOfTheInputsReachesTheOutput() {
    let notebook = Notebook()
    notebook.run("network 2-2-1, bias\npatterns xor\nw_ij = 0\nw_jk = 0.5")
    #expect(notebook.run("diagnose").contains("the output is the same for every pattern"))
  }
}
