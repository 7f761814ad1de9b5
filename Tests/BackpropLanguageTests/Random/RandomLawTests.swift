import Backprop
import Foundation
import Testing

@testable import BackpropLanguage

/// Mathematical laws that hold for every network, tested on random ones: two ways to the same weights,
/// outputs or errors.
@Suite(.serialized) struct RandomLawTests {
  /// The share of the total time for each law.
  private static let share = 1.0 / 31

  /// Differences caused by rounding alone: sums in another order.
  private static let rounding = 1e-11

  private func trials(_ name: String) -> Trials { Trials(name, share: Self.share) }

  // MARK: - Training is its steps

  @Test func anEpochIsItsSteps() {
    for seed in trials("an epoch is its steps") { compareWithSteps(seed, momentum: 0) }
  }

  @Test func anEpochIsItsStepsWithMomentum() {
    for seed in trials("an epoch is its steps, with momentum") { compareWithSteps(seed, momentum: 0.8) }
  }

  private func compareWithSteps(_ seed: UInt64, momentum: Double) {
    var network = RandomNetwork(seed: seed)
    let settings = ["η = \(network.rate())", "α = \(momentum)"]
    let trained = LawSession(seed: seed, network.cells + settings + ["train 2 epochs"])
    var byHand = LawSession(seed: seed, network.cells + settings)
    for _ in 0..<2 { for number in network.patterns.indices { byHand.run("step \(number + 1)") } }
    byHand.expect(trained.weights, within: Self.rounding, "an epoch is its steps")
  }

  @Test func aBatchOfOneIsAnUpdatePerPattern() {
    for seed in trials("a batch of one is an update per pattern") {
      var network = RandomNetwork(seed: seed)
      let options =
        "η \(network.rate()), α 0.5" + ["", ", rule nesterov", ", rule adam"][network.random.below(3)]
      let one = LawSession(seed: seed, network.cells + ["train 5 epochs, \(options)"])
      let batches = LawSession(seed: seed, network.cells + ["train 5 epochs, \(options), batch 1"])
      batches.expect(one.weights, within: Self.rounding, "batch 1 is per pattern")
    }
  }

  @Test func trainingTwiceIsTrainingLonger() {
    for seed in trials("training twice is training longer") {
      var network = RandomNetwork(seed: seed)
      let options = network.options() + (network.random.below(2) == 0 ? ", shuffle, seed 3" : "")
      let once = LawSession(seed: seed, network.cells + ["train 8 epochs, \(options)"])
      let twice = LawSession(
        seed: seed,
        network.cells + ["train 3 epochs, \(options)", "print weights", "train 5 epochs, \(options)"])
      twice.expect(once.weights, within: 0, "3 epochs and 5 are 8")
    }
  }

  /// After any number of interrupt checks, the weights are those after some complete epochs plus some
  /// complete updates.
  @Test func interruptedTrainingHasWholeUpdates() {
    for seed in trials("interrupted training has whole updates") {
      var network = RandomNetwork(seed: seed, .init(transfers: ["sigmoid", "tanh"], patterns: 40...60))
      let cells = network.cells + ["η = \(network.rate() / 10)"]
      var interrupted = LawSession(seed: seed, cells)
      let outcome = interrupted.run("train 1000000 epochs", interruptedAfter: 1 + network.random.below(4))
      guard outcome == .interrupted, let shown = interrupted.number(behind: "stopped after "),
        let epochs = Int(exactly: shown)
      else {
        interrupted.record("not interrupted: \(interrupted.shown)")
        continue
      }
      var stepped = LawSession(seed: seed, cells + (epochs > 0 ? ["train \(epochs) epochs"] : []))
      var isWhole = false
      for number in 0...network.patterns.count where !isWhole {
        if number > 0 { stepped.run("step \(number)") }
        isWhole = zip(stepped.weights, interrupted.weights).allSatisfy { abs($0 - $1) < 1e-10 }
      }
      if !isWhole { interrupted.record("weights of no number of whole updates") }
    }
  }

