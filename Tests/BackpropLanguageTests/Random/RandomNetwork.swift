import Backprop
import Testing

@testable import BackpropLanguage

/// A random network with matching patterns, as cells, for laws that hold for every network.
struct RandomNetwork {
  var random: RandomGenerator
  /// From the inputs to the outputs.
  let units: [Int]
  let bias: Double?
  let transfers: [String]
  let error: String
  /// Whether weights skip from the input to the output layer.
  let skips: Bool
  /// Whether a weight does not learn.
  let freezes: Bool
  private(set) var patterns: [(input: [Double], target: [Double])] = []

  /// All transfer functions except step, through which nothing is learnt, and softmax, which is drawn for the
  /// output layer alone.
  static let transfers = TransferFunction.all.filter { $0 != .step && !$0.isSoftmax }.map { $0.name }
  /// Those without a kink, beside which differences show another derivative.
  static let smoothTransfers = transfers.filter { !$0.hasSuffix("relu") }

  /// What a law requires of the network.
  struct Needs {
    var layers = 2...5
    var mayFreeze = true
    var mayHaveBias = true
    var maySkip = true
    /// The transfer functions of the hidden layers and, with squared errors, of the output layer.
    var transfers = RandomNetwork.transfers
    var crossEntropy = true
    var patterns = 1...7
  }

  init(seed: UInt64, _ needs: Needs = Needs()) {
    var random = RandomGenerator(seed: seed)
    func rounded(_ low: Double, _ high: Double) -> Double {
      (random.uniform(low, high) * 1000).rounded() / 1000
    }
    // Small sigmoid networks, wide networks and inputs that are mostly 0 take separate paths through the
    // trainer.
    let isClassic = needs.layers.contains(3) && needs.transfers.contains("sigmoid") && random.below(4) == 0
    let isWide = random.below(6) == 0
    let zeros = [0, 0, 0.5, 0.8][random.below(4)]
    let depth = isClassic ? 3 : needs.layers.lowerBound + random.below(needs.layers.count)
    var units = (0..<depth).map { _ in 1 + random.below(isWide ? 24 : isClassic ? 9 : 5) }
    let isSoftmax = needs.crossEntropy && !isClassic && random.below(5) == 0
    if isSoftmax { units[depth - 1] = 2 + random.below(3) }
    bias = needs.mayHaveBias ? [nil, 1, 1, -1, 0.5][random.below(5)] : nil
    var transfers = (1..<depth).map { _ in
      isClassic ? "sigmoid" : needs.transfers[random.below(needs.transfers.count)]
    }
    let isCrossEntropy = isSoftmax || needs.crossEntropy && !isClassic && random.below(4) == 0
    if isCrossEntropy { transfers[depth - 2] = isSoftmax ? "softmax" : "sigmoid" }
    error = isCrossEntropy ? "cross-entropy" : "squares"
    skips = needs.maySkip && depth > 2 && !isClassic && random.below(3) == 0
    freezes = needs.mayFreeze && random.below(3) == 0
    let count =
      needs.patterns.lowerBound + random.below(needs.patterns.count) + (isWide ? random.below(12) : 0)
    for _ in 0..<count {
      let input = (0..<units[0]).map { _ in random.uniform() < zeros ? 0 : rounded(-1, 1) }
      let hot = random.below(units[depth - 1])
      let target = (0..<units[depth - 1]).map { unit in
        isSoftmax ? (unit == hot ? 1 : 0) : rounded(0.1, 0.9)
      }
      patterns.append((input, target))
    }
    self.units = units
    self.transfers = transfers
    self.random = random
  }

  /// The letters of the layers.
  var letters: [String] { ["i"] + ["j", "l", "m", "n", "o"].prefix(units.count - 2) + ["k"] }

  var definition: String {
    var layers = "\(units[0])"
    for (count, transfer) in zip(units.dropFirst(), transfers) { layers += " - \(count) \(transfer)" }
    return "network net: \(layers)" + (bias.map { ", bias \($0)" } ?? "") + ", error \(error)"
  }

  /// The lines that define the network with its weights, and the patterns.
  var cells: [String] {
    var cells = [definition]
    if skips { cells.append("connect i -> k") }
    let range = min(0.5, 1 / Double(units.max() ?? 1).squareRoot())
    cells.append("weights uniform -\(range) \(range), seed \(units.reduce(7) { $0 * 5 + $1 })")
    if freezes { cells.append("freeze w_\(letters[0])1\(letters[1])1") }
    cells.append(Self.patterns("mine", patterns))
    return cells
  }

