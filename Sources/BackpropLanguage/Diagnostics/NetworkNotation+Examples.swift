import Backprop

/// Examples are written for a 2-2-1 network and the patterns of XOR. Here they are adapted to the current
/// network and patterns.
extension NetworkNotation {
  /// A sentence or example about a 2-2-1 network, rewritten with the letters and widths of this network.
  func fitted(_ text: String) -> String {
    guard isReal else { return text }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { possible(String($0)).split(separator: "\n").map { String($0) } }
    if isHandout { return lines.joined(separator: "\n") }
    if hasBias, lines.count > 1, lines[0] == "network 2-2-1, bias" { lines.removeFirst() }
    let layers = ExampleLayers(of: text, in: self)
    lines = lines.map { line in
      if line == "network 2-2-1, bias" { return definition(units) + ", bias" }
      // These name the layers of a network as they are: `possible` has chosen them.
      if line.hasPrefix("network ") || line.hasPrefix("connect ") { return line }
      return widened(withoutRepeats(lettered(line, layers)))
    }
    return shaped(lines).joined(separator: "\n")
  }

  /// A suggestion. It already fits this network unless it is the general example of a quantity.
  func fitted(spelling: String) -> String {
    guard let quantity = Quantity.allCases.first(where: { $0.example == spelling }) else { return spelling }
    let places = OtherCourses.parts(of: quantity.example).subscripts
    return places.allSatisfy { letters.contains($0.letter) } ? spelling : fitted(spelling)
  }

  /// A line that is valid for this network and its patterns: `forward 2` presents an existing pattern or,
  /// without patterns, inputs and targets; `connect` joins layers that are not connected yet.
  private func possible(_ line: String) -> String {
    if line == "patterns xor", units.first != 2 || units.last != 1 {
      return isWide ? wideSet : "patterns mine:\n  0 1 -> 1\n  1 0 -> 0"
    }
    let words = line.split(separator: " ")
    if words.first == "connect", words.count == 4, words[2] == "->" {
      return skip.map { "connect \($0)" } ?? "network deep: i 2 - j 2 - k 1\nconnect i -> k"
    }
    guard let verb = words.first, verb == "forward" || verb == "step", words.count > 1 else { return line }
    let byNumber = patternCount > 0 ? "\(verb) 1" : "\(wideSet)\n\(verb) 1"
    if words.count > 2 { return isWide ? byNumber : line }
    guard let number = Int(words[1]), patternCount < number else { return line }
    return isWide || patternCount > 0 ? byNumber : "\(verb) 0 1 -> 1"
  }

  // MARK: - Letters

  /// With this network's letters and unit numbers, in subscripts and for single units or layers.
  private func lettered(_ line: String, _ layers: ExampleLayers) -> String {
    let source = SourceText(line)
    var text = ""
    var end = 0
    var symbol = ""
    for token in Lexer.tokens(of: source).tokens {
      var replacement: String?
      switch token.kind {
      case .subscripts(let places) where places.allSatisfy({ !$0.letter.isEmpty }):
        let names = layers.names(of: places, below: symbol)
        let isBraced = source.string(token.range).contains("{")
        replacement = isBraced ? "_{\(names.joined(separator: " "))}" : "_" + names.joined()
      case .word(let word):
        let (bare, places) = OtherCourses.parts(of: "_" + word)
        if bare.isEmpty, places.count == 1, places[0].letter.isLayerOfHandout {
          replacement = layers.names(of: places, below: "").first
        }
        symbol = word
      // What stands below a Σ belongs to no symbol before it.
      case .symbol: symbol = ""
      default: break
      }
      guard let replacement else { continue }
      text += source.string(end..<token.range.lowerBound) + replacement
      end = token.range.upperBound
    }
    return text + source.string(end..<source.scalars.count)
  }

