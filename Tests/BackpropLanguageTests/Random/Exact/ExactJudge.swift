@testable import BackpropLanguage

/// Whether an equation holds exactly on random networks of fractions.
struct ExactJudge {
  /// The networks of which both sides have been computed, and how many of them they differ on.
  private(set) var networks = 0
  private(set) var differing = 0

  /// So many networks decide.
  private static let enough = 4
  private static let mostTries: UInt64 = 12
  static let letters = ["i": 0, "p": 0, "j": 1, "q": 1, "k": 2, "r": 2]

  /// transfer: that of each layer; nil for any.
  init(
    _ equation: SourceEquation, bias: Double?, transfer: ExactTransfer? = nil, ofAnySize: Bool = true
  ) throws {
    for seed in 1...Self.mostTries where networks < Self.enough || differing == 0 && networks < 8 {
      let sizes = ofAnySize ? [[2, 2, 2], [1, 2, 2], [2, 3, 2], [2, 1, 3]][Int(seed % 4)] : [2, 3, 2]
      let network = try ExactNetwork(
        sizes, bias: bias.map { Fraction(Int($0)) }, transfer: transfer, seed: seed)
      count(equation, network)
    }
  }

  /// On one network.
  init(_ equation: SourceEquation, on network: ExactNetwork) { count(equation, network) }

  private mutating func count(_ equation: SourceEquation, _ network: ExactNetwork) {
    guard let rate = try? Fraction(1, over: 2) else { return }
    var evaluator = ExactEvaluator(network, letters: Self.letters, rate: rate)
    // What overflows, or has no value, decides nothing.
    guard
      let differences = try? evaluator.differences(equation.left.formula, equation.right.formula)
    else { return }
    networks += 1
    if differences.contains(where: { !$0.isZero }) { differing += 1 }
  }

  /// What it says: true if they are equal wherever they were computed, nil if that is on too few networks.
  var holds: Bool? {
    if differing > 0 { return false }
    return networks >= Self.enough ? true : nil
  }

  /// Whether a verdict is wrong: one network on which the sides differ contradicts a proof.
  func contradicts(proved: Bool) -> Bool { proved ? differing > 0 : holds == true }
}
