import Backprop
import IndexedAlgebra

/// What `prove` cannot decide, or not about what was typed; what is wrong with the reference of `mark`.
public enum ProofProblem: Equatable, Sendable {
  /// A quantity of a whole pattern set or training.
  case notOfOnePattern(String)
  /// Δw of a learning rule that is no formula.
  case ruleWithoutFormula(String)
  case notAnEquation(String)
  case undecided(ProofObstacle)
  /// A line of a reference that does not follow from the one above.
  case referenceDoesNotFollow
  /// A line of a reference that only repeats what is to be derived.
  case referenceSaysNothing
  /// A reference without any line that leads to its result.
  case referenceHasNoWay
  /// A reference that derives something else.
  case otherReference
  /// A quantity that the network does not have.
  case nothingToDerive
}

extension Wording {
  static func sentence(_ problem: ProofProblem) -> String {
    switch problem {
    case .notOfOnePattern(let symbol):
      "`\(symbol)` belongs to a pattern set or a training; a proof is about any one pattern"
    case .ruleWithoutFormula(let symbol):
      "nothing can be proved about `\(symbol)` of the learning rule in force: it is no single formula of the "
        + "pattern and the weights; `check` compares its numbers"
    case .notAnEquation(let relation): "`prove` takes equations, with `=`; `\(relation)` is for `check`"
    case .undecided(.algebra(.tooManyTerms)):
      "not decided: multiplied out, this formula has too many terms; prove it in steps, A = B = C"
    case .undecided(.algebra(.numbersTooLarge)): "not decided: the numbers in this formula grow too large"
    case .undecided(.algebra(.divisionByZero)): "not decided: something is divided by 0"
    case .undecided(.algebra(.interrupted)): "stopped"
    case .undecided(.algebra(.unknown(let term))): "not decided: \(words(term))"
    case .undecided(.agreesWithoutProof):
      "not decided: both sides agree, up to rounding errors, on every network that was tried, but no rule "
        + "known here shows why"
    case .undecided(.differsByLittle):
      "not decided: both sides agree to 9 digits on every network that was tried, but not exactly"
    case .undecided(.agreesIfTargetsSumToOne):
      "not decided: both sides agree on every network that was tried where the targets' sum is 1, and only "
        + "there, but no rule known here shows why"
    case .undecided(.agreesWithTheseNumbers):
      "not decided: with the numbers that its names stand for now, both sides agree on every network that "
        + "was tried, but no rule known here shows why"
    case .undecided(.dependsOnSizes):
      "not decided: both sides agree where the layers have these numbers of units, and not where they have "
        + "fewer, but no rule known here shows why"
    case .undecided(.tooCloseToTell):
      "not decided: rounding hides whether both sides agree, and no rule known here shows it"
    case .undecided(.differsAtKink):
      "not decided: both sides agree on every network that was tried, but not where total inputs are at the "
        + "kink or jump of a function, where its slope or its side is a convention"
    case .undecided(.untriedAtKink):
      "not decided: both sides agree on every network that was tried, but a slope at the kink of a function "
        + "is a convention, and that of its formula may be another"
    case .undecided(.tooManyDigits):
      "not decided: a number has more than 15 digits, or is closer to 0 than 1e-307, and so is not "
        + "kept as it was typed; π and e have names"
    case .undecided(.noValues): "not decided: on no network that was tried do both sides have values"
    case .referenceDoesNotFollow:
      "this line of the reference does not follow from the one above, on this network and with its E"
    case .referenceSaysNothing: "this line of the reference only repeats what is to be derived"
    case .referenceHasNoWay:
      "this reference is no more than its result, which anybody can look up: `mark` needs a row that leads "
        + "to it, and a definition such as -∂E/∂a_j for δ_j does not; `check` tests a result alone"
    case .otherReference:
      "a reference begins with what is to be derived, or with `=`; this one derives something else"
    case .nothingToDerive: "this network has no such quantity to be derived"
    }
  }

