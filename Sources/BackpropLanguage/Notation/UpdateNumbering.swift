/// The numbers of updates in a line of a rule, as books print them: `Δw_ij(t+1) = η δ_j y_i + α Δw_ij(t)`,
/// `w_ij(n) = w_ij(n-1) + η δ_j(n) y_i(n)`, `w_{ij}^{\text{new}} = w_{ij}^{\text{old}} + η δ_j y_i`. Read, a
/// line has only the `(n-1)` of what is older than the update.
struct UpdateNumbering {
  private let tokens: [Token]
  private var numbered: [Numbered] = []
  /// Whether a superscript n is the number of an update, not of a layer.
  private let countsUpdates: Bool
  /// The letter of the superscript on the left side, if it is that of the next update: t of `w^{t+1}`.
  private let newLetter: String?
  private let own: OwnNumbers

  /// What the lines of a rule compute besides weights and changes of them, each with the number on its left:
  /// 0 for the v of `v_ij(t) = …` and of `v_ij = …`, 1 for that of `v_ij(t+1) = …`.
  struct OwnNumbers {
    fileprivate var offsets: [String: Int] = [:]

    init() {}

    /// lines: each from its first token.
    init(_ lines: [[Token]]) {
      for line in lines {
        guard case .word(let name)? = line.first?.kind, !UpdateNumbering.isOfWeight(name) else { continue }
        offsets[name] = 0
      }
      for line in lines {
        guard case .word(let name)? = line.first?.kind, offsets[name] != nil else { continue }
        let left = UpdateNumbering(line, from: 0, self).numbered.first { $0.start == 0 }
        offsets[name] = left?.offset ?? 0
      }
    }
  }

  private enum Kind { case weight, ofNow, remembered }

  /// A symbol with a number behind it.
  private struct Numbered {
    var name: String
    var kind: Kind
    /// Where the symbol begins, and the tokens of `(n-1)`.
    var start: Int
    var places: Range<Int>
    /// -1 for `(n-1)`
    var offset: Int
  }

  /// `^{(t+1)}`, `^t`, `^{new}`
  private struct Superscript {
    let letter: String
    /// 1 for `(t+1)` and for new.
    let offset: Int
    let places: Range<Int>
    /// Whether it says so by itself: `^t` may be a power.
    let isNumber: Bool
  }

  /// A line; start: its first token. ofNewWeight: only if its left side is `w_ij` after the update.
  static func read(
    _ tokens: [Token], from start: Int, _ own: OwnNumbers = OwnNumbers(), ofNewWeight: Bool = false
  ) -> [Token] {
    let numbering = UpdateNumbering(tokens, from: start, own)
    guard let first = numbering.numbered.first else { return tokens }
    if ofNewWeight {
      let ends = [tokens.kind(start + 1), tokens.kind(first.places.upperBound)]
      let hasUnits = ends.contains { if case .subscripts? = $0 { true } else { false } }
      guard first.start == start, first.offset == 1, hasUnits else { return tokens }
    }
    return numbering.written(from: start)
  }

  private init(_ tokens: [Token], from start: Int, _ own: OwnNumbers) {
    self.tokens = tokens
    self.own = own
    countsUpdates = Self.countsUpdates(tokens, from: start, own)
    var place = start + 1
    if case .subscripts? = tokens.kind(place) { place += 1 }
    let left = Self.superscript(at: place, of: tokens)
    newLetter = left.flatMap { $0.offset == 1 ? $0.letter : nil }
    for place in tokens.indices where place > start {
      guard let (offset, places) = number(at: place), let symbol = symbol(before: place, from: start) else {
        continue
      }
      numbered.append(
        Numbered(
          name: symbol.name, kind: symbol.kind, start: symbol.start, places: places, offset: offset))
    }
  }

  /// `(n)`, `(t+1)`, `(n-1)`, `^{(τ+1)}`, and `^{new}`
  private func number(at place: Int) -> (offset: Int, places: Range<Int>)? {
    if tokens.kind(place) == .symbol("^") {
      guard let found = Self.superscript(at: place, of: tokens), found.letter != "n" || countsUpdates,
        found.isNumber || found.letter == newLetter
      else { return nil }
      return (found.offset, found.places)
    }
    return bracket(at: place)
  }

