import Backprop

/// `split 80 20`
extension Command {
  static let split = Command(
    name: "split", family: .patterns,
    synopsis: ["split TRAINING TEST"],
    meaning: "divide the patterns at random into a training and a test set",
    details: """
      The two numbers are shares: 80 20, 4 1 and 120 30 divide 150 patterns in the same way. The sets are \
      called NAME-training, \
      which is then in use, and NAME-test.
      """,
    arguments: [.words(["80 20"])],
    options: [
      CommandOption(
        name: "seed", value: .integer(least: 0), defaultValue: "1", meaning: "the seed of the generator")
    ],
    examples: ["split 75 25, seed 1"],
    parse: { (parser) throws(Diagnostic) in
      let shares = try parser.twoNumbers(
        "the share of the training set, a number", "the share of the test set, a number")
      for share in shares where share.value <= 0 {
        throw Diagnostic(
          .outOfRange("a share", value: share.value, allowed: "more than 0"), at: share.range)
      }
      let options = try parser.options()
      // Halved first, because the sum of two of the largest numbers overflows.
      let half = shares[0].value / 2
      let fraction = half / (half + shares[1].value / 2)
      let seed = options.integer("seed") ?? 1
      return Action { (execution) throws(Diagnostic) in try execution.split(fraction: fraction, seed: seed) }
    })
}

extension Execution {
  fileprivate mutating func split(fraction: Double, seed: Int64) throws(Diagnostic) {
    let patterns = try currentPatterns()
    try require(patterns.set.bytesOfCopy, for: "`split`")
    do throws(NetworkError) {
      let parts = try patterns.set.split(fraction: fraction, seed: UInt64(seed))
      state.store(NamedPatterns(name: patterns.name + PartNames.test, set: parts.test))
      let training = NamedPatterns(name: patterns.name + PartNames.training, set: parts.training)
      state.store(training)
      note(
        "patterns \(training.name.asTyped): \(Wording.plural(parts.training.count, "pattern")), in use; "
          + "\((patterns.name + PartNames.test).asTyped): "
          + "\(Wording.plural(parts.test.count, "pattern")); seed \(seed)"
      )
    } catch {
      throw problem(error, example: "patterns iris\nsplit 80 20, seed 1")
    }
  }
}

/// The names that `split` gives to the parts of a set; `scale` finds one part by the name of the other.
enum PartNames {
  static let training = "-training"
  static let test = "-test"
}

extension PatternSet {
  /// The memory that a copy takes.
  var bytesOfCopy: Double { 8 * Double(inputs.elements.count + targets.elements.count) }
}
