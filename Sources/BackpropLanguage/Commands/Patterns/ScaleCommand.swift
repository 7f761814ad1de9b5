import Backprop

/// `scale inputs 0 1`
extension Command {
  static let scale = Command(
    name: "scale", family: .patterns,
    synopsis: ["scale inputs LOW HIGH", "scale inputs standard"],
    meaning: "bring each input to a range, or to mean 0 and standard deviation 1",
    details: """
      The scaling is computed from the patterns in use. If they are a training set made by `split`, its test \
      set is scaled by the same numbers.
      """,
    arguments: [.words(["inputs 0 1", "inputs standard"])],
    continuation: { words in words.last == "inputs" ? [.words(["0 1", "standard"])] : [] },
    examples: ["scale inputs 0 1", "scale inputs standard"],
    parse: { (parser) throws(Diagnostic) in
      _ = parser.cursor.take(word: "inputs") || parser.cursor.take(word: "input")
      if parser.cursor.take(word: "standard") {
        try parser.finish()
        return Action { (execution) throws(Diagnostic) in try execution.scale(.standard) }
      }
      guard parser.cursor.isAtNumber else {
        throw parser.cursor.expected(
          "`standard`, or the least and the greatest input")
      }
      let range = try parser.twoNumbers("the least input, a number", "the greatest input, a number")
      guard range[0].value < range[1].value else {
        throw Diagnostic(
          .outOfRange(
            "the greatest input", value: range[1].value,
            allowed: "more than \(Wording.number(range[0].value))"),
          at: range[1].range)
      }
      try parser.finish()
      let (low, high) = (range[0].value, range[1].value)
      return Action { (execution) throws(Diagnostic) in try execution.scale(.range(low, high)) }
    })
}

private enum ScalingRequest: Sendable {
  case range(Double, Double)
  /// Mean 0, standard deviation 1.
  case standard
}

extension Execution {
  fileprivate mutating func scale(_ request: ScalingRequest) throws(Diagnostic) {
    let patterns = try currentPatterns()
    try require(2 * patterns.set.bytesOfCopy, for: "`scale`")
    let scaling: InputScaling
    let words: String
    switch request {
    case .range(let low, let high):
      do throws(NetworkError) { scaling = try patterns.set.scaling(toRange: low, high) } catch {
        throw problem(error)
      }
      words = "to \(Wording.number(low)) to \(Wording.number(high))"
    case .standard:
      scaling = patterns.set.standardScaling()
      words = "to mean 0 and standard deviation 1"
    }
    var scaled = [patterns]
    if patterns.name.hasSuffix(PartNames.training) {
      let name = patterns.name.dropLast(PartNames.training.count) + PartNames.test
      if let test = state.patternSets.first(where: { $0.name == name }) { scaled.insert(test, at: 0) }
    }
    for set in scaled {
      do throws(NetworkError) {
        state.store(NamedPatterns(name: set.name, set: try set.set.scaled(by: scaling)))
      } catch {
        throw problem(error)
      }
    }
    var text = "inputs of \(patterns.name.asTyped) scaled \(words)"
    if scaled.count > 1 { text += "; those of \(scaled[0].name.asTyped) by the same numbers" }
    note(text)
  }
}
