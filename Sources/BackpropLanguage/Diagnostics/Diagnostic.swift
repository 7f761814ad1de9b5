import Backprop

/// What is wrong with a cell and where: facts. `Wording` turns them into sentences.
public struct Diagnostic: Error, Equatable, Sendable {
  public var range: SourceRange
  public var problem: Problem
  /// The nearest correct spelling of the text at `range`.
  public var suggestion: String?
  /// One correct line as an example.
  public var example: String?

  // Not inlined: it is called in more than a thousand places that are hardly ever reached.
  @inline(never)
  public init(_ problem: Problem, at range: SourceRange, suggestion: String? = nil, example: String? = nil) {
    self.problem = problem
    self.range = range
    self.suggestion = suggestion
    self.example = example
  }
}

extension Diagnostic {
  /// The error for an unknown word: the name used here for another course's word, otherwise the nearest
  /// spelling.
  static func unknown(
    _ word: String, _ problem: Problem, at range: SourceRange, among candidates: [String],
    example: String? = nil
  ) -> Diagnostic {
    if let foreign = OtherCourses.diagnostic(word, at: range) { return foreign }
    return Diagnostic(
      problem, at: range, suggestion: Spelling.nearest(to: word, among: candidates), example: example)
  }

  /// With the example shown below it: the one given with the problem, otherwise a statement that solves it,
  /// otherwise one like the faulty statement. `Wording` adapts it to the current network.
  func teaching(_ example: String) -> Diagnostic {
    // A check of the same form that holds may be the answer.
    if case .refuted = problem { return self }
    var diagnostic = self
    diagnostic.example = self.example ?? Wording.cure(for: problem) ?? example
    return diagnostic
  }
}

/// The kinds of mistakes, each with the facts that its message needs.
public enum Problem: Equatable, Sendable {
  // MARK: Reading the cell

  /// Something else was expected here, in the handout's words: "a unit number".
  case expected(String, found: String)
  case unknownCommand(String)
  /// A line that begins with an option of a command or with something that a command shows.
  case belongsTo(String, command: String, kind: String)
  case unknownOption(String, command: String, options: [String])
  case repeatedOption(String)
  /// A parameter that belongs to other learning rules than the chosen one.
  case otherRulesParameter(String, rules: [String], rule: String)
  /// Extra text after the command.
  case trailing(String, command: String, takesOptions: Bool)
  /// An option of the command that lacks the comma before it.
  case missingComma(option: String, command: String)
  /// A number outside what the option allows, in words: "more than 0".
  case outOfRange(String, value: Double, allowed: String)
  /// A line for another kind of kernel: `%matplotlib inline`.
  case foreignMagic(String)
  /// Indented lines below a command that does not take any.
  case unexpectedRows(command: String)
  case missingRows(command: String)
  /// The lines below `vary` fail at every position; why they do at the first.
  case variesNothing(String)
  case raggedRow(expected: Int, count: Int)
  /// The left side of `=` is computed by the network.
  case notAssignable(String)
  /// The left side of `=` has no meaning yet.
  case notDefined(String)
  /// The dots of an exercise, in place of the answer.
  case dots
  /// `0,5`: a decimal comma, or two numbers.
  case decimalComma(whole: String, fraction: String)
  /// Another course's word or sign, and the name used here.
  case otherCourse(word: String, here: String)
  case layerSuperscript(LayerSuperscript)
  /// Something in a formula of numbered layers.
  indirect case layers(LayerProblem)
  /// `\sum_{k=1}^{2}` over a layer of three units.
  case partialSum(letter: String, layer: String, units: ClosedRange<Int>)
  /// `Σ_p E`
  case sumOfError(String)
  /// A sum over a letter that does not occur in its body.
  case idleSum(letter: String, body: String, units: Int)

  /// Something in E that is neither an output nor a target nor a weight: `δ_j`.
  case errorOf(String)
  /// Something in E that belongs to two units or weights at once: `y_k` within `Σ_r`.
  case errorOfPairs(String)
  /// A part of E in which weights are not just added to the rest.
  case errorOfMixedWeights(String)
  /// E with free letters: a number for each unit.
  case errorOfEachUnit([String])
  /// E whose derivative by every output is 0.
  case errorWithoutSlope
  /// E that falls without end as the outputs, or the weights, `grow` or `fall`.
  case errorWithoutBound(String, falling: String)
  /// E falls without end as outputs come near this one at such targets.
  case errorFallsAt(letter: String, output: Double, target: Double)
  /// E is infinite at an output between those that units can have; nil: at any target.
  case errorIsInfiniteAt(letter: String, output: Double?, target: Double?)
  /// E, or its slope, is infinite or not a number with the weights as they are; one of them that is the
  /// reason, if it is one alone.
  case penaltyIsNoNumber(weight: String?, value: Double, isSlope: Bool = false)
  /// E is infinite or not a number at such outputs and targets of units of this layer.
  case errorIsNoNumber(letter: String, output: Double, target: Double)
  /// Something in a learning rule.
  case rule(RuleProblem)

  /// Brackets nested too deeply.
  case nestedTooDeeply(limit: Int)
  /// A chain of too many terms or factors.
  case formulaTooLong(limit: Int)
  /// A formula with too many values over its free indices, or with too many parts.
  case tooLarge(String, count: Int, limit: Int)
  /// The user's definition refers to itself.
  case circularDefinition(String)