  @Test func theStepsWrittenAsFormulasAreTheStep() {
    for seed in trials("the steps as formulas are the step") {
      let network = RandomNetwork(seed: seed, .init(layers: 3...3, mayFreeze: false, maySkip: false))
      var step = LawSession(seed: seed, network.cells + ["α = 0", "step 1"])
      var byHand = LawSession(seed: seed, network.cells + ["forward 1", "backward"])
      let changes = byHand.values("Δw_ij") + byHand.values("Δw_jk")
      let derivatives = (byHand.values("-η ∂E/∂w_ij") + byHand.values("-η ∂E/∂w_jk"))
      byHand.expect(changes, derivatives, within: Self.rounding, "Δw = -η ∂E/∂w")
      let before = byHand.values("w_ij") + byHand.values("w_jk")
      let after = step.values("w_ij") + step.values("w_jk")
      step.expect(after, zip(before, changes).map { $0 + $1 }, within: Self.rounding, "w + Δw")
    }
  }

  // MARK: - Batches

  /// Every pattern twice: the sum of the gradients is twice theirs, their mean is the same.
  @Test func twoCopiesOfEachPattern() {
    for seed in trials("two copies of each pattern") {
      var network = RandomNetwork(seed: seed)
      let rate = network.rate() / 4
      let copies = RandomNetwork.patterns("copies", network.patterns + network.patterns)
      let doubled = LawSession(seed: seed, network.cells + ["train 4 epochs, batch, η \(2 * rate)"])
      let copied = LawSession(seed: seed, network.cells + [copies, "train 4 epochs, batch, η \(rate)"])
      copied.expect(doubled.weights, within: Self.rounding, "two copies are twice η")
      let mean = LawSession(seed: seed, network.cells + ["train 4 epochs, batch, mean, η \(rate)"])
      let copiedMean = LawSession(
        seed: seed, network.cells + [copies, "train 4 epochs, batch, mean, η \(rate)"])
      copiedMean.expect(mean.weights, within: Self.rounding, "the mean of two copies is that of one")
    }
  }

  @Test func theMeanIsTheSumByTheCount() {
    for seed in trials("the mean is the sum by the count") {
      var network = RandomNetwork(seed: seed)
      let rate = network.rate()
      let count = Double(network.patterns.count)
      let sum = LawSession(seed: seed, network.cells + ["train 4 epochs, batch, η \(rate / count)"])
      let mean = LawSession(seed: seed, network.cells + ["train 4 epochs, batch, mean, η \(rate)"])
      mean.expect(sum.weights, within: Self.rounding, "the mean is the sum by the count")
    }
  }

  @Test func theOrderOfABatchDoesNotMatter() {
    for seed in trials("the order of a batch does not matter") {
      var network = RandomNetwork(seed: seed)
      let training = "train 4 epochs, batch, η \(network.rate()), α 0.5"
      let inOrder = LawSession(seed: seed, network.cells + [training])
      let backwards = RandomNetwork.patterns("backwards", network.patterns.reversed())
      let reversed = LawSession(seed: seed, network.cells + [backwards, training])
      let shuffled = LawSession(seed: seed, network.cells + [training + ", shuffle, seed 4"])
      reversed.expect(inOrder.weights, within: Self.rounding, "reversed")
      shuffled.expect(inOrder.weights, within: Self.rounding, "shuffled")
    }
  }

  // MARK: - What changes nothing

  @Test func optionsThatChangeNothing() {
    for seed in trials("options that change nothing") {
      var network = RandomNetwork(seed: seed)
      let training = "train 5 epochs, η \(network.rate())"
      let plain = LawSession(seed: seed, network.cells + [training])
      for option in [
        "α 0", "decay 0", "rule gradient", "rule nesterov, α 0", "rule momentum, α 0", "precision double",
        "until total E < -1", "batch 1", "mean, batch 1",
      ] {
        let same = LawSession(seed: seed, network.cells + [training + ", " + option])
        same.expect(plain.weights, within: Self.rounding, option)
      }
    }
  }