  /// If two weights of the handout's network become the same weight here, it is named once, or another weight
  /// is named with it.
  private func withoutRepeats(_ line: String) -> String {
    guard letters.count == 2 else { return line }
    if line.hasPrefix("plot surface") {
      let (from, to) = (letters[0], letters[1])
      guard units[0] > 1 || units[1] > 1 || hasBias else { return "plot weights" }
      let other = units[0] > 1 ? "\(from)2\(to)1" : units[1] > 1 ? "\(from)1\(to)2" : "\(from)0\(to)1"
      return "plot surface w_\(from)1\(to)1 w_\(other)"
    }
    var items: [String] = []
    var rest = line
    while let comma = rest.firstRange(of: ", ") {
      items.append(String(rest[..<comma.lowerBound]))
      rest = String(rest[comma.upperBound...])
    }
    for item in items where item == rest || item.hasSuffix(" " + rest) {
      return items.joined(separator: ", ")
    }
    return line
  }

  // MARK: - Widths

  /// The maximum number of inputs and targets that an example spells out.
  private static let mostNumbers = 40

  private var isWide: Bool { (units.first ?? 0) + (units.last ?? 0) > Self.mostNumbers }

  /// A built-in set for a network of so many units that nobody types its patterns; if none fits, with a
  /// network of the same hidden layers that it does fit.
  private var wideSet: String {
    let digits = PatternSet.digits
    let (inputs, outputs) = (digits.inputs.columns, digits.targets.columns)
    if units.first == inputs, units.last == outputs { return "patterns digits" }
    if let size = units.first, units.last == size, size <= 1024 { return "patterns encoder \(size)" }
    let bias = hasBias ? ", bias" : ""
    return definition([inputs] + units.dropFirst().dropLast() + [outputs], named: "wide: ") + bias
      + "\npatterns digits"
  }

  /// A network with these layers, whose letters are given if they are not those that it would have anyway.
  private func definition(_ units: [Int], named name: String = "") -> String {
    let usual = Layer.names(count: units.count) == letters
    let layers = zip(letters, units).map { usual ? "\($1)" : "\($0) \($1)" }
    return "network \(name)" + layers.joined(separator: usual ? "-" : " - ")
  }

  /// With the number of inputs and targets that this network has: `forward 0 1`, `forward 0 1 -> 1`,
  /// `  0 1 -> 1`.
  private func widened(_ line: String) -> String {
    let arrow = line.firstRange(of: "->")
    guard let inputs = units.first, let outputs = units.last, !isWide,
      arrow != nil || line.hasPrefix("forward ") || line.hasPrefix("step ")
    else { return line }
    let left = line[..<(arrow?.lowerBound ?? line.endIndex)].split(separator: " ")
    let wanted = arrow.map { line[$0.upperBound...].split(separator: " ") } ?? []
    let words = left.prefix { Double($0) == nil }
    let given = left.dropFirst(words.count)
    // A number by itself is that of a pattern.
    guard given.count > (arrow == nil ? 1 : 0), (given + wanted).allSatisfy({ Double($0) != nil }) else {
      return line
    }
    let indent = line.prefix { $0 == " " }
    let row = Self.repeated(given.map { String($0) }, inputs)
    return indent + (words + [Substring(row)]).joined(separator: " ")
      + (wanted.isEmpty ? "" : " -> " + Self.repeated(wanted.map { String($0) }, outputs))
  }

  private static func repeated(_ numbers: [String], _ count: Int) -> String {
    (0..<count).map { numbers[$0 % numbers.count] }.joined(separator: " ")
  }

