import Backprop

/// What is wrong with a cell and where: facts. `Wording` turns them into sentences.
public struct Diagnostic: Error, Equatable, Sendable {
  public var range: SourceRange
  public var problem: Problem
  /// The nearest right spelling of what stands at `range`.
  public var suggestion: String?
  /// One correct line that shows how it is done.
  public var example: String?

  public init(_ problem: Problem, at range: SourceRange, suggestion: String? = nil, example: String? = nil) {
    self.problem = problem
    self.range = range
    self.suggestion = suggestion
    self.example = example
  }
}

extension Diagnostic {
  /// The error for a word that is not known: what another course's word is called here, else the nearest
  /// spelling.
  static func unknown(
    _ word: String, _ problem: Problem, at range: SourceRange, among candidates: [String],
    example: String? = nil
  ) -> Diagnostic {
    if let foreign = OtherCourses.diagnostic(word, at: range) { return foreign }
    return Diagnostic(
      problem, at: range, suggestion: Spelling.nearest(to: word, among: candidates), example: example)
  }

  /// With the example that is shown below it: its finder's own, else a statement that cures the problem, else
  /// one like the statement that has it. `Wording` fits it to the network at hand.
  func teaching(_ example: String) -> Diagnostic {
    var diagnostic = self
    diagnostic.example = self.example ?? Wording.cure(for: problem) ?? example
    return diagnostic
  }
}

/// The kinds of mistake, each with the facts that its wording needs.
public enum Problem: Equatable, Sendable {
  // MARK: Reading the cell

  /// Something else was needed here, in the handout's words: "a unit number".
  case expected(String, found: String)
  case unknownCommand(String)
  /// A line that begins with an option of a command, or with what a command shows.
  case belongsTo(String, command: String, kind: String)
  case unknownOption(String, command: String, options: [String])
  case repeatedOption(String)
  /// A parameter of other learning rules than the one that was chosen.
  case otherRulesParameter(String, rules: [String], rule: String)
  /// Something follows that does not belong to the command.
  case trailing(String, command: String, takesOptions: Bool)
  /// An option of the command that follows without its comma.
  case missingComma(option: String, command: String)
  /// A number outside what the option allows, in words: "more than 0".
  case outOfRange(String, value: Double, allowed: String)
  /// A line for another kind of kernel: `%matplotlib inline`.
  case foreignMagic(String)
  /// Indented lines below a command that takes none.
  case unexpectedRows(command: String)
  case missingRows(command: String)
  case raggedRow(expected: Int, count: Int)
  /// The left side of `=` is worked out by the network.
  case notAssignable(String)
  /// The left side of `=` means nothing yet.
  case notDefined(String)
  /// Dots of an exercise, which stand for what the reader is to find.
  case dots
  /// `0,5`: a decimal comma, or two numbers.
  case decimalComma(whole: String, fraction: String)
  /// Another course's word or sign, and what it is called here.
  case otherCourse(word: String, here: String)
  case layerSuperscript(LayerSuperscript)
  /// `\sum_{k=1}^{2}` over a layer of three units.
  case partialSum(letter: String, layer: String, units: Int)
  /// `Σ_p E`
  case sumOfError(String)
  /// A sum over a letter that its body is without.
  case idleSum(letter: String, body: String, units: Int)

  /// Brackets within brackets beyond what is read.
  case nestedTooDeeply(limit: Int)
  /// A chain of terms or factors beyond what is read.
  case formulaTooLong(limit: Int)
  /// A formula with more values over its free indices, or more parts, than are worked out at once.
  case tooLarge(String, count: Int, limit: Int)
  /// The user's definition mentions itself.
  case circularDefinition(String)

  // MARK: The state of the session

  /// What is to be deleted is needed by something else.
  case inUse(String, by: String)
  /// More memory than there is, both in bytes.
  case tooMuchMemory(String, needed: Double, available: Double)
  case noNetwork
  case noPatterns
  /// Nothing called so; `kind` says what was looked for: "a network or pattern set".
  case unknownName(String, kind: String, known: [String])
  case unknownLayer(String, known: [String])
  case noSuchUnit(letter: String, unit: Int, units: ClosedRange<Int>)
  /// Unit 0 of a layer of a network without bias units, or of the last layer.
  case noBiasUnit(letter: String)
  /// `mayConnect`: the one layer lies before the other.
  case notConnected(from: String, to: String, mayConnect: Bool)
  case inputWidth(expected: Int, count: Int)
  case targetWidth(expected: Int, count: Int)
  case patternSetWidth(
    name: String, inputs: Int, outputs: Int, network: String, expectedInputs: Int, expectedOutputs: Int)
  /// A target that the error function is not made for, such as one that is no probability, under
  /// cross-entropy.
  case targetOutOfRange(Double, errorFunction: String, ClosedRange<Double>)
  case noSuchPattern(Int, name: String, count: Int)
  case matrixShape(String, expectedRows: Int, expectedColumns: Int, rows: Int, columns: Int)
  /// The quantity does not exist before the named command has run.
  case nothingYet(String, command: String)
  /// The presented pattern met other weights than there are now.
  case weightsHaveChanged
  /// Δw has been added to the weights already.
  case changesAreAdded
  case notFinite(String)
  /// The command cannot be done for want of something, in words: "two input units or more".
  case needs(command: String, String)
  /// The user asked for it to stop.
  case interrupted
  case diverged(epoch: Int, pattern: Int, learningRate: Double)
  case network(NetworkError)

  // MARK: Checks

  /// An equation does not hold.
  case refuted(Refutation)
  /// ∂E/∂w by δ and by forward-mode differentiation are not the same.
  case gradientsDiffer(weight: String, byDelta: Double, exact: Double)

  // MARK: Files

  case unreadableFile(String, reason: String)
  case unwritableFile(String, reason: String)
  /// What is wrong in a file that was read.
  case fileContent(String, FileProblem)
  case export(ExportProblem)
}

/// The first place where an equation does not hold.
public struct Refutation: Equatable, Sendable {
  public var equation: Equation
  /// Its units: `j = 1, k = 2`; empty where there is no free index.
  public var place: String
  /// What the side that was typed comes to there; nil where that would give the answer away.
  public var typed: Typed?

  public struct Typed: Equatable, Sendable {
    public var formula: Formula
    public var value: Double
  }
  /// How many of the cases differ.
  public var failures: Int
  public var cases: Int
  /// The number that the right side is of the left in every case, if there is one.
  public var factor: Double?
  /// Whether it holds by the weights that the pattern was presented with, from before an update.
  public var holdsBeforeUpdate: Bool
}
