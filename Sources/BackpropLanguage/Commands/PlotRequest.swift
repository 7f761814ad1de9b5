/// What can be plotted.
enum PlotSubject: String, Sendable, CaseIterable {
  case error, network, weights, activations, boundary, hidden, surface, transfer, digits, confusion

  /// By its name or another word for it.
  init?(word: String) {
    switch word {
    case "E", "errors", "history", "loss", "losses", "cost", "curve", "learning": self = .error
    case "decision": self = .boundary
    case "hinton", "w": self = .weights
    case "patterns", "images": self = .digits
    case "g": self = .transfer
    default: self.init(rawValue: word)
    }
  }

  var synopsis: String {
    switch self {
    case .error: "plot error [, log | loglog] [, last]"
    case .network: "plot network [a] [y] [δ] [w] [Δw]"
    case .boundary: "plot boundary [i1 i2]"
    case .hidden: "plot hidden [j1 j2]"
    case .surface: "plot surface w_i1j1 w_j1k1"
    case .transfer: "plot transfer [j | j2]"
    default: "plot \(rawValue)"
    }
  }

  /// What may stand behind it.
  var arguments: [Command.Argument] {
    switch self {
    case .network: [.words(NetworkNumber.allCases.map { $0.rawValue })]
    case .boundary: [.units(.input)]
    case .hidden: [.units(.hidden)]
    case .surface: [.weight]
    case .transfer: [.units(.notInput)]
    case .error, .weights, .activations, .digits, .confusion: []
    }
  }

  var meaning: String {
    switch self {
    case .error: "E by epoch, each training of the network a curve"
    case .network:
      "units by their output, weights by size and sign; with the numbers that are named, or all but Δw that are known"
    case .weights: "a Hinton diagram: squares by size, white positive and black negative"
    case .activations: "the output of every unit for every pattern as shades"
    case .boundary: "the output over two inputs, and the patterns"
    case .hidden: "the patterns by the outputs of two hidden units"
    case .surface: "total E over two weights, and the way that the last training took"
    case .transfer: "g and g' of a layer, and where its units stand for the presented pattern"
    case .digits: "patterns that are pictures, with what the network says they are"
    case .confusion: "classes of the targets against those of the outputs"
    }
  }
}

/// `plot …`: some figures, one below the other, and what holds for all of them.
struct PlotRequest: Sendable {
  var items: [PlotItem]
  var isLogarithmic = false
  var hasLogarithmicEpochs = false
  var showsLastOnly = false
}

/// One figure that `plot` was asked for.
struct PlotItem: Sendable {
  var subject: Located<PlotSubject>
  var weights: [Located<WeightSelection>] = []
  var units: [Located<Subscript>] = []
  /// The numbers that a network is to show; none named: all that are known.
  var numbers: [Located<NetworkNumber>] = []

  init(subject: Located<PlotSubject>) { self.subject = subject }
}

/// A number that stands at a unit or a line of a network diagram.
enum NetworkNumber: String, Sendable, CaseIterable {
  case totalInput = "a"
  case output = "y"
  case delta = "δ"
  case weight = "w"
  case weightChange = "Δw"
}