  @Test func frozenWeightsStay() {
    for seed in trials("frozen weights stay") {
      var network = RandomNetwork(seed: seed)
      var session = LawSession(seed: seed, network.cells + ["freeze weights"])
      let before = session.weights
      session.run("train 5 epochs, \(network.options())")
      session.run("step 1")
      session.expect(before, within: 0, "frozen weights stay")
      // Thawed, they learn as though they had never been frozen.
      let options = network.options()
      let never = LawSession(seed: seed, network.cells + ["thaw", "train 5 epochs, \(options)"])
      let thawed = LawSession(seed: seed, session.cells + ["thaw", "train 5 epochs, \(options)"])
      thawed.expect(never.weights, within: 0, "thawed weights learn")
    }
  }

  @Test func resetBringsBackTheWeights() {
    for seed in trials("reset brings back the weights") {
      var network = RandomNetwork(seed: seed)
      var session = LawSession(seed: seed, network.cells)
      let before = session.weights
      let training = "train 5 epochs, \(network.options())"
      session.run(training)
      let trained = session.weights
      if network.random.below(2) == 0 { session.run("step 1") }
      session.run("reset")
      session.expect(before, within: 0, "reset")
      session.run(training)
      session.expect(trained, within: 0, "the same training again")
    }
  }

  /// Looking at things changes neither the weights nor the state of training.
  @Test func lookingChangesNothing() {
    for seed in trials("looking changes nothing") {
      var network = RandomNetwork(seed: seed)
      let training = "train 4 epochs, \(network.options())"
      let plain = LawSession(seed: seed, network.cells + [training, training])
      let looks = [
        "forward 1\nbackward", "test", "print weights, activations, network, patterns, settings", "diagnose",
        "plot network",
        "plot weights, error", "check gradient", "total E", "animate training",
        "sweep η 0.1 0.2, train 3 epochs",
        "animate step", "explain step", "save \"net.json\"", "history", "list",
      ]
      var looking = LawSession(seed: seed, network.cells + [training, "forward 1", "backward"])
      for _ in 0..<4 { looking.run(looks[network.random.below(looks.count)]) }
      looking.run(training)
      looking.expect(plain.weights, within: 0, "looking changes nothing")
    }
  }

  // MARK: - Other ways to the same network

  @Test func savedNetworksComeBack() {
    for seed in trials("saved networks come back") {
      var network = RandomNetwork(seed: seed)
      let options = network.options()
      var session = LawSession(
        seed: seed, network.cells + ["train 3 epochs, \(options)", "save \"net.json\"", "forward 1"])
      let weights = session.weights
      let outputs = session.values("y_k")
      session.run("weights zero")
      session.run("load \"net.json\"")
      session.expect(weights, within: 0, "save and load")
      session.run("forward 1")
      session.expect(session.values("y_k"), outputs, within: 0, "the outputs")
      let training = "train 2 epochs, η 0.05, batch"
      let on = LawSession(seed: seed, network.cells + ["train 3 epochs, \(options)", training])
      session.run(training)
      session.expect(on.weights, within: 0, "what was loaded learns on")
    }
  }

  /// A built-in function, typed as a formula.
  @Test func aCopyOfABuiltInFunctionIsTheSame() {
    let copies = [
      ("sigmoid", "1 / (1 + exp(-a))"), ("sigmoid", "(1 + tanh(a/2)) / 2"), ("tanh", "tanh(a)"),
      ("tanh", "(exp(a) - exp(-a)) / (exp(a) + exp(-a))"), ("softplus", "log(1 + exp(a))"), ("identity", "a"),
      ("relu", "max(0, a)"), ("leaky relu", "max(0.01 a, a)"), ("relu", "(a + abs(a)) / 2"),
    ]
    #expect(Set(copies.map { $0.0 }) == Set(RandomNetwork.transfers))
    for seed in trials("a copy of a built-in function is the same") {
      var network = RandomNetwork(seed: seed, .init(crossEntropy: false))
      let (name, formula) = copies[network.random.below(copies.count)]
      // At 0, where a rectifier has its kink, its slope is a convention: that of a copy is the mean of both
      // sides. Without a bias, inputs and outputs of 0 give total inputs of 0.
      if name.hasSuffix("relu"), !network.cells[0].contains("bias") { continue }
      let training = ["train 5 epochs, \(network.options(withJumps: false))", "forward 1", "backward"]
      var builtIn = LawSession(seed: seed, network.cells + ["transfer \(name)"] + training)
      var copy = LawSession(seed: seed, network.cells + ["f(a) = \(formula)", "transfer f"] + training)
      copy.expect(builtIn.weights, within: 1e-9, "\(formula) is \(name)")
      copy.expect(copy.values("δ_k"), builtIn.values("δ_k"), within: 1e-9, "its δ_k")
      copy.expect(copy.values("total E"), builtIn.values("total E"), within: 1e-9, "its total E")
    }
  }

