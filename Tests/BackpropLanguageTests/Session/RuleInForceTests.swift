import TestSupport
import Testing

/// `update` and `step` follow the rule in force: an epoch by hand is an epoch of `train`, to the last bit.
@Suite struct RuleInForceTests {
  static let networks = [
    "network 2-2-1, bias", "network 2-3-2-1 tanh, bias -1\nconnect i -> k\nfreeze w_i1j, w_j2l1",
    "network 2-40-30-1, bias", "network i 2 - j 4 relu - k 1 sigmoid, bias, error cross-entropy",
  ]
  static let rules = [
    "gradient", "gradient, α 0.9", "gradient, decay 0.01", "gradient, α 0.5, decay 0.01 without bias",
    "momentum, η 0.25", "nesterov, α 0.9", "adam, η 0.01", "adam, η 0.02, β1 0.8, β2 0.99, ε 1e-6",
    "rprop, η 0.1", "rprop, up 1.1, down 0.4", "quickprop, η 0.2", "adam, decay 0.001 without bias",
  ]
  private static let epochByHand = "step 1\nforward 2\nbackward\nupdate\nstep 3\nstep 4"

  private func notebook(_ network: String, _ rule: String) -> Notebook {
    let notebook = Notebook()
    notebook.run("\(network)\npatterns xor\nrule \(rule)")
    return notebook
  }

  @Test(arguments: networks, rules)
  func anEpochIsItsStepsToTheLastBit(_ network: String, _ rule: String) throws {
    let (byHand, trained) = (notebook(network, rule), notebook(network, rule))
    let before = trained.weights
    for _ in 1...3 { byHand.run(Self.epochByHand) }
    trained.run("train 3 epochs")
    #expect(byHand.weights == trained.weights)
    #expect(trained.weights != before)
  }

  @Test(arguments: networks, rules)
  func eachGoesOnWithWhatTheOtherRemembers(_ network: String, _ rule: String) throws {
    let (mixed, trained) = (notebook(network, rule), notebook(network, rule))
    mixed.run(Self.epochByHand)
    mixed.run("train 2 epochs")
    mixed.run(Self.epochByHand)
    mixed.run("train 1")
    trained.run("train 5 epochs")
    #expect(mixed.weights == trained.weights)
  }

  /// The Δw that `backward` announces is the one that `update` adds.
  @Test(arguments: networks, rules)
  func theChangeThatIsShownIsMade(_ network: String, _ rule: String) throws {
    let notebook = notebook(network.split(separator: "\n")[0].description, rule)
    notebook.run("step 1\nstep 2\nforward 3\nbackward")
    let before = notebook.weights
    let changes = notebook.changes
    notebook.run("update")
    let made = zip(notebook.weights, before).map { $0 - $1 }
    #expect(distance(made, changes) < 1e-14)
    #expect(changes.contains { $0 != 0 })
  }

  /// One linear weight w and a bias b, E = 1/2 (1 - w x - b)² with x = 2, η = 0.1 and β = 0.5, from w = 1 and
  /// b = 1: δ = 1 - 2 - 1 = -2, so Δw = 0.1 (-2 · 2 - 0.5) = -0.45, and Δb is 0.1 (-2) = -0.2 without decay,
  /// 0.1 (-2 - 0.5) = -0.25 with it.
  @Test(arguments: [("decay 0.5", -0.25), ("decay 0.5 without bias", -0.2)])
  func decayOfOneWeight(_ decay: String, _ bias: Double) throws {
    for isByHand in [true, false] {
      let notebook = Notebook()
      notebook.run("network 1 - 1 identity, bias\nw_ik = 1\npatterns one:\n  2 -> 1")
      notebook.run(isByHand ? "rule gradient, η 0.1, \(decay)\nstep 1" : "train 1, η 0.1, \(decay)")
      #expect(distance(notebook.weights, [1 + bias, 1 - 0.45]) < 1e-15)
      guard isByHand else { continue }
      #expect(notebook.run("explain Δw_i1k1").contains("-0.450000"))
      #expect(notebook.run("explain Δw_i0k1").contains(bias == -0.2 ? "-0.200000" : "-0.250000"))
      #expect(notebook.run("explain w_i1k1").contains("update"))
    }
  }

  @Test func whatIsInForceIsSaid() {
    let notebook = Notebook()
    notebook.run("network 2-2-1, bias\npatterns xor")
    #expect(
      notebook.run("rule adam, η 0.01, β1 0.8, decay 0.001 without bias").contains(
        "rule adam, β1 0.8, β2 0.999, ε 1e-08, η = 0.01, decay 0.001 without bias"))
    #expect(notebook.run("forward 2\nbackward").contains("rule adam, β1 0.8"))
    #expect(notebook.run("explain Δw_jk").contains("the change by rule adam"))
    #expect(notebook.run("train 1").contains("rule adam, β1 0.8, β2 0.999, ε 1e-08, η"))
    #expect(notebook.run("train 1, rule rprop").contains("rule rprop, increase 1.2"))
    #expect(notebook.run("print settings").contains("adam"))
    #expect(notebook.run("rule gradient\ntrain 1").contains("rule gradient, η 0.01"))
  }

  @Test func aNewRuleChangesWhatIsNotAddedYet() {
    let notebook = Notebook()
    notebook.run("network 1 - 1 identity\nweights zero\npatterns one:\n  1 -> 1\nforward 1\nbackward")
    // The first step of Rprop is η.
    #expect(notebook.run("rule rprop, η 0.125\nΔw_i1k1").contains("0.125"))
    notebook.run("update")
    #expect(notebook.weights == [0.125])
  }
}

