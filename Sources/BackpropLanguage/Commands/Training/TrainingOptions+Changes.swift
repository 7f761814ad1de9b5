import Backprop

extension TrainingOptions {
  /// What is set otherwise in other options, as `train` calls it, except for where training ends.
  func settings(otherThanIn other: TrainingOptions) -> [String] {
    let settings = [
      ("the rule", rule != other.rule),
      ("η", learningRate != other.learningRate || schedules.learningRate != other.schedules.learningRate),
      ("α", momentum != other.momentum || schedules.momentum != other.schedules.momentum),
      (
        "decay",
        decay != other.decay || decaysBias != other.decaysBias || schedules.decay != other.schedules.decay
      ),
      ("batch", updates != other.updates), ("mean", reduction != other.reduction),
      ("shuffle", shuffleSeed != other.shuffleSeed), ("precision", precision != other.precision),
    ]
    return settings.filter { $0.1 }.map { $0.0 }
  }
}