  @Test func theOrderOfHiddenUnitsDoesNotMatter() {
    for seed in trials("the order of hidden units does not matter") {
      var network = RandomNetwork(
        seed: seed, .init(layers: 3...3, mayFreeze: false, mayHaveBias: false, maySkip: false))
      let training = "train 5 epochs, η \(network.rate()), α 0.5"
      var plain = LawSession(seed: seed, network.cells)
      let hidden = network.units[1]
      var order = Array(0..<hidden)
      network.random.shuffle(&order)
      let first = rows(plain.values("w_ij"), of: hidden).map { row in order.map { row[$0] } }
      let second = rows(plain.values("w_jk"), of: network.units[2])
      var permuted = LawSession(
        seed: seed, network.cells + [matrix("w_ij", first), matrix("w_jk", order.map { second[$0] })])
      plain.run(training)
      permuted.run(training)
      permuted.expect(permuted.values("total E"), plain.values("total E"), within: Self.rounding, "total E")
      let trained = rows(plain.values("w_jk"), of: network.units[2])
      let expected = order.flatMap { trained[$0] }
      permuted.expect(permuted.values("w_jk"), expected, within: Self.rounding, "the weights")
    }
  }

  private func rows(_ values: [Double], of columns: Int) -> [[Double]] {
    stride(from: 0, to: values.count - columns + 1, by: columns).map { Array(values[$0..<$0 + columns]) }
  }

  private func matrix(_ name: String, _ rows: [[Double]]) -> String {
    "\(name) =\n" + rows.map { "  " + RandomNetwork.row($0) }.joined(separator: "\n")
  }

  /// A bias unit is a constant input.
  @Test func aBiasUnitIsAnInput() {
    for seed in trials("a bias unit is an input") {
      var network = RandomNetwork(seed: seed, .init(layers: 2...2, mayFreeze: false))
      let bias = network.bias ?? 1
      let training = "train 5 epochs, \(network.options(withJumps: false))"
      let options = ", error \(network.error)"
      let layers = "\(network.units[1]) \(network.transfers[0])"
      let withBias = LawSession(
        seed: seed,
        [
          "network \(network.units[0]) - \(layers), bias \(bias)\(options)", "weights uniform -1 1, seed 5",
          RandomNetwork.patterns("mine", network.patterns), training,
        ])
      let patterns = network.patterns.map { (input: [bias] + $0.input, target: $0.target) }
      let withInput = LawSession(
        seed: seed,
        [
          "network \(network.units[0] + 1) - \(layers)\(options)", "weights uniform -1 1, seed 5",
          RandomNetwork.patterns("mine", patterns), training,
        ])
      withInput.expect(withBias.weights, within: Self.rounding, "the weights of the bias unit")
    }
  }

  /// tanh is odd: without bias, the opposite input gives the opposite output.
  @Test func oppositeInputsGiveOppositeOutputs() {
    for seed in trials("opposite inputs give opposite outputs") {
      let network = RandomNetwork(
        seed: seed, .init(mayHaveBias: false, transfers: ["tanh", "identity"], crossEntropy: false))
      let (input, target) = network.patterns[0]
      let behind = " -> " + RandomNetwork.row(target)
      var session = LawSession(seed: seed, network.cells + ["forward " + RandomNetwork.row(input) + behind])
      let outputs = session.values("y_k")
      session.run("forward " + RandomNetwork.row(input.map { -$0 }) + behind)
      session.expect(session.values("-y_k"), outputs, within: Self.rounding, "opposite")
    }
  }

