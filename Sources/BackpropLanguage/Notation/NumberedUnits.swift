/// Units numbered through a network, as on many exercise sheets: 1 to 3 are the inputs of 3-2-1, 4 and 5 its
/// hidden units, 6 is its output. Bias units are 0.
struct NumberedUnits: Equatable, Sendable {
  /// The letter of each layer, and its number of units.
  let letters: [String]
  let units: [Int]

  var count: Int { units.reduce(0, +) }

  /// The number of a unit; nil if the subscript stands for no single one.
  func number(of place: Subscript) -> Int? {
    guard let unit = place.unit, let layer = letters.firstIndex(of: place.letter),
      units.indices.contains(layer), (0...units[layer]).contains(unit)
    else { return nil }
    return unit == 0 ? 0 : units[..<layer].reduce(unit, +)
  }

  /// The unit with a number from 1.
  func unit(_ number: Int) -> Subscript? {
    var rest = number
    for (letter, count) in zip(letters, units) where rest > 0 {
      if rest <= count { return Subscript(letter, unit: rest) }
      rest -= count
    }
    return nil
  }

  /// Subscripts as they are written: `14`, or `4,11` where the digits alone could be read in two ways.
  func written(_ places: [Subscript]) -> [Subscript] {
    let numbers = places.compactMap { number(of: $0) }
    let isWide = numbers.count > 1 && numbers.contains { $0 > 9 }
    return places.enumerated().map { place, unit in
      Subscript((place > 0 && isWide ? "," : "") + (number(of: unit).map { "\($0)" } ?? unit.text))
    }
  }

  /// The number of a unit that is named alone, as `j2`.
  func number(ofUnitNamed word: String) -> Int? {
    guard let letter = word.first, let unit = Int(word.dropFirst()), word == "\(letter)\(unit)"
    else { return nil }
    return number(of: Subscript(String(letter), unit: unit))
  }
}

/// Reads subscripts that are numbers of units.
extension NumberedUnits {
  enum Reading: Equatable {
    /// A number by itself is 0: the bias unit.
    case places([Subscript])
    /// Each pair of numbers that the digits may stand for.
    case ambiguous([[Int]])
    case noUnit(Int)
    /// Two numbers are needed.
    case lacksUnit
  }

  /// The subscripts of a quantity that has as many as `count`.
  func read(_ given: [Subscript], count: Int) -> Reading {
    var places = given
    if count == 2, given.count == 1, let only = given.first, let digits = only.unit {
      if only.letter.isEmpty {
        switch split(digits) {
        case .places(let pair): places = pair
        case .ambiguous, .noUnit, .lacksUnit: return split(digits)
        }
      } else {
        // `w_i4`
        places = [Subscript(only.letter), Subscript("", unit: digits)]
      }
    }
    for (place, number) in places.enumerated() where number.letter.isEmpty {
      guard let number = number.unit, number > 0 || count == 2 else { return .noUnit(number.unit ?? 0) }
      guard number > 0 else { continue }
      guard let unit = unit(number) else { return .noUnit(number) }
      places[place] = unit
    }
    return .places(places)
  }

  /// The two numbers in `14`.
  private func split(_ digits: Int) -> Reading {
    let text = "\(digits)"
    guard text.utf8.count > 1 else { return .lacksUnit }
    var pairs: [[Int]] = []
    for length in 1..<text.utf8.count {
      let last = text.dropFirst(length)
      guard last.first != "0" || last == "0", let to = Int(last), let from = Int(text.prefix(length)) else {
        continue
      }
      if from <= count, to <= count { pairs.append([from, to]) }
    }
    guard let only = pairs.first else {
      return .noUnit(text.utf8.count == 2 ? [digits / 10, digits % 10].max() ?? digits : digits)
    }
    return pairs.count > 1 ? .ambiguous(pairs) : .places(only.map { Subscript("", unit: $0) })
  }
}

extension NumberedUnits.Reading {
  /// Why a symbol cannot be read; nil if it can be.
  func problem(_ symbol: String, _ units: NumberedUnits) -> (problem: Problem, suggestion: String?)? {
    switch self {
    case .places: return nil
    case .ambiguous(let pairs):
      let readings = pairs.map { "\(symbol)_{\($0[0]),\($0[1])}" }
      return (
        .expected(
          "a comma between two numbers of units, \(Wording.list(readings.map { "`\($0)`" }, last: "or"))",
          found: "digits that may be any of these"), readings.first
      )
    case .noUnit where units.units.isEmpty:
      return (.noNetwork, nil)
    case .noUnit(let number):
      return (
        .expected(
          "the number of a unit, 1 to \(units.count) through this network", found: "unit \(number)"), nil
      )
    case .lacksUnit:
      let next = (units.units.first ?? 0) + 1
      let pair = next > 9 ? "\(symbol)_{1,\(next)}" : "\(symbol)_1\(next)"
      return (.expected("the numbers of two units, such as `\(pair)`", found: "one"), nil)
    }
  }
}
