import Backprop

@testable import BackpropLanguage

/// Slips in subscripts.
extension SlipGenerator {
  /// A subscript replaced by another letter of the equation.
  mutating func wrongLetter(
    _ right: String, _ left: String, _ context: FormulaContext
  ) -> (String, [Slip])? {
    let letters = ["i", "j", "k", "h", "p", "q", "r"].filter { letter in
      (left + " " + right).contains("_\(letter)") || (left + right).contains { "\($0)" == letter }
    }
    var places: [(Range<String.Index>, String, String)] = []
    for symbol in ["y_", "δ_", "a_", "t_"] {
      for place in right.ranges(of: symbol) where place.upperBound < right.endIndex {
        let end = right.index(after: place.upperBound)
        places.append((place.upperBound..<end, String(right[place.upperBound..<end]), symbol))
      }
    }
    guard !places.isEmpty, !letters.isEmpty else { return nil }
    let (place, old, _) = places[random.below(places.count)]
    let new = letters[random.below(letters.count)]
    guard new != old, let from = context.layer(of: Subscript(old)), let to = context.layer(of: Subscript(new))
    else { return nil }
    let wrong = right[..<place.lowerBound] + new + right[place.upperBound...]
    return (String(wrong), [from == to ? .wrongLetter : .wrongLayer])
  }

  /// `δ_q y_r` for `δ_r y_q`.
  func exchanged(_ right: String) -> (String, [Slip])? {
    for (a, b) in [("r", "q"), ("q", "p"), ("k", "j"), ("j", "i"), ("j", "h"), ("k", "h")]
    where right.contains("δ_\(a)") && right.contains("y_\(b)") && !right.contains("Σ") {
      let new = right.replacing("δ_\(a)", with: "δ_\(b)").replacing("y_\(b)", with: "y_\(a)")
      return (new, [.exchangedLetters])
    }
    return nil
  }

  /// `w_i2j1` for `w_i1j2`.
  mutating func reversedWeight(_ right: String) -> (String, [Slip])? {
    let weights = right.matches(of: /w_([ijk])(\d)([ijk])(\d)/).filter { $0.output.2 != $0.output.4 }
    guard !weights.isEmpty else { return nil }
    let weight = weights[random.below(weights.count)]
    let (_, source, a, target, b) = weight.output
    let reversed = "w_\(source)\(b)\(target)\(a)"
    return (
      right[..<weight.range.lowerBound] + reversed + right[weight.range.upperBound...], [.reversedWeight]
    )
  }

  /// `Σ_k δ_k w_jr` or `Σ_k δ_r w_jk` for `Σ_k δ_k w_jk`: what is in the sum has another letter of the layer.
  mutating func wrongLetterInSum(_ right: String) -> (String, [Slip])? {
    guard let sum = right.firstMatch(of: #/Σ_([ijkh]) /#) else { return nil }
    let inside = right[sum.range.upperBound...]
    var places: [(place: String.Index, isOfWeight: Bool)] = []
    for symbol in inside.matches(of: /[yδat]_([a-z])|w_([a-z])([a-z])/) {
      for letter in [symbol.output.1, symbol.output.2, symbol.output.3] {
        guard let letter, letter == sum.output.1 else { continue }
        places.append((letter.startIndex, symbol.output.1 == nil))
      }
    }
    guard !places.isEmpty, let new = ["i": "p", "j": "q", "k": "r"][String(sum.output.1)] else { return nil }
    let (place, isOfWeight) = places[random.below(places.count)]
    let wrong = right[..<place] + new + right[right.index(after: place)...]
    return (String(wrong), isOfWeight ? [.wrongLetter, .wrongWeight] : [.wrongLetter])
  }
}
