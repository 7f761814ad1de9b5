import Backprop

/// Where E of one pattern is infinite, as one output of each unit goes through the range of the transfer
/// function: `1 / (y_k - 1/2)`, `log(abs(t_k - y_k))`.
struct ErrorPoles {
  /// An output near which E has no bound.
  private struct Pole {
    let output: Double
    /// Whether E falls on one side of it.
    let falls: Bool
    /// Whether it does so faster than a logarithm.
    let fallsSteeply: Bool
  }

  /// How E changes on the way to an output, from each distance to a hundredth of it, if it does so without
  /// end: as much as a logarithm at least.
  private struct Growth {
    let first: Double
    let second: Double
  }

  private let sums: ErrorSums
  private let reach: ClosedRange<Double>
  private let units: Int
  /// Whether the outputs add up to 1.
  private let isSoftmax: Bool

  init(_ sums: ErrorSums, _ network: Network) {
    self.sums = sums
    reach = network.outputTransfer.outputRange
    units = network.outputUnits
    isSoftmax = network.outputTransfer.isSoftmax
  }

  private var isBounded: Bool { reach.lowerBound.isFinite && reach.upperBound.isFinite }

  /// Throws if E falls without end at outputs that units can come near, or is infinite at outputs that they
  /// pass. At the ends of the range, which outputs never reach, it may grow, as cross-entropy does.
  func check(_ targets: [Double], letter: String, at range: SourceRange) throws(Diagnostic) {
    guard !isSoftmax || units > 1 else { return }
    if isInfiniteAtTargets {
      throw Diagnostic(.errorIsInfiniteAt(letter: letter, output: nil, target: nil), at: range)
    }
    for target in targets {
      // Targets keep outputs that may be any numbers away from most of these; E that falls by a logarithm
      // alone has little effect on that.
      for pole in inside(target) where isBounded || pole.fallsSteeply {
        throw Diagnostic(
          pole.falls
            ? .errorFallsAt(letter: letter, output: pole.output, target: target)
            : .errorIsInfiniteAt(letter: letter, output: pole.output, target: target), at: range)
      }
      for (end, side) in [(reach.lowerBound, 1.0), (reach.upperBound, -1)] where end.isFinite {
        guard let growth = growth(from: end, side, target), growth.second < 0 else { continue }
        throw Diagnostic(.errorFallsAt(letter: letter, output: end, target: target), at: range)
      }
    }
  }

  /// Whether E is infinite where outputs are as they should be, whatever the targets are.
  private var isInfiniteAtTargets: Bool {
    let (lower, upper) = isBounded ? (reach.lowerBound, reach.upperBound) : (max(reach.lowerBound, 0), 2)
    return [0.37, 0.61].allSatisfy { share in
      let target = lower + share * (upper - lower)
      return inside(target).contains { ($0.output - target).magnitude < 1e-6 }
    }
  }

  /// Those between the ends of the range; of a range without an end, those within 3 of the target.
  private func inside(_ target: Double) -> [Pole] {
    let lower = reach.lowerBound.isFinite ? reach.lowerBound : min(target, reach.upperBound) - 3
    let upper = reach.upperBound.isFinite ? reach.upperBound : max(target, reach.lowerBound) + 3
    let cells = 400.0
    let places = (1..<Int(cells)).map { lower + (upper - lower) * Double($0) / cells }
    let curve = places.map { flatness($0, target) }
    var poles: [Pole] = []
    for place in places.indices.dropFirst().dropLast()
    where curve[place] < curve[place - 1] && curve[place] <= curve[place + 1] {
      let output = steepest(places[place - 1], places[place + 1], target)
      let growths = [growth(from: output, 1, target), growth(from: output, -1, target)].compactMap { $0 }
      guard !growths.isEmpty else { continue }
      // 0.5, and not 0.4999999999
      let rounded = (output * 1e6).rounded() / 1e6
      poles.append(
        Pole(
          output: (rounded - output).magnitude < 1e-8 ? rounded : output,
          falls: growths.contains { $0.second < 0 },
          fallsSteeply: growths.contains { $0.second < 0 && $0.second < 2 * $0.first }))
    }
    return poles
  }

  /// The output where the slope is largest, in a stretch in which it grows and then falls.
  private func steepest(_ start: Double, _ end: Double, _ target: Double) -> Double {
    var (lower, upper) = (start, end)
    for _ in 0..<80 {
      let third = (upper - lower) / 3
      if flatness(lower + third, target) < flatness(upper - third, target) {
        upper -= third
      } else {
        lower += third
      }
    }
    return (lower + upper) / 2
  }

  /// On the way to an output from one side; nil if E has a bound there, or no value.
  private func growth(from output: Double, _ side: Double, _ target: Double) -> Growth? {
    let errors = [1e-3, 1e-5, 1e-7].map { error(output + side * $0, target) }
    let (first, second) = (errors[1] - errors[0], errors[2] - errors[1])
    guard first.isFinite, second.isFinite, first * second > 0,
      second.magnitude > 0.8 * first.magnitude, second.magnitude > 1e-9 * errors[0].magnitude
    else { return nil }
    return Growth(first: first, second: second)
  }

  private func error(_ output: Double, _ target: Double) -> Double {
    sums.error([Double](repeating: target, count: units), outputs(output))
  }

  /// Small where E is steep, and 0 where its slope is infinite.
  private func flatness(_ output: Double, _ target: Double) -> Double {
    let descents = sums.descents([Double](repeating: target, count: units), outputs(output))
    let others = isSoftmax ? -1 / Double(units - 1) : 1
    var slope = 0.0
    for (unit, descent) in descents.enumerated() { slope += unit == 0 ? descent : others * descent }
    return slope.isFinite ? 1 / (1 + slope.magnitude) : 0
  }

  private func outputs(_ first: Double) -> [Double] {
    var outputs = [Double](repeating: first, count: units)
    guard isSoftmax else { return outputs }
    for unit in outputs.indices.dropFirst() { outputs[unit] = (1 - first) / Double(units - 1) }
    return outputs
  }
}