  static func patterns(_ name: String, _ patterns: [(input: [Double], target: [Double])]) -> String {
    let rows = patterns.map { pattern in
      "  " + Self.row(pattern.input) + " -> " + Self.row(pattern.target)
    }
    return "patterns \(name):\n" + rows.joined(separator: "\n")
  }

  static func row(_ numbers: [Double]) -> String { numbers.map { "\($0)" }.joined(separator: " ") }

  /// A learning rate at which training does not diverge.
  mutating func rate() -> Double {
    let size = Double((units.max() ?? 1) * patterns.count)
    return Double(10 + random.below(90)) / 1000 * min(1, 40 / size)
  }

  /// Rules that jump where the sign of a gradient, or the difference of two, is a matter of rounding.
  private static let jumping: [LearningRule] = [.rprop, .quickprop]

  /// Options of `train` that do not change the order of the patterns. withJumps: false leaves out the rules
  /// that jump, for laws whose two sides add in another order.
  mutating func options(withJumps: Bool = true) -> String {
    var options = ["η \(rate())"]
    if random.below(2) == 0 { options.append("α 0.\(random.below(10))") }
    if random.below(2) == 0 {
      options.append(["batch", "batch 2", "batch 3", "batch, mean"][random.below(4)])
    }
    if random.below(3) == 0 {
      let rules = LearningRule.all.filter { withJumps || !Self.jumping.contains($0) }
      options.append("rule \(rules[random.below(rules.count)].name)")
    }
    if random.below(3) == 0 { options.append("decay 0.01") }
    return options.joined(separator: ", ")
  }
}

/// The sessions that a law compares, and the cells that they have run, to be shown if the law does not hold.
struct LawSession {
  private let notebook = Notebook()
  private(set) var cells: [String] = []
  private let seed: UInt64

  /// Everything shown by the last cell.
  private(set) var shown = ""

  /// A session in which the cells have run.
  init(seed: UInt64, _ cells: [String]) {
    self.seed = seed
    for cell in cells { run(cell) }
  }

  /// Runs a cell, which must not fail.
  mutating func run(_ cell: String) {
    cells.append(cell)
    let (outcome, text) = notebook.outcome(of: cell)
    shown = text
    if case .failed(let report) = outcome { record("a cell fails: \(report.text)") }
  }

  func write(_ file: String, _ text: String) { notebook.files[file] = Array(text.utf8) }

  /// Runs a cell that is interrupted after the given number of checks.
  mutating func run(_ cell: String, interruptedAfter patience: Int) -> CellOutcome {
    cells.append(cell)
    let (outcome, text) = notebook.outcome(of: cell, interruptedAfter: patience)
    shown = text
    return outcome
  }

  /// The number shown by the last cell after the given words, if any.
  func number(behind words: String) -> Double? {
    guard let range = shown.firstRange(of: words) else { return nil }
    return Double(shown[range.upperBound...].prefix { !$0.isWhitespace && $0 != "," })
  }

  func record(_ what: String) {
    Issue.record("seed \(seed): \(what)\nby the cells\n\(cells.joined(separator: "\n").prefix(4000))")
  }

  /// The weights of the network in use, projection by projection, row by row.
  var weights: [Double] {
    notebook.session.snapshot.state.network?.core.projections.flatMap { $0.weights.elements } ?? []
  }

  var patternCount: Int { notebook.session.snapshot.state.patterns?.set.count ?? 0 }

  /// The value of a formula; NaN if it has none.
  mutating func values(_ formula: String) -> [Double] {
    cells.append("print " + formula)
    do throws(Diagnostic) {
      let source = SourceText(formula)
      let formula = try FormulaParser.formula(Lexer.tokens(of: source).tokens, in: source)
      return try notebook.session.snapshot.state.value(of: formula, isInterrupted: { false }).values
    } catch {
      record("no value: \(error)")
      return []
    }
  }

  /// Whether the weights equal those of another session, except for rounding.
  func expect(_ weights: [Double], within tolerance: Double, _ law: String) {
    expect(self.weights, weights, within: tolerance, law)
  }

  func expect(_ ours: [Double], _ theirs: [Double], within tolerance: Double, _ law: String) {
    guard !ours.isEmpty, ours.count == theirs.count else {
      return record("\(law): \(ours.count), \(theirs.count)")
    }
    var largest = 0.0
    for (a, b) in zip(ours, theirs) {
      let difference = a.bitPattern == b.bitPattern ? 0 : abs(a - b) / max(1, abs(a), abs(b))
      largest = difference <= largest ? largest : difference
    }
    if !(largest <= tolerance) {
      record("\(law) does not hold: by \(largest)\n\(ours.prefix(40))\n\(theirs.prefix(40))")
    }
  }
}