  /// A network with skip projections whose hidden layers contribute nothing equals a network without hidden
  /// layers.
  @Test func skippingWeightsAreANetworkOfTheirOwn() {
    for seed in trials("skipping weights are a network of their own") {
      let network = RandomNetwork(
        seed: seed, .init(layers: 3...3, mayFreeze: false, mayHaveBias: false, maySkip: false))
      var deep = LawSession(
        seed: seed, network.cells + ["connect i -> k", "w_jk = 0", "w_ik = 0.3", "forward 1"])
      let flat =
        "network flat: \(network.units[0]) - \(network.units[2]) \(network.transfers[1]), error "
        + "\(network.error)"
      let outputs = deep.values("y_k")
      var two = LawSession(
        seed: seed, [flat, "w_ik = 0.3", network.cells[network.cells.count - 1], "forward 1"])
      two.expect(two.values("y_k"), outputs, within: Self.rounding, "the outputs")
    }
  }

  // MARK: - Errors and gradients

  @Test func gradientsAreDerivatives() {
    for seed in trials("gradients are derivatives") {
      var network = RandomNetwork(seed: seed, .init(transfers: RandomNetwork.smoothTransfers))
      var session = LawSession(seed: seed, network.cells)
      if network.random.below(2) == 0 { session.run("train 3 epochs, \(network.options())") }
      session.run("forward \(1 + network.random.below(network.patterns.count))")
      session.run("backward")
      session.run("check gradient")
      session.run("check δ_k = -∂E/∂a_k")
      let letters = network.letters
      for (from, to) in zip(letters, letters.dropFirst()) {
        session.run("check ∂E/∂w_\(from)\(to) = -δ_\(to) y_\(from)")
      }
      if network.skips { session.run("check ∂E/∂w_ik = -δ_k y_i") }
    }
  }

  @Test func totalErrorIsTheSumOfTheErrors() {
    for seed in trials("total E is the sum of the errors") {
      var network = RandomNetwork(seed: seed)
      var session = LawSession(seed: seed, network.cells + ["train 2 epochs, \(network.options())"])
      var sum = 0.0
      for number in network.patterns.indices {
        session.run("forward \(number + 1)")
        sum += session.values("E").first ?? .nan
      }
      session.expect(session.values("total E"), [sum], within: Self.rounding, "total E")
      let mean = sum / Double(network.patterns.count)
      session.expect(session.values("mean E"), [mean], within: Self.rounding, "mean E")
      session.run("test")
      let total = session.number(behind: "total E = ") ?? .nan
      session.expect([total], [sum], within: 0.51e-6, "total E as `test` shows it")
    }
  }

  @Test func presentingTwiceIsPresentingOnce() {
    for seed in trials("presenting twice is presenting once") {
      let network = RandomNetwork(seed: seed)
      var session = LawSession(seed: seed, network.cells + ["forward 1", "backward"])
      let values = session.values("y_k") + session.values("δ_k") + session.values("E")
      session.run("forward \(network.patterns.count)")
      session.run("forward 1")
      session.run("backward")
      session.expect(
        session.values("y_k") + session.values("δ_k") + session.values("E"), values, within: 0,
        "the same again")
    }
  }

  /// A small enough step lowers the error of a smooth network to first order, by η |∂E/∂w|².
  @Test func aSmallStepLowersTheErrorByTheGradient() {
    for seed in trials("a small step lowers the error by the gradient") {
      let network = RandomNetwork(
        seed: seed, .init(layers: 2...4, mayFreeze: false, transfers: ["sigmoid", "tanh", "identity"]))
      var session = LawSession(seed: seed, network.cells + ["α = 0", "η = 1e-5", "forward 1", "backward"])
      let before = session.values("E").first ?? .nan
      let letters = network.letters
      var pairs = Array(zip(letters, letters.dropFirst()))
      if network.skips { pairs.append(("i", "k")) }
      let gradient = pairs.flatMap { session.values("∂E/∂w_\($0)\($1)") }
      session.run("update")
      session.run("forward 1")
      let after = session.values("E").first ?? .nan
      let fall = 1e-5 * gradient.reduce(0) { $0 + $1 * $1 }
      if !(abs(before - after - fall) <= 1e-3 * fall + 1e-12) {
        session.record("E falls by \(before - after), not \(fall)")
      }
    }
  }

