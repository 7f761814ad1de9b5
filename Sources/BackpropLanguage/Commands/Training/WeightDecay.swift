import Backprop

/// Weight decay as a setting: its strength β, and whether bias weights decay too.
struct WeightDecay: Equatable, Sendable {
  var value = TrainingOptions.standard.decay
  var includesBias = true

  init() {}

  /// By the option `decay`; nil if it is not given. A formula in n takes the place of the value.
  init?(_ options: OptionValues) {
    guard options.has("decay") else { return nil }
    value = options.number("decay") ?? 0
    includesBias = !options.has("without bias")
  }

  var words: String { Self.words(Wording.number(value), includesBias: includesBias) }

  /// `0.001 without bias`
  static func words(_ value: String, includesBias: Bool) -> String {
    value + (includesBias ? "" : " without bias")
  }
}

extension TrainRequest {
  static let decay = CommandOption(
    name: "decay", synonyms: ["β", "beta"], value: .decay,
    defaultValue: Wording.number(TrainingOptions.standard.decay) + ", or what `rule …, decay …` has set",
    meaning: """
      weight decay β: each update descends E + β/2 Σ w², over all weights, or `without bias` over all but \
      the bias weights
      """)
}
