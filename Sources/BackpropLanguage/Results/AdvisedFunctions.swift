import Backprop

/// The transfer functions that advice names: the first of the list of all with a slope that helps.
enum AdvisedFunctions {
  /// `transfer k sigmoid` or `tanh`: δ passes such a layer.
  static func learning(_ letter: String, most count: Int) -> String {
    let names = TransferFunction.all.filter {
      if case .vanishes = $0.slope { return !$0.isSoftmax }
      return false
    }.prefix(count).map { $0.name }
    return "`transfer \(letter) \(names.joined(separator: "` or `"))`"
  }

  /// `transfer j leaky relu`: a unit of such a layer cannot die.
  static func neverDead(_ letter: String) -> String {
    let function = TransferFunction.all.first { $0.slope == .neverVanishes && $0 != .identity }
    return "`transfer \(letter) \((function ?? .leakyRelu).name)`"
  }
}