  // MARK: The state of the session

  /// Something else needs what is to be deleted.
  case inUse(String, by: String)
  /// More memory is needed than is free; both in bytes.
  case tooMuchMemory(String, needed: Double, available: Double)
  case noNetwork
  case noPatterns
  /// Nothing has this name; `kind` says what was looked for: "a network or pattern set".
  case unknownName(String, kind: String, known: [String])
  /// A function that a formula calls.
  case unknownFunction(String)
  case unknownLayer(String, known: [String], others: [String] = [])
  case noSuchUnit(letter: String, unit: Int, units: ClosedRange<Int>)
  /// Unit 0 of a layer of a network without bias units, or of the last layer.
  case noBiasUnit(letter: String)
  /// `mayConnect`: whether the first layer comes before the second.
  case notConnected(from: String, to: String, mayConnect: Bool)
  case inputWidth(expected: Int, count: Int)
  case targetWidth(expected: Int, count: Int)
  case patternSetWidth(
    name: String, inputs: Int, outputs: Int, network: String, expectedInputs: Int, expectedOutputs: Int)
  /// A target that the error function does not allow, such as one that is not a probability under
  /// cross-entropy.
  case targetOutOfRange(Double, errorFunction: String, ClosedRange<Double>)
  case noSuchPattern(Int, name: String, count: Int)
  /// Rows are those of sending units; `rowsReceive`: the cell's matrix has a row for each receiving unit.
  case matrixShape(
    String, expectedRows: Int, expectedColumns: Int, rows: Int, columns: Int, rowsReceive: Bool)
  /// The quantity does not exist until the named command has run.
  case nothingYet(String, command: String)
  /// The weights have changed since the pattern was presented.
  case weightsHaveChanged
  /// Δw(n-1) after a training that was interrupted within an epoch.
  case stepNotKept
  /// Δw has already been added to the weights.
  case changesAreAdded
  case notFinite(String)
  /// The command cannot run because something is missing, in words: "two input units or more".
  case needs(command: String, String)
  /// The user interrupted it.
  case interrupted
  /// learningRate: nil if the learning rule does not use it.
  case diverged(epoch: Int, pattern: Int, learningRate: Double?)
  /// A sum over the patterns, in E of one pattern.
  case errorOverPatterns(letter: String)
  /// E has no value with these weights and this pattern.
  indirect case outsideDomain(OutsideDomain)
  /// A learning rule gives no number.
  indirect case lostChange(LostChange)
  case network(NetworkError)

  // MARK: Checks

  /// An equation or inequality does not hold. Every function that throws reserves room for a diagnostic, so
  /// that what is large is kept elsewhere.
  indirect case refuted(Refutation)
  /// Something that `prove` does not decide.
  case unprovable(ProofProblem)
  /// ∂E/∂w by δ and by forward-mode differentiation differ.
  case gradientsDiffer(weight: String, byDelta: Double, exact: Double)

  /// A formula that `derive` cannot derive.
  indirect case derivation(DerivationProblem)

  // MARK: Files

  case unreadableFile(String, reason: String)
  case unwritableFile(String, reason: String)
  /// What is wrong in a file.
  case fileContent(String, FileProblem)
  case export(ExportProblem)

  /// Whether a formula has no number, or none yet.
  var isOfNoValue: Bool {
    switch self {
    case .notFinite, .nothingYet: true
    default: false
    }
  }

  /// Whether the session lacks what it needs so far.
  var isOfState: Bool {
    switch self {
    case .noNetwork, .noPatterns, .nothingYet, .weightsHaveChanged, .changesAreAdded, .stepNotKept: true
    default: false
    }
  }

  var isInterrupted: Bool { if case .interrupted = self { true } else { false } }
}

/// The first place where an equation or inequality does not hold.
public struct Refutation: Equatable, Sendable {
  public var equation: Equation
  /// How much is told.
  public var hint = Hint.kind
  /// Its number among the steps of a derivation, from 1; nil for an equation by itself.
  public var step: Int?
  /// Its units, each with the letter of its index; empty if there is no free index.
  public var place: [Subscript]
  /// The value of the typed side there; nil if it would give the answer away.
  public var typed: Typed?

  public struct Typed: Equatable, Sendable {
    public var formula: Formula
    public var value: Double
  }
  /// The number of cases that differ.
  public var failures: Int
  public var cases: Int
  /// Whether it holds for the presented numbers, but not for others.
  public var isCoincidence = false
  /// The numbers of the session that it needs for that, if others than weights and the pattern.
  public var neededNumbers: [String] = []
  /// Whether rounding errors are as large as what differs.
  public var isHidden = false
  /// The right side divided by the left, if the quotient is the same in every case.
  public var factor: Double?
  /// Whether an inequality fails because the two sides are as good as equal.
  public var isEqual: Bool
  /// What counts as equal.
  var tolerance: Tolerance
  /// Whether it holds with the weights before the update, those that the pattern was presented with.
  public var holdsBeforeUpdate: Bool
  /// The decay in force, if it holds but for that.
  public var leftOutDecay: Double?
  /// What it holds for all the same, if bias units alone make it wrong.
  var assumption: BiasAssumption?
  /// What the slip probably is; nil if it is not known, or not to be told.
  public var finding: SlipFinding?
}
