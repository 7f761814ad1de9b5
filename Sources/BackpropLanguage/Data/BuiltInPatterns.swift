import Backprop

/// A set of patterns known to `patterns NAME`.
struct BuiltInPatterns: Sendable {
  let name: String
  /// Whether a size follows the name.
  var isSized = false
  let set: @Sendable (Int64) throws(NetworkError) -> PatternSet

  static let all = [
    BuiltInPatterns(name: "and") { _ in .and },
    BuiltInPatterns(name: "or") { _ in .or },
    BuiltInPatterns(name: "xor") { _ in .xor },
    BuiltInPatterns(name: "parity", isSized: true) { (size) throws(NetworkError) in try .parity(size) },
    BuiltInPatterns(name: "encoder", isSized: true) { (size) throws(NetworkError) in try .encoder(size) },
    BuiltInPatterns(name: "symmetry", isSized: true) { (size) throws(NetworkError) in try .symmetry(size) },
    BuiltInPatterns(name: "iris") { _ in .iris },
    BuiltInPatterns(name: "digits") { _ in .digits },
  ]

  static let names = all.map { $0.name }

  static func named(_ name: String) -> BuiltInPatterns? { all.first { $0.name == name } }
}