/// Settings that are formulas in the number of the epoch.
@Suite struct ScheduleTests {
  private func line(_ command: String) -> Notebook {
    let notebook = Notebook()
    notebook.run("network 1 - 1 identity\nweights zero\npatterns one:\n  1 -> 1")
    notebook.run(command)
    return notebook
  }

  /// E = 1/2 (1 - w)² from w = 0: w grows by η(n) (1 - w). With η = 1/(2n): 0.5, then 0.25 · 0.5 more, then
  /// 0.375/6 more.
  @Test func theRateOfEachEpoch() {
    #expect(abs(line("train 1, η 0.5/n").weights[0] - 0.5) < 1e-15)
    #expect(abs(line("train 2, η 0.5/n").weights[0] - 0.625) < 1e-15)
    #expect(abs(line("train 3, η 0.5/n").weights[0] - 0.6875) < 1e-15)
    #expect(abs(line("let c = 1/2\ntrain 3, η c/n").weights[0] - 0.6875) < 1e-15)
    #expect(abs(line("train 1, η 0.5/n\ntrain 2, η 0.5/n").weights[0] - 0.6875) < 1e-15)
  }

  /// With η = 0.1 and α = n/4: Δw is 0.1; then 0.1 · 0.9 + 0.5 · 0.1 = 0.14; then 0.1 · 0.76 + 0.75 · 0.14 =
  /// 0.181. With β = n/10 instead: 0.1; then 0.1 (0.9 - 0.2 · 0.1) = 0.088.
  @Test func momentumAndDecayOfEachEpoch() {
    #expect(abs(line("train 3, η 0.1, α n/4").weights[0] - 0.421) < 1e-15)
    #expect(abs(line("train 2, η 0.1, decay n/10").weights[0] - 0.188) < 1e-15)
  }

  static let schedules = [
    "η 0.5 / (1 + n/100)", "η 2 exp(-n/50), α 0.5 + n/1000", "η 0.2, decay 0.01/n without bias, shuffle",
    "rule adam, η 0.1/sqrt(n), batch 3", "rule rprop, η 0.1/n, batch",
    "rule nesterov, η 0.1, α min(n/100, 0.9)",
  ]

  @Test(arguments: schedules)
  func twiceAHundredEpochsAreTwoHundred(_ options: String) {
    let (twice, once) = (Notebook(), Notebook())
    for notebook in [twice, once] { notebook.run("network 2-3-1, bias\npatterns xor") }
    let told = twice.run("train 100 epochs, \(options)")
    twice.run("train 100 epochs, \(options)")
    once.run("train 200 epochs, \(options)")
    #expect(twice.weights == once.weights)
    #expect(told.contains("n"))
  }

  @Test func aScheduleThatIsANumberIsThatNumber() {
    #expect(line("train 30, η 0.1 + 0 n").weights == line("train 30, η 0.1").weights)
    #expect(line("train 30, η 0.1, α 0.5 n^0").weights == line("train 30, η 0.1, α 0.5").weights)
  }

  @Test func itIsTold() {
    let notebook = line("let T = 100")
    #expect(notebook.run("train 3, η 0.5 / (1 + n/T)").contains("η 0.5 / (1 + n / 100)"))
    #expect(notebook.run("print history").contains("0.5 / (1 + n / 100)"))
    #expect(
      notebook.run("sweep η 0.1 0.2, train 3 epochs, decay 0.1/n").contains("decay 0.1 / n"))
  }

  @Test(arguments: [
    ("train 10, η 0.5 - n/10", "η in epoch 5"), ("train 10, η 1/(n - 3)", "η in epoch 1"),
    ("train 10, α -n", "α in epoch 1"), ("train 10, η n/m", "m"),
    ("train 10, decay 0.1 without weights", "bias"),
    ("rule gradient, decay -n", "decay in epoch 1"), ("rule gradients", "gradient"),
    ("rule rprop, β1 0.9", "rule adam"),
  ])
  func mistakesAreExplained(_ command: String, _ words: String) {
    let notebook = line("train 1")
    let before = notebook.weights
    let report = notebook.failure(command)
    #expect(report?.text.contains(words) == true, "\(report?.text ?? "runs")")
    #expect(notebook.weights == before)
  }
}