  private static func words(_ term: UnknownTerm) -> String {
    switch term {
    case .power: "there is no rule here for such a power"
    case .derivative: "there is no formula for a derivative in it"
    case .biasUnit: "it asks for a total input of a bias unit"
    case .coupledFunction: "softmax is known here only of a layer's total inputs"
    }
  }

  static func sentence(_ assumption: BiasAssumption) -> String { "It " + predicate(assumption) + "." }

  static func clause(_ assumption: BiasAssumption) -> String { "it " + predicate(assumption) }

  private static func predicate(_ assumption: BiasAssumption) -> String {
    switch assumption {
    case .withoutBias: "holds in networks without bias units"
    case .unlikeSums(let letter):
      "holds in networks without bias units: here, Σ_\(letter) counts the bias unit where a weight from it "
        + "is in what is summed, and only there"
    }
  }

  /// What proved equations hold for: `every weight, and every pattern with `Σ_k t_k = 1``.
  static func scope(_ laws: [ProofLaw], isForEveryTransfer: Bool, _ context: FormulaContext) -> String {
    guard laws.contains(.targetsSumToOne) else {
      return isForEveryTransfer ? "every weight, pattern and transfer function" : "every weight and pattern"
    }
    let k = context.layerLetters.last ?? "k"
    let others = isForEveryTransfer ? "every weight and transfer function" : "every weight"
    return "\(others), and every pattern with `Σ_\(k) t_\(k) = 1`"
  }

  /// `because g is the sigmoid`, `if Σ_k t_k = 1`.
  static func conditions(_ laws: [ProofLaw], _ context: FormulaContext) -> [String] {
    var conditions: [String] = []
    let layers = laws.compactMap { $0.layer }
    let hidden = context.network.layers.indices.dropFirst()
    let functions = Set(hidden.map { context.network.layers[$0].transfer.name })
    if let first = layers.first, functions.count == 1 {
      conditions.append(condition(context.network.layers[first].transfer, ofLayer: "", context))
    } else {
      for layer in Set(layers).sorted() {
        let place = " of layer \(context.layerLetters[layer])"
        conditions.append(condition(context.network.layers[layer].transfer, ofLayer: place, context))
      }
    }
    for law in laws {
      switch law {
      case .slope, .body, .exponentials: continue
      case .softmax:
        conditions.append("because g of layer \(context.layerLetters.last ?? "") is softmax")
      case .name(let name):
        let value = context.definitions[name].map { $0.unicode } ?? ""
        conditions.append("because `\(name)` is \(value)")
      // What has a symbol of its own is no output of a unit.
      case .biasOutput where context.hasBiasApart: continue
      case .biasOutput:
        conditions.append("because the output of a bias unit is \(number(context.network.bias ?? 1))")
      case .targetsSumToOne:
        let k = context.layerLetters.last ?? "k"
        conditions.append("if `Σ_\(k) t_\(k) = 1`")
      case .pin(let letter, let unit): conditions.append("because `\(letter)` is unit \(unit)")
      case .counts where laws.contains(.sizes): continue
      case .counts, .sizes: conditions.append("because the layers have these numbers of units")
      }
    }
    return conditions
  }

  /// `because g of layer j is the sigmoid`; a function of one's own may be called g, and is told by its body.
  private static func condition(
    _ g: TransferFunction, ofLayer place: String, _ context: FormulaContext
  ) -> String {
    guard g.definition != nil, let body = context.functions[g.name] else {
      return "because g\(place) is " + (g == .sigmoid || g == .identity ? "the \(g.name)" : g.name)
    }
    guard body.partCount <= mostPartsOfBody else { return "because of the formula of \(g.name)" }
    return "because g\(place) is \(g.name)(a) = \(body.unicode)"
  }

  private static let mostPartsOfBody = 30
}

extension ProofLaw {
  fileprivate var layer: Int? {
    switch self {
    case .slope(let layer), .body(let layer): layer
    case .name, .pin, .biasOutput, .targetsSumToOne, .softmax, .exponentials, .counts, .sizes: nil
    }
  }
}