  /// With weight matrices, `w_ij = [0.15 0.25; 0.20 0.30]` or in rows below `w_ij =`, in the shape that they
  /// have in this network; with a single weight if they are large.
  private func shaped(_ lines: [String]) -> [String] {
    var shaped: [String] = []
    var isRow = false
    for line in lines {
      if isRow, line.hasPrefix(" ") { continue }
      isRow = false
      guard let sign = line.firstRange(of: " ="), let rows = matrix(String(line[..<sign.lowerBound])) else {
        shaped.append(line)
        continue
      }
      let right = line[sign.upperBound...]
      if right.isEmpty {
        isRow = true
        shaped += rows.isEmpty ? [firstWeight(line)] : [line] + rows.map { "  " + $0 }
      } else if right.hasPrefix(" [") {
        shaped.append(
          rows.isEmpty
            ? firstWeight(line) : line[..<sign.upperBound] + " [" + rows.joined(separator: "; ") + "]")
      } else {
        shaped.append(line)
      }
    }
    return shaped
  }

  /// The rows of the weight matrix between two layers; empty if it is large, nil if `name` is something else.
  private func matrix(_ name: String) -> [String]? {
    let (bare, places) = OtherCourses.parts(of: name)
    guard bare == "w", places.count == 2, places.allSatisfy({ $0.unit == nil }),
      let source = letters.firstIndex(of: places[0].letter),
      let target = letters.firstIndex(of: places[1].letter)
    else { return nil }
    let rows = units[source] + (hasBias && target == source + 1 ? 1 : 0)
    guard rows * units[target] <= Self.mostNumbers else { return [] }
    let numbers = ["0.15", "0.25", "0.20", "0.30"]
    return (0..<rows).map { row in
      Self.repeated((0..<numbers.count).map { numbers[($0 + 2 * row) % 4] }, units[target])
    }
  }

  /// `w_i1j1 = 0.25`
  private func firstWeight(_ line: String) -> String {
    let places = OtherCourses.parts(of: String(line.prefix { $0 != " " })).subscripts
    return "w_" + places.map { $0.letter + "1" }.joined() + " = 0.25"
  }
}

/// The layers that i, j and k, and with them p, q and r, stand for in an example.
private struct ExampleLayers {
  private let letters: [String]
  private let units: [Int]
  /// The last three layers if the example mentions k with its weights, otherwise the first three.
  private let layers: [String: Int]
  /// Whether there is no hidden layer: both projections of the example are the one from the input to the
  /// output.
  private var isFlat: Bool { letters.count == 2 }
  /// Whether the weights to the output begin at q.
  private let beginsAtQ: Bool

  init(of text: String, in notation: NetworkNotation) {
    (letters, units) = (notation.letters, notation.units)
    let last = letters.count - 1
    let namesOutput = text.includes("_k") || text.includes("_jk") || text.includes("k1")
    let beginsAtHidden = text.includes("_jk") || text.includes("j1k") || text.includes("{jk}")
    beginsAtQ = text.includes("qr")
    let hidden = letters.count == 2 ? (beginsAtHidden ? 0 : 1) : namesOutput ? max(last - 1, 0) : min(1, last)
    layers = ["i": max(hidden - 1, 0), "j": hidden, "k": last]
  }

  /// symbol: what they stand below.
  func names(of places: [Subscript], below symbol: String) -> [String] {
    guard isFlat else { return places.map { name($0) } }
    // There is no a and no δ of an input unit.
    if places.count == 1, symbol == "a" || symbol == "δ", layers[places[0].letter] == 0 {
      return places.map { name($0, layer: 1) }
    }
    if places.count == 2, places.allSatisfy({ $0.letter.isLayerOfHandout }) {
      return zip(places, [0, 1]).map { name($0, layer: $1) }
    }
    if places.map({ $0.letter }) == ["p", "q"] { return ["p", "r"] }
    return places.map { $0.letter == "q" ? (beginsAtQ ? "p" : "r") : name($0) }
  }

  private func name(_ place: Subscript) -> String {
    layers[place.letter].map { name(place, layer: $0) } ?? place.text
  }

  private func name(_ place: Subscript, layer: Int) -> String {
    letters[layer] + (place.unit.map { "\(min($0, units[layer]))" } ?? "")
  }
}

extension String {
  /// Whether it is a layer letter of the handout's network.
  fileprivate var isLayerOfHandout: Bool { self == "i" || self == "j" || self == "k" }
}