  // MARK: - Sweeps and sets

  /// The final curve of a sweep is that of `train` with the same settings.
  @Test func theRunsOfASweepAreTrainings() {
    for seed in trials("the runs of a sweep are trainings") {
      var network = RandomNetwork(seed: seed)
      let rate = network.rate()
      let rule = LearningRule.all[network.random.below(LearningRule.all.count)].name
      let options = ["", ", batch", ", batch 2, mean", ", rule \(rule), batch"][network.random.below(4)]
      var swept = LawSession(
        seed: seed, ["digits 12"] + network.cells + ["sweep η \(rate), train 6 epochs" + options])
      let text = swept.shown
      let trained = LawSession(
        seed: seed, ["digits 12"] + network.cells + ["train 6 epochs, η \(rate)" + options])
      guard let error = trained.number(behind: "total E ") else {
        trained.record("no total E in\n\(trained.shown)")
        continue
      }
      let shown = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
      if !shown.contains(where: { abs($0 - error) <= 1e-11 }) {
        swept.record("total E is \(error) in training:\n\(text)")
      }
      // The network itself stays as it is.
      let weights = swept.weights
      swept.run("sweep seeds 1..3, train 2 epochs")
      swept.expect(weights, within: 0, "a sweep leaves the network")
    }
  }

  @Test func splittingKeepsEveryPattern() {
    for seed in trials("splitting keeps every pattern") {
      let network = RandomNetwork(seed: seed, .init(patterns: 2...9))
      let split = "split \(1 + seed % 5) 1, seed \(seed % 7)"
      var session = LawSession(seed: seed, network.cells + ["total E"])
      let whole = session.values("total E").first ?? .nan
      session.run(split)
      let training = session.values("total E").first ?? .nan
      let trainingCount = session.patternCount
      session.run("use mine-test")
      let test = session.values("total E").first ?? .nan
      session.expect([training + test], [whole], within: Self.rounding, "total E of both sets")
      if trainingCount + session.patternCount != network.patterns.count {
        session.record("patterns are lost")
      }
    }
  }

  /// Patterns in a file equal the same patterns typed.
  @Test func patternsOfAFileAreThoseTyped() {
    for seed in trials("patterns of a file are those typed") {
      var network = RandomNetwork(seed: seed)
      let training = "train 4 epochs, \(network.options())"
      let typed = LawSession(seed: seed, network.cells + [training])
      let comma = [",", ";", "\t"][network.random.below(3)]
      let rows = network.patterns.map { pattern in
        (pattern.input + pattern.target).map { "\($0)" }.joined(separator: comma)
      }
      var read = LawSession(seed: seed, network.cells)
      read.write("table.csv", rows.joined(separator: "\n") + "\n")
      let inputs = network.units[0]
      let outputs = network.units[network.units.count - 1]
      read.run(
        "patterns read from \"table.csv\", inputs 1..\(inputs), target \(inputs + 1)..\(inputs + outputs)")
      read.run(training)
      read.expect(typed.weights, within: 0, "patterns of a file")
    }
  }

  /// A change of one network does not affect another.
  @Test func networksDoNotDisturbEachOther() {
    for seed in trials("networks do not disturb each other") {
      var network = RandomNetwork(seed: seed)
      let training = "train 2 epochs, \(network.options())"
      let other = [
        "network other: 2-2-1", "patterns xor", "train 3 epochs", "step 1", "w_ij = 7", "f(a) = a^2",
        "transfer f",
      ]
      let alone = LawSession(seed: seed, network.cells + [training, training])
      let beside = LawSession(
        seed: seed, network.cells + [training] + other + ["use net", "use mine", training])
      beside.expect(alone.weights, within: 0, "the network beside another")
    }
  }

