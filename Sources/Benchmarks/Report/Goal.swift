/// The project's goal for a row of the table.
enum Goal {
  /// At most this many nanoseconds per pattern, on the machine that the goals were set on.
  case nanoseconds(Double)
  /// This many times as fast as the fastest of these.
  case timesAsFast(Double, as: [String])

  /// Its result.
  struct Verdict: Encodable {
    let goal: String
    /// The measured value, in the goal's own unit; nil if the peer is missing.
    let reached: Double?
    let state: State
    let unit: Unit

    enum Unit: String, Encodable { case nanoseconds, times }

    /// The measured value in words.
    var measured: String {
      guard let reached else { return "-" }
      return unit == .times ? Numbers.ratio(reached) + " ×" : Numbers.time(reached) + " ns"
    }

    enum State: String, Encodable {
      case met = "yes"
      /// Uses the fastest rounds, not the median.
      case metAtBest = "at best"
      case missed = "no"
      case notMeasured = "not measured"
    }
  }

  /// The first timing is ours.
  func verdict(_ timings: [Timing]) -> Verdict {
    guard let ours = timings.first else {
      return Verdict(goal: words, reached: nil, state: .notMeasured, unit: unit)
    }
    switch self {
    case .nanoseconds(let most):
      let state: Verdict.State = ours.median <= most ? .met : ours.least <= most ? .metAtBest : .missed
      return Verdict(goal: words, reached: ours.median, state: state, unit: unit)
    case .timesAsFast(let least, let names):
      let peers = timings.filter { names.contains($0.name) }
      guard let ratio = peers.map({ $0.ratio }).min(), let best = peers.map({ $0.leastRatio }).min() else {
        return Verdict(goal: words, reached: nil, state: .notMeasured, unit: unit)
      }
      let state: Verdict.State = ratio >= least ? .met : best >= least ? .metAtBest : .missed
      return Verdict(goal: words, reached: ratio, state: state, unit: unit)
    }
  }

  private var unit: Verdict.Unit {
    switch self {
    case .nanoseconds: .nanoseconds
    case .timesAsFast: .times
    }
  }

  var words: String {
    switch self {
    case .nanoseconds(let most): "\(Numbers.plain(most)) ns"
    case .timesAsFast(let least, let names): "\(Numbers.plain(least)) × \(names.first ?? "")"
    }
  }
}
