import Backprop

/// The letters and widths of the current network, used in error messages: an example must not fail itself.
struct NetworkNotation {
  /// The letter of each layer, input first.
  let letters: [String]
  let units: [Int]
  let hasBias: Bool
  /// Whether there is a network; otherwise the handout's is assumed.
  let isReal: Bool
  /// The number of patterns that fit it.
  let patternCount: Int
  /// Two layers that a new skip projection may connect, in the form that `connect` takes.
  let skip: String?
  /// Whether the receiving unit is the first subscript of a weight in the notation in force.
  private(set) var receivesFirst = false
  /// The symbols of the notation in force.
  private(set) var symbols: [String] = []

  static let handout = NetworkNotation(
    letters: ["i", "j", "k"], units: [2, 2, 1], hasBias: false, isReal: false, patternCount: 4, skip: "i -> k"
  )

  init(_ state: SessionState) {
    guard let network = state.network else {
      self = .handout
      speak(state.notations.inUse)
      return
    }
    let set = state.patterns?.set
    let fits =
      set?.inputs.columns == network.core.inputUnits && set?.targets.columns == network.core.outputUnits
    self.init(
      letters: network.letters, units: network.core.layers.map { $0.units },
      hasBias: network.core.bias != nil, isReal: true, patternCount: fits ? set?.count ?? 0 : 0,
      skip: network.skip)
    speak(state.notations.inUse)
  }

  private mutating func speak(_ notation: Notation) {
    receivesFirst = notation.receivesFirst
    symbols = Notation.concepts.map { notation.symbol($0.symbol) } + [notation.bias].compactMap { $0 }
  }

  /// A name as the notation writes it, if it is one of its symbols in other letters: `Err_4` for `err_4`.
  func recased(_ name: String) -> String? {
    let bare = name.prefix { $0 != "_" }
    guard let symbol = symbols.first(where: { $0 != bare && $0.lowercased() == bare.lowercased() }),
      symbol.utf8.count > 1
    else { return nil }
    return symbol + name.dropFirst(bare.count)
  }

  private init(letters: [String], units: [Int], hasBias: Bool, isReal: Bool, patternCount: Int, skip: String?)
  {
    (self.letters, self.units, self.hasBias, self.isReal) = (letters, units, hasBias, isReal)
    (self.patternCount, self.skip) = (patternCount, skip)
  }

  var isHandout: Bool { letters == ["i", "j", "k"] && units == [2, 2, 1] && !hasBias }

  /// `w_ij and w_jk`: the weights between adjacent layers.
  var weights: [String] { zip(letters, letters.dropFirst()).map { "w_\($0)\($1)" } }

  /// The quantity of this network that a superscripted one stands for; nil if its subscripts do not determine
  /// it.
  func spelling(of superscript: LayerSuperscript) -> String? {
    guard let quantity = OtherCourses.quantity(named: superscript.symbol) else { return nil }
    return spelling(quantity, superscript.subscripts)
  }

  /// The spelling used here for another course's symbol; nil if it cannot be determined.
  func spelling(of word: String) -> String? {
    guard let entry = OtherCourses.entry(for: word) else { return nil }
    let places = OtherCourses.parts(of: word).subscripts
    if entry.isBias, hasBias, places.count == 1, let place = places.first,
      let layer = letters.firstIndex(of: place.letter), layer > 0, exists(place)
    {
      return "w_\(letters[layer - 1])0\(place.text)"
    }
    return entry.quantity.flatMap { spelling($0, places) }
  }

  private func spelling(_ quantity: Quantity, _ places: [Subscript]) -> String? {
    guard places.count == quantity.subscriptCount, places.allSatisfy({ exists($0) }) else { return nil }
    let layers = places.compactMap { layer($0.letter) }
    switch quantity {
    case .weight, .weightChange, .previousWeightChange:
      if layers.count != 2 || layers[0] >= layers[1] { return nil }
    case .totalInput, .delta: if layers.first == 0 { return nil }
    case .target: if layers.first != letters.count - 1 { return nil }
    case .input: if layers.first != 0 { return nil }
    case .output, .error, .totalError, .meanError, .accuracy, .epochs: break
    }
    return Formula.quantity(quantity, places).unicode
  }

  /// Whether a matrix, w_ij, has a row for the bias unit: in some notations the bias weights stand apart.
  func hasBiasRow(_ weights: String, of rows: Int) -> Bool {
    guard hasBias, let source = OtherCourses.parts(of: weights).subscripts.first,
      let layer = layer(source.letter), units.indices.contains(layer)
    else { return hasBias }
    return rows > units[layer]
  }

  private func layer(_ letter: String) -> Int? {
    letters.firstIndex(of: letter) ?? ParticularLetter(rawValue: letter)?.layer(of: letters.count)
  }

  private func exists(_ place: Subscript) -> Bool {
    guard let layer = layer(place.letter), units.indices.contains(layer) else { return false }
    return place.unit.map { (0...units[layer]).contains($0) } ?? true
  }
}

extension NetworkState {
  /// Two layers that are not connected and have another layer between them: `i -> k`; nil if there are none.
  fileprivate var skip: String? {
    for source in core.layers.indices {
      for target in core.layers.indices
      where target > source + 1 && core.projection(from: source, to: target) == nil {
        return "\(letter(source)) -> \(letter(target))"
      }
    }
    return nil
  }
}

extension String {
  /// Whether it contains the text.
  func includes(_ text: String) -> Bool { firstRange(of: text) != nil }

  func firstRange(of other: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(other), let end = index(start, offsetBy: other.count, limitedBy: endIndex) {
        return start..<end
      }
      start = index(after: start)
    }
    return nil
  }
}