  /// `until` ends training after the first epoch with an error below the bound.
  @Test func untilEndsWithTheFirstEpochBelow() {
    for seed in trials("until ends with the first epoch below") {
      var network = RandomNetwork(seed: seed, .init(mayFreeze: false, transfers: ["sigmoid", "tanh"]))
      let options = network.options()
      let probe = LawSession(seed: seed, ["digits 15"] + network.cells + ["train 12 epochs, \(options)"])
      guard let bound = probe.number(behind: "total E ") else {
        probe.record("no total E in\n\(probe.shown)")
        continue
      }
      let until = LawSession(
        seed: seed,
        network.cells + ["train 60 epochs, \(options), until total E < \(bound * (1 + 1e-9) + 1e-14)"])
      guard let reached = until.number(behind: "reached after "), reached >= 1, reached <= 12 else {
        until.record("not reached within 12 epochs of total E < \(bound): \(until.shown)")
        continue
      }
      let same = LawSession(seed: seed, network.cells + ["train \(Int(reached)) epochs, \(options)"])
      until.expect(same.weights, within: 0, "the weights of that epoch")
      if reached > 1 {
        let before = LawSession(
          seed: seed, ["digits 15"] + network.cells + ["train \(Int(reached) - 1) epochs, \(options)"])
        if let error = before.number(behind: "total E "), error < bound {
          before.record("total E < \(bound) before")
        }
      }
    }
  }

  // MARK: - Formulas

  /// `explain` prints a chain of valid equations, including those with numbers.
  @Test func explanationsHold() {
    for seed in trials("explanations hold") {
      var network = RandomNetwork(seed: seed)
      var session = LawSession(
        seed: seed,
        ["digits 12"] + network.cells + ["train 1 epoch, \(network.options())", "forward 1", "backward"])
      let target = 1 + network.random.below(network.units.count - 1)
      func unit(_ layer: Int, from first: Int = 1) -> String {
        network.letters[layer] + "\(first + network.random.below(network.units[layer] + 1 - first))"
      }
      let to = unit(target)
      let from = unit(target - 1, from: network.bias == nil ? 1 : 0)
      for quantity in ["δ_\(to)", "a_\(to)", "y_\(to)", "Δw_\(from)\(to)", "∂E/∂w_\(from)\(to)"] {
        session.run("explain \(quantity)")
        let lines = session.shown.split(separator: "\n").map { $0.drop { $0 == " " } }
        var chain = lines.prefix { !$0.hasPrefix("uses") }.joined(separator: " ")
        if chain.first?.isNumber == true { chain = String(chain.drop { $0 != " " }) }
        // Long sums are shown in part.
        let sides = chain.components(separatedBy: " = ").filter { !$0.contains("…") }
        if sides.count > 1 { session.run("check \(sides.joined(separator: " = ")) within 1e-8") }
      }
    }
  }

  /// A name stands for its formula, evaluated with the current numbers.
  @Test func namesStandForTheirFormulas() {
    for seed in trials("names stand for their formulas") {
      let network = RandomNetwork(seed: seed)
      var session = LawSession(seed: seed, network.cells + ["let c = Σ_k y_k^2 - η", "forward 1"])
      session.expect(session.values("c"), session.values("Σ_k y_k^2 - η"), within: 0, "c")
      session.run("η = 0.25")
      session.run("forward \(network.patterns.count)")
      session.expect(
        session.values("c"), session.values("Σ_k y_k^2 - 0.25"), within: Self.rounding, "c is live")
    }
  }

  /// So do names in a user-defined function.
  @Test func parametersOfAFunctionAreLive() {
    for seed in trials("parameters of a function are live") {
      var network = RandomNetwork(seed: seed, .init(crossEntropy: false))
      let function = ["f(a) = 1/(1 + exp(-c a))", "transfer f"]
      let training = ["train 2 epochs, \(network.options())", "forward 1"]
      var live = LawSession(
        seed: seed, network.cells + ["let c = 0.5"] + function + ["let c = 1.5"] + training)
      var fresh = LawSession(seed: seed, network.cells + ["let c = 1.5"] + function + training)
      live.expect(
        live.values("y_k"), fresh.values("y_k"), within: 0, "the outputs by the parameter as it is")
      live.expect(fresh.weights, within: 0, "the weights by the parameter as it is")
    }
  }
}
