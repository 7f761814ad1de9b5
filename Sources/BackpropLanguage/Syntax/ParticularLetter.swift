/// The letters that name one particular unit each: of the input layer, the last hidden layer and the output
/// layer.
enum ParticularLetter: String, CaseIterable {
  case p, q, r

  var role: LayerRole {
    switch self {
    case .p: .input
    case .q: .hidden
    case .r: .output
    }
  }

  /// Its layer in a network of `count` layers; nil where there is no hidden layer.
  func layer(of count: Int) -> Int? {
    switch self {
    case .p: 0
    case .q: count > 2 ? count - 2 : nil
    case .r: count - 1
    }
  }
}
