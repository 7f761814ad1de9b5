import Backprop

/// The letters and widths of the network at hand, by which errors speak: an example that would fail is none.
struct NetworkNotation {
  /// The letter of each layer, input first.
  let letters: [String]
  let units: [Int]
  let hasBias: Bool
  /// Whether there is a network; without one, that of the handout is meant.
  let isReal: Bool
  /// How many patterns there are that fit it.
  let patternCount: Int

  static let handout = NetworkNotation(
    letters: ["i", "j", "k"], units: [2, 2, 1], hasBias: false, isReal: false, patternCount: 4)

  init(_ state: SessionState) {
    guard let network = state.network else {
      self = .handout
      return
    }
    let set = state.patterns?.set
    let fits =
      set?.inputs.columns == network.core.inputUnits && set?.targets.columns == network.core.outputUnits
    self.init(
      letters: network.letters, units: network.core.layers.map { $0.units },
      hasBias: network.core.bias != nil, isReal: true, patternCount: fits ? set?.count ?? 0 : 0)
  }

  private init(letters: [String], units: [Int], hasBias: Bool, isReal: Bool, patternCount: Int) {
    (self.letters, self.units, self.hasBias, self.isReal) = (letters, units, hasBias, isReal)
    self.patternCount = patternCount
  }

  private var isHandout: Bool { letters == ["i", "j", "k"] && units == [2, 2, 1] && !hasBias }

  /// `w_ij and w_jk`: the weights between each two layers that follow each other.
  var weights: [String] { zip(letters, letters.dropFirst()).map { "w_\($0)\($1)" } }

  /// The quantity in this network that a superscripted one stands for; nil where its subscripts do not tell.
  func spelling(of superscript: LayerSuperscript) -> String? {
    guard let quantity = OtherCourses.quantity(named: superscript.symbol) else { return nil }
    return spelling(quantity, superscript.subscripts)
  }

  /// The right spelling of another course's symbol; nil where it cannot be told.
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
    case .output, .error, .totalError, .meanError: break
    }
    return Formula.quantity(quantity, places).unicode
  }

  private func layer(_ letter: String) -> Int? {
    if let layer = letters.firstIndex(of: letter) { return layer }
    switch letter {
    case "p": return 0
    case "q": return letters.count > 2 ? letters.count - 2 : nil
    case "r": return letters.count - 1
    default: return nil
    }
  }

  private func exists(_ place: Subscript) -> Bool {
    guard let layer = layer(place.letter), units.indices.contains(layer) else { return false }
    return place.unit.map { (0...units[layer]).contains($0) } ?? true
  }

  // MARK: - Examples

  /// A sentence or an example that speaks of a 2-2-1 network, in the letters and widths of this one.
  func fitted(_ text: String) -> String {
    guard isReal else { return text }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { presented(String($0)).split(separator: "\n").map { String($0) } }
    if isHandout { return lines.joined(separator: "\n") }
    if hasBias, lines.count > 1, lines[0] == "network 2-2-1, bias" { lines.removeFirst() }
    let namesOutput = text.includes("_k") || text.includes("_jk") || text.includes("k1")
    return lines.map { line in
      if line == "network 2-2-1, bias" {
        return "network \(units.map { "\($0)" }.joined(separator: "-")), bias"
      }
      if line.hasPrefix("network ") { return line }
      return widened(lettered(line, namesOutput: namesOutput))
    }.joined(separator: "\n")
  }

  /// `forward 2` with a pattern that there is, or, where there is none, with the inputs and targets of one.
  private func presented(_ line: String) -> String {
    if line == "patterns xor", units.first != 2 || units.last != 1 { return "patterns mine:\n  0 1 -> 1" }
    let words = line.split(separator: " ")
    guard words.count == 2, words[0] == "forward" || words[0] == "step", let number = Int(words[1]) else {
      return line
    }
    if patternCount >= number { return line }
    return patternCount > 0 ? "\(words[0]) 1" : "\(words[0]) 0 1 -> 1"
  }

  /// A suggestion, which is of this network already unless it is the example that a quantity has anywhere.
  func fitted(spelling: String) -> String {
    guard let quantity = Quantity.allCases.first(where: { $0.example == spelling }) else { return spelling }
    let places = OtherCourses.parts(of: quantity.example).subscripts
    return places.allSatisfy { letters.contains($0.letter) } ? spelling : fitted(spelling)
  }

  /// The layers of this network that i, j and k stand for: the last three where k is among them, else the
  /// first.
  private func layers(namesOutput: Bool) -> [String: Int] {
    let last = letters.count - 1
    let hidden = namesOutput ? max(last - 1, 0) : min(1, last)
    return ["i": max(hidden - 1, 0), "j": hidden, "k": last]
  }

  /// With the letters and unit numbers of this network in subscripts, and where a unit or layer stands alone.
  private func lettered(_ line: String, namesOutput: Bool) -> String {
    let source = SourceText(line)
    let layers = layers(namesOutput: namesOutput)
    func renamed(_ place: Subscript) -> String? {
      guard let layer = layers[place.letter] else { return nil }
      return letters[layer] + (place.unit.map { "\(min($0, units[layer]))" } ?? "")
    }
    var text = ""
    var end = 0
    for token in Lexer.tokens(of: source).tokens {
      var replacement: String?
      switch token.kind {
      case .subscripts(let places):
        let names = places.map { renamed($0) ?? $0.text }
        let isBraced = source.string(token.range).contains("{")
        replacement = isBraced ? "_{\(names.joined(separator: " "))}" : "_" + names.joined()
      case .word(let word):
        let (bare, places) = OtherCourses.parts(of: "_" + word)
        if bare.isEmpty, places.count == 1, let place = places.first { replacement = renamed(place) }
      default: break
      }
      guard let replacement else { continue }
      text += source.string(end..<token.range.lowerBound) + replacement
      end = token.range.upperBound
    }
    return text + source.string(end..<source.scalars.count)
  }

  /// The most numbers that an example spells out.
  private static let mostNumbers = 8

  /// With as many inputs and targets as this network has: `forward 0 1 -> 1`, `  0 1 -> 1`.
  private func widened(_ line: String) -> String {
    guard let arrow = line.firstRange(of: "->"), let inputs = units.first, let outputs = units.last,
      inputs <= Self.mostNumbers, outputs <= Self.mostNumbers
    else { return line }
    let left = line[..<arrow.lowerBound].split(separator: " ")
    let right = line[arrow.upperBound...].split(separator: " ")
    let words = left.prefix { Double($0) == nil }
    let (given, wanted) = (left.dropFirst(words.count), right)
    guard !given.isEmpty, !wanted.isEmpty, (given + wanted).allSatisfy({ Double($0) != nil }) else {
      return line
    }
    func repeated(_ numbers: [Substring], _ count: Int) -> String {
      (0..<count).map { String(numbers[$0 % numbers.count]) }.joined(separator: " ")
    }
    let indent = line.prefix { $0 == " " }
    return indent + (words + [Substring(repeated(Array(given), inputs))]).joined(separator: " ") + " -> "
      + repeated(Array(wanted), outputs)
  }
}

extension String {
  /// Whether the text stands somewhere in it.
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
