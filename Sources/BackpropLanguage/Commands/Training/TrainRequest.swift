import Backprop

/// What `train` was asked for; nil: by the session's settings.
struct TrainRequest: Sendable {
  var epochs: Int?
  var learningRate: Double?
  var momentum: Double?
  var updates: Updates
  var reduction: Reduction
  var rule: LearningRule
  var decay: Double
  /// nil: in the order of the set.
  var shuffleSeed: Int?
  var target: StoppingRule?
  var precision: Precision
}

extension TrainRequest {
  static let rules = ["gradient", "momentum", "nesterov", "rprop", "quickprop", "adam"]

  /// What the options of `train`, or of `sweep`, ask for.
  init(_ options: OptionValues) {
    var updates = Updates.perPattern
    switch options["batch"] {
    case .flag: updates = .batch
    case .integer(let size): updates = .miniBatch(size)
    default: break
    }
    let rule: LearningRule =
      switch options.word("rule") {
      case "nesterov": .nesterov
      case "rprop": .rprop()
      case "quickprop": .quickprop()
      case "adam": .adam()
      default: .gradient
      }
    var target: StoppingRule?
    if case .condition(let condition) = options["until"] {
      switch condition {
      case .totalError(let bound): target = .totalError(below: bound)
      case .meanError(let bound): target = .meanError(below: bound)
      }
    }
    var momentum = options.number("α")
    if options.word("rule") == "momentum", momentum == nil { momentum = 0.9 }
    self.init(
      epochs: options.integer("epochs") ?? options.integer("train"), learningRate: options.number("η"),
      momentum: momentum,
      updates: updates, reduction: options.has("mean") ? .mean : .sum, rule: rule,
      decay: options.number("decay") ?? 0,
      shuffleSeed: options.has("shuffle") ? options.integer("seed") ?? 1 : nil, target: target,
      precision: options.word("precision") == "single" ? .single : .double)
  }
}
