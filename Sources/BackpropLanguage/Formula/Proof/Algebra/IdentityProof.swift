import Backprop
import IndexedAlgebra

/// Whether an equation holds for every weight and pattern.
struct IdentityProof {
  let equation: SourceEquation
  let verdict: Verdict

  enum Verdict {
    case proved(Proved)
    case refuted(CounterExample)
    case undecided(ProofObstacle)
  }

  /// What a proof rests on.
  struct Proved {
    /// Both sides in this form; nil if it is too long to be read, or has no symbols.
    let commonForm: Formula?
    let rules: [AlgebraRule]
    var laws: [ProofLaw]
    /// Whether g of some layer was anything but given.
    let isForEveryTransfer: Bool
  }

  /// Throws if a symbol is undefined, and when it is interrupted.
  init(
    _ equation: SourceEquation, in base: FormulaContext, isInterrupted: @escaping () -> Bool = { false }
  ) throws(Diagnostic) {
    let equation = try base.bounded(equation)
    self.equation = equation
    let pins = base.pins(in: equation)
    var prover = try IdentityProver(equation, in: base, isInterrupted)
    if !pins.isEmpty {
      // What cannot be read with its pins means something else without them.
      try prover.checkReading()
      if let general = try Self.verdict(on: equation, without: pins, base, isInterrupted) {
        verdict = general
        return
      }
    }
    let own = try prover.verdict()
    guard case .proved(var proved) = own else {
      verdict = own
      return
    }
    proved.laws = pins.map { .pin($0.letter, unit: $0.unit) } + proved.laws
    verdict = .proved(proved)
  }

  /// That it is proved for every unit, whichever the letters are pinned to; nil if it is not.
  private static func verdict(
    on equation: SourceEquation, without pins: [(letter: String, unit: Int)], _ base: FormulaContext,
    _ isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> Verdict? {
    var context = base
    for pin in pins { context.pins[pin.letter] = nil }
    do throws(Diagnostic) {
      var prover = try IdentityProver(equation, in: context, isInterrupted)
      let verdict = try prover.verdict()
      if case .proved = verdict { return verdict }
    } catch {
      if error.problem.isInterrupted { throw error }
    }
    return nil
  }
}

/// Why nothing is decided.
public enum ProofObstacle: Equatable, Sendable {
  case algebra(AlgebraProblem)
  /// Both sides agree on every network that was tried, and yet no rule shows why.
  case agreesWithoutProof
  /// The same to nine digits, but not exactly.
  case differsByLittle
  /// The same where the targets' sum is 1, and only there.
  case agreesIfTargetsSumToOne
  /// The same with the session's numbers, and only with them.
  case agreesWithTheseNumbers
  /// The same with as many units as the network in use has, but not with fewer.
  case dependsOnSizes
  /// Rounding may hide whether they differ.
  case tooCloseToTell
  /// The same but where a total input is at a kink of a function.
  case differsAtKink
  /// The same, but the slope of a function elsewhere than at a total input may be another at its kink.
  case untriedAtKink
  /// A typed number has more digits than are kept.
  case tooManyDigits
  /// On no network that was tried do both sides have a value.
  case noValues
}
