/// What is printed in several ways where layers are numbered.
extension NotationReader {
  /// `w_{jk}^l`, `a_j^{[L-1]}`: with the superscript in front, as in `w^l_{jk}`. A number without brackets
  /// stays where it is, since it may be a power.
  func superscriptsFirst(in tokens: [Token]) -> [Token] {
    guard notation.layers != nil else { return tokens }
    var read: [Token] = []
    var place = 0
    while place < tokens.count {
      guard case .word(let word) = tokens[place].kind, case .subscripts(let below)? = tokens.kind(place + 1),
        !tokens[place + 1].spaceBefore, subscriptCount(of: word) ?? below.count == below.count,
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

  /// The number of tokens of `^l`, `^L`, `^{l+1}` or `^{[l]}`, which say a layer by a letter, or of `^{(2)}`.
  private static func lengthOfLevel(at place: Int, in tokens: [Token]) -> Int? {
    guard let read = LayerSuperscript.read({ tokens.kind(place + $0) }) else { return nil }
    let isLetter = ["l", "ℓ", "L"].contains(read.level.prefix { $0 != "+" && $0 != "-" })
    return isLetter || read.isBracketed && read.number != nil ? read.count : nil
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
