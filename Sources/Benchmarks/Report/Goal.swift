/// The project's goal for a row of the table: a ratio of times of the same run, so that it means the same on
/// every machine.
struct Goal {
  /// How many times as fast as the rival ours has to be.
  let ratio: Double
  let rival: Rival

  /// What ours is compared with.
  enum Rival {
    /// The arithmetic alone: C for this one network.
    case floor
    /// The matrix products alone, by the installed BLAS.
    case products
    /// The core with what is built in, in place of a user's formula.
    case builtIn
    /// The fastest of all other programs that train the network and arrive at the same weights.
    case bestPeer
    /// The fastest of these.
    case peers([String])

    fileprivate func includes(_ name: String) -> Bool {
      switch self {
      case .floor: name == PeerProgram.floor
      case .products: DenseProducts.names.contains(name)
      case .builtIn: name == Contestant.builtInName
      case .bestPeer: !Self.noPeers.contains(name)
      case .peers(let names): names.contains(name)
      }
    }

    fileprivate var words: String {
      switch self {
      case .floor: PeerProgram.floor
      case .products: "the products alone"
      case .builtIn: Contestant.builtInName
      case .bestPeer: "the best peer"
      case .peers(let names): names.first ?? ""
      }
    }

    /// Contestants that do less than the whole work, or that are part of the project.
    private static let noPeers =
      DenseProducts.names + [
        PeerProgram.floor, PeerProgram.genannByTable, Contestant.builtInName, Contestant.referenceName,
      ]
  }

  /// Its result.
  struct Verdict: Encodable {
    let goal: String
    /// How many times as fast ours was; nil if the rival is missing.
    let reached: Double?
    let state: State

    /// The measured value in words.
    var measured: String { reached.map { Numbers.ratio($0) + " ×" } ?? "-" }

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
    let rivals = timings.dropFirst().filter { rival.includes($0.name) }
    guard let reached = rivals.map({ $0.ratio }).min(), let best = rivals.map({ $0.leastRatio }).min() else {
      return Verdict(goal: words, reached: nil, state: .notMeasured)
    }
    let state: Verdict.State = reached >= ratio ? .met : best >= ratio ? .metAtBest : .missed
    return Verdict(goal: words, reached: reached, state: state)
  }

  var words: String { "\(Numbers.plain(ratio)) × \(rival.words)" }
}
