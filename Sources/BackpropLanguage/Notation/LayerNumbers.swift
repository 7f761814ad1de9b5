/// How a course numbers layers in superscripts: w^{(2)}_{jk}.
struct LayerNumbers: Equatable, Sendable {
  /// The number of the input layer.
  var first: Int
  var brackets: Brackets = .round
  /// How many layers the row of a table lists; 0 for built-in ones.
  var listed = 0

  enum Brackets: Equatable, Sendable { case none, round, square }

  /// The superscript of a layer, counted from 0.
  func text(_ layer: Int) -> String { enclosed("\(first + layer)") }

  /// That of weights between two layers that are not neighbours: `3,1`.
  func text(_ layers: [Int]) -> String {
    enclosed(layers.map { "\(first + $0)" }.joined(separator: ","))
  }

  /// That of layers in general: `l`, `l-1`.
  func enclosed(_ level: String) -> String {
    switch brackets {
    case .none: level
    case .round: "(\(level))"
    case .square: "[\(level)]"
    }
  }
}
