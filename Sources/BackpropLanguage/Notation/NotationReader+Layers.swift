/// What is printed in several ways where layers are numbered.
extension NotationReader {
  /// `w_{jk}^l`, `a_j^{L-1}`: with the superscript in front, as in `w^l_{jk}`. A number stays where it is,
  /// since it may be a power.
  func superscriptsFirst(in tokens: [Token]) -> [Token] {
    guard notation.layers != nil else { return tokens }
    var read: [Token] = []
    var place = 0
    while place < tokens.count {
      guard case .word(let word) = tokens[place].kind, case .subscripts(let below)? = tokens.kind(place + 1),
        !tokens[place + 1].spaceBefore, subscriptCount(of: word) == below.count,
        let count = Self.lengthOfLevel(at: place + 2, in: tokens)
      else {
        read.append(tokens[place])
        place += 1
        continue
      }
      let superscript = tokens[place + 2..<place + 2 + count]
      var subscripts = tokens[place + 1]
      if let last = superscript.last {
        subscripts.range = subscripts.range.through(last.range)
      }
      read += [tokens[place]] + superscript + [subscripts]
      place += 2 + count
    }
    return read
  }

  /// The number of tokens of `^l`, `^L` or `^{l+1}`, which say a layer by a letter.
  private static func lengthOfLevel(at place: Int, in tokens: [Token]) -> Int? {
    func isLetter(_ place: Int) -> Bool {
      guard case .word(let word)? = tokens.kind(place) else { return false }
      return word == "l" || word == "ℓ" || word == "L"
    }
    guard tokens.kind(place) == .symbol("^") else { return nil }
    if isLetter(place + 1) { return 2 }
    guard tokens.kind(place + 1) == .symbol("{"), isLetter(place + 2) else { return nil }
    if tokens.kind(place + 3) == .symbol("}") { return 4 }
    guard tokens.kind(place + 3) == .symbol("+") || tokens.kind(place + 3) == .symbol("-"),
      case .number? = tokens.kind(place + 4), tokens.kind(place + 5) == .symbol("}")
    else { return nil }
    return 6
  }

  /// `||w||` is `‖w‖`.
  func norms(in tokens: [Token]) -> [Token] {
    var read: [Token] = []
    var isSecond = false
    for (place, token) in tokens.enumerated() {
      if isSecond {
        isSecond = false
        continue
      }
      isSecond =
        token.kind == .symbol("|") && tokens.kind(place + 1) == .symbol("|") && !tokens[place + 1].spaceBefore
      read.append(isSecond ? Token(.symbol("‖"), token.range, spaceBefore: token.spaceBefore) : token)
    }
    return read
  }

  /// `transfer 2 tanh`, `connect 1 -> 3`, `plot transfer 2`: layers by their numbers.
  func layersNamed(in tokens: [Token]) -> [Token] {
    guard let numbers = notation.layers, case .word(let command)? = tokens.first?.kind else { return tokens }
    let places: [Int] =
      switch command {
      case Command.transfer.name: [1]
      case Command.connect.name: [1, 3]
      case Command.plot.name: tokens.indices.filter { tokens.kind($0 - 1) == .word(Command.transfer.name) }
      default: []
      }
    var read = tokens
    for place in places {
      var layer: Int?
      if case .number(let value, _)? = tokens.kind(place) {
        layer = Int(exactly: value).map { $0 - numbers.first }
      } else if tokens.kind(place) == .word("L"), !letters.contains("L") {
        layer = letters.count - 1
      }
      guard let layer, letters.indices.contains(layer) else { continue }
      read[place].kind = .word(letters[layer])
    }
    return read
  }

  /// Whether it defines a function, whose variable is no quantity of a layer: `f(x) = max(0, x)`.
  func isFunction(_ tokens: [Token]) -> Bool {
    guard case .word? = tokens.kind(0), tokens.kind(1) == .symbol("("), case .word? = tokens.kind(2) else {
      return false
    }
    return tokens.kind(3) == .symbol(")") && tokens.kind(4) == .symbol("=")
  }
}
