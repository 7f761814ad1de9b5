import Backprop

/// One setting of a training, in words: `η 0.5`. Lists of settings distinguish runs.
struct TrainingSetting: Equatable {
  let kind: Kind
  let words: String

  enum Kind {
    case errorFunction, weights, patterns, epochs, rule, ruleParameter, learningRate, momentum
    case updates, reduction, decay, precision, order, seed, target
  }

  private init(_ kind: Kind, _ words: String) {
    self.kind = kind
    self.words = words
  }

  /// What is minimized.
  init(_ function: ErrorFunction) {
    self.init(.errorFunction, function.definition == nil ? function.name : "E = \(function.name)")
  }

  /// The origin of the weights with which training began.
  init(weights: String) { self.init(.weights, "weights \(weights)") }

  /// All settings, defaults included.
  static func all(_ options: TrainingOptions, patterns: String) -> [TrainingSetting] {
    var settings = [
      TrainingSetting(.patterns, "patterns \(patterns.asTyped)"),
      TrainingSetting(.epochs, "at most \(Wording.plural(options.epochs, "epoch"))"),
      TrainingSetting(.rule, "rule \(options.rule.name.asTyped)"),
    ]
    settings += zip(options.rule.parameters, options.rule.values).map { parameter, value in
      TrainingSetting(.ruleParameter, "\(parameter.name) \(Wording.number(value))")
    }
    settings.append(.init(.learningRate, "η \(options.learningRateWords)"))
    if options.rule.usesMomentum {
      settings.append(.init(.momentum, "α \(options.momentumWords)"))
    }
    switch options.updates {
    case .perPattern: settings.append(.init(.updates, "one update per pattern"))
    case .batch: settings.append(.init(.updates, "one update per epoch"))
    case .miniBatch(let size):
      settings.append(.init(.updates, "an update after every \(Wording.plural(size, "pattern"))"))
    }
    if options.updates != .perPattern {
      let isSum = options.reduction == .sum
      settings.append(.init(.reduction, isSum ? "gradients summed" : "gradients averaged"))
    }
    if options.decay > 0 || options.schedules.decay != nil {
      settings.append(.init(.decay, "decay \(options.decayWords)"))
    }
    if options.precision == .single { settings.append(.init(.precision, "single precision")) }
    if let seed = options.shuffleSeed {
      settings += [.init(.order, "shuffled"), .init(.seed, "seed \(seed)")]
    } else {
      settings.append(.init(.order, "in order"))
    }
    switch options.target {
    case .totalError(let bound):
      settings.append(.init(.target, "until total E < \(Wording.number(bound))"))
    case .meanError(let bound):
      settings.append(.init(.target, "until mean E < \(Wording.number(bound))"))
    case nil: break
    }
    return settings
  }
}

/// The settings that may change from epoch to epoch: a number, or a formula in n.
extension TrainingOptions {
  var learningRateWords: String { schedules.learningRate?.formula ?? Self.words(learningRate) }
  var momentumWords: String { schedules.momentum?.formula ?? Self.words(momentum) }
  var decayWords: String {
    WeightDecay.words(schedules.decay?.formula ?? Self.words(decay), includesBias: decaysBias)
  }

  /// `2.777777778` for 25/9: nobody reads more digits.
  static func words(_ value: Double) -> String {
    let text = Wording.number(value)
    guard text.utf8.count > 12, value.magnitude >= 0.001, value.magnitude < 1e6 else { return text }
    return Numeral(value, digits: 9).withoutTrailingZeros.text
  }
}