  /// `^{(τ+1)}`, `^{t+1}`, `^{(new)}`, `^{old}`: new is what is after the update, old what is before it.
  private static func superscript(at place: Int, of tokens: [Token]) -> Superscript? {
    guard tokens.kind(place) == .symbol("^") else { return nil }
    var next = place + 1
    var closing: [Token.Kind] = []
    if tokens.kind(next) == .symbol("{") {
      closing.append(.symbol("}"))
      next += 1
    }
    if tokens.kind(next) == .symbol("(") {
      closing.append(.symbol(")"))
      next += 1
    }
    guard case .word(let letter)? = tokens.kind(next) else { return nil }
    next += 1
    var offset = 0
    var isNumber = true
    switch letter {
    case "new": offset = 1
    case "old": break
    case "n", "t", "τ":
      isNumber = closing.last == .symbol(")")
      if !closing.isEmpty, case .symbol(let sign)? = tokens.kind(next), sign == "+" || sign == "-",
        case .number(let value, _)? = tokens.kind(next + 1), let number = Int(exactly: value),
        (0...2).contains(number)
      {
        offset = sign == "-" ? -number : number
        isNumber = true
        next += 2
      }
    default: return nil
    }
    for bracket in closing.reversed() {
      guard tokens.kind(next) == bracket else { return nil }
      next += 1
    }
    return Superscript(letter: letter, offset: offset, places: place..<next, isNumber: isNumber)
  }

  /// Whether superscripts with n number updates: those of `w^{(n+1)} = w^{(n)} + …` and of `Δw^{(n)} = … +
  /// α Δw^{(n-1)}` do, if no symbol has one that might be that of a layer.
  private static func countsUpdates(_ tokens: [Token], from start: Int, _ own: OwnNumbers) -> Bool {
    var offsets: [Int] = []
    for place in tokens.indices where place > start {
      guard let found = superscript(at: place, of: tokens), found.letter == "n" else { continue }
      var symbol = place - 1
      if case .subscripts? = tokens.kind(symbol) { symbol -= 1 }
      guard case .word(let name)? = tokens.kind(symbol),
        name == "w" || name == "Δw" || own.offsets[name] != nil
      else { return false }
      if offsets.isEmpty, symbol > start { return false }
      offsets.append(found.offset)
    }
    let later = offsets.dropFirst()
    guard !later.contains(where: { $0 > 0 }) else { return false }
    return offsets.first == 1 || offsets.first == 0 && later.contains(-1)
  }

  private func bracket(at place: Int) -> (offset: Int, places: Range<Int>)? {
    guard tokens.kind(place) == .symbol("("), !tokens[place].spaceBefore,
      case .word(let letter)? = tokens.kind(place + 1), letter == "n" || letter == "t" || letter == "τ"
    else { return nil }
    if tokens.kind(place + 2) == .symbol(")") { return (0, place..<place + 3) }
    guard case .symbol(let sign)? = tokens.kind(place + 2), sign == "+" || sign == "-",
      case .number(let value, _)? = tokens.kind(place + 3), let offset = Int(exactly: value),
      (0...2).contains(offset), tokens.kind(place + 4) == .symbol(")")
    else { return nil }
    return (sign == "-" ? -offset : offset, place..<place + 5)
  }

  private func isOfWeight(_ place: Int) -> Bool {
    if case .word(let name)? = tokens.kind(place) { Self.isOfWeight(name) } else { false }
  }

  private static func isOfWeight(_ name: String) -> Bool {
    ["w", "W", "Δw", "ΔW", "b", "Δb"].contains(name)
  }

