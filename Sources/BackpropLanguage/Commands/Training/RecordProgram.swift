import Backprop

/// Formulas of `train …, record`, compiled: they are evaluated for eight patterns at a time.
struct RecordProgram {
  /// Which of the formulas it evaluates; the others cannot be compiled.
  let places: [Int]
  private let numbers: [RecordCompiler.Number]
  private let program: PatternFormulas
  private let patternCount: Int
  private let hasPenalty: Bool

  /// isMean: for each formula, whether it is averaged over the patterns. patterns: those that the mean is
  /// over. areAll: whether these are the whole set.
  ///
  /// Returns: nil if none can be compiled.
  init?(
    _ formulas: [ResolvedFormula], isMean: [Bool], slots: Int, network: Network, patterns: PatternSet,
    areAll: Bool
  ) {
    var compiler = RecordCompiler(network, slots: slots, knowsTotal: areAll)
    var outputs: [Calculation.Value] = []
    var places: [Int] = []
    for place in formulas.indices {
      guard let value = compiler.compile(formulas[place], isMean: isMean[place]) else { continue }
      outputs.append(value)
      places.append(place)
    }
    guard !places.isEmpty, patterns.count > 0 else { return nil }
    do throws(NetworkError) {
      program = try PatternFormulas(
        compiler.steps, of: compiler.quantities, outputs: outputs, isMean: places.map { isMean[$0] },
        network: network, patterns: patterns)
    } catch { return nil }
    self.places = places
    numbers = compiler.numbers
    patternCount = patterns.count
    hasPenalty = network.errorFunction.penalty != nil
  }

  /// The value of each formula in `places`; nil once it is stopped. changes: of the weights. epochs: those
  /// done so far.
  func values(
    _ network: Network, changes: [Matrix]?, epochs: Int?, isStopped: () -> Bool
  ) -> [Double]? {
    let penalty = hasPenalty ? network.penalty : 0
    var total = Double.nan
    if numbers.contains(where: { $0 == .totalError || $0 == .meanError }) {
      guard let error = program.totalError(network, isStopped: isStopped) else { return nil }
      total = error + penalty * Double(patternCount)
    }
    let values = numbers.map { number -> Double in
      switch number {
      case .weight(let projection, let row, let column):
        network.projections[projection].weights[row, column]
      case .weightChange(let projection, let row, let column):
        changes.map { $0[projection][row, column] } ?? .nan
      case .penalty: penalty
      case .epochs: epochs.map { Double($0) } ?? .nan
      case .totalError: total
      case .meanError: total / Double(patternCount)
      }
    }
    return program.values(network, numbers: values, isStopped: isStopped)
  }
}