  /// The symbol that a number is behind: `Δw_ij`, `w^l`, `m_ij`.
  private func symbol(before place: Int, from start: Int) -> (name: String, kind: Kind, start: Int)? {
    var place = place - 1
    var subscripts = 0
    var isOfLayer = false
    func takeSubscripts() {
      guard case .subscripts(let places)? = tokens.kind(place) else { return }
      // The power of `β_1^t` is one.
      if !places.contains(where: { !$0.letter.isEmpty }), !isOfWeight(place - 1) { return }
      subscripts = places.count
      place -= 1
    }
    takeSubscripts()
    if let sign = superscript(endingAt: place) {
      isOfLayer = true
      place = sign - 1
      takeSubscripts()
    }
    guard place >= start, case .word(var name)? = tokens.kind(place) else { return nil }
    let before = tokens.kind(place - 1)
    if before == .word("Δ") {
      name = "Δ" + name
      place -= 1
    }
    let isBare = subscripts == 0 && !isOfLayer
    let isWeight = name == "w" || name == "W" || place == start && subscripts == 1 && !name.hasPrefix("Δ")
    guard !isBare || isWeight || name == "Δw" else { return nil }
    let kind: Kind
    if before == .symbol("∂") || name == "dW" || name == "db" {
      kind = .ofNow
    } else if isWeight || sets(name, from: start) {
      kind = .weight
    } else if name.hasPrefix("Δ") {
      kind = .remembered
    } else if subscripts == 1 || subscripts == 0 && Self.ofUnits.contains(name) {
      kind = .ofNow
    } else {
      kind = .remembered
    }
    return (name, kind, place)
  }

  /// Letters of units, which are vectors without subscripts.
  private static let ofUnits = ["δ", "a", "y", "x", "o", "h", "z", "t", "g"]

  /// Whether the line sets the bias of this name.
  private func sets(_ name: String, from start: Int) -> Bool {
    guard !name.hasPrefix("Δ"), tokens.kind(start) == .word(name),
      case .subscripts(let places)? = tokens.kind(start + 1)
    else { return false }
    return places.count == 1
  }

  /// The place of the `^` of `^l` and `^{l-1}`.
  private func superscript(endingAt end: Int) -> Int? {
    if tokens.kind(end - 1) == .symbol("^"), case .word? = tokens.kind(end) { return end - 1 }
    guard tokens.kind(end) == .symbol("}"),
      let open = tokens[..<end].lastIndex(where: { $0.kind == .symbol("{") }),
      tokens.kind(open - 1) == .symbol("^")
    else { return nil }
    return open - 1
  }

  private func written(from start: Int) -> [Token] {
    let left = numbered.first { $0.start == start }
    // What is older by one update than what the left side is: of w(n+1) and w(n), w(n) and w(n-1) are of now.
    let result = left?.offset ?? 0
    let now = left.map { $0.kind == .weight ? $0.offset - 1 : min($0.offset, 0) } ?? 0
    var read: [Token] = []
    var place = 0
    for symbol in numbered {
      read += tokens[place..<symbol.places.lowerBound]
      place = symbol.places.lowerBound
      let isLeft = symbol.start == start
      var age = (symbol.kind == .remembered ? result : now) - symbol.offset
      if symbol.kind == .ofNow, symbol.offset == result { age = 0 }
      // The v(t) of `w(t+1) = w(t) - v(t)` is what this update computes, if its line is about v(t).
      if left?.kind == .weight, result == 1, symbol.kind == .remembered, let here = own.offsets[symbol.name] {
        age = max(0, here - symbol.offset)
      }
      if left?.kind == .weight, symbol.name.hasPrefix("Δ"), isSum(symbol, from: start) { age = 0 }
      // What a weight is after the update has only one earlier change, whatever number books give it.
      if left?.kind == .weight, symbol.name.hasPrefix("Δ"), age == 2 { age = 1 }
      if isLeft || age == 0 {
        place = symbol.places.upperBound
      } else if age == 1 {
        let kinds: [Token.Kind] = [
          .symbol("("), .word("n"), .symbol("-"), .number(1, spelling: "1"), .symbol(")"),
        ]
        let range = tokens[place].range.through(tokens[symbol.places.upperBound - 1].range)
        read += kinds.map { Token($0, range) }
        place = symbol.places.upperBound
      }
    }
    return read + tokens[place...]
  }

  /// Whether the right side is the weight plus this change.
  private func isSum(_ change: Numbered, from start: Int) -> Bool {
    numbered.count == 3 && change.places.upperBound == tokens.count && numbered[1].kind == .weight
      && numbered[1].places.upperBound + 1 == change.start
      && tokens.kind(numbered[1].places.upperBound) == .symbol("+")
      && numbered[1].start == numbered[0].places.upperBound + 1 && numbered[0].start == start
  }
}
