import Backprop

/// A set of patterns known to `patterns NAME`.
struct BuiltInPatterns: Sendable {
  let name: String
  /// Whether a size follows the name.
  var isSized = false
  /// Points in the plane, with noise from a generator.
  var points: PlanePatterns?
  let set: @Sendable (Size) throws(NetworkError) -> PatternSet

  /// What follows the name.
  struct Size: Sendable {
    var count: Int64 = 0
    /// nil: the standard one of the set.
    var noise: Double?
    var seed: UInt64 = 1
  }

  static let all =
    [
      BuiltInPatterns(name: "and") { _ in .and },
      BuiltInPatterns(name: "or") { _ in .or },
      BuiltInPatterns(name: "xor") { _ in .xor },
      BuiltInPatterns(name: "parity", isSized: true) { (size) throws(NetworkError) in
        try .parity(size.count)
      },
      BuiltInPatterns(name: "encoder", isSized: true) { (size) throws(NetworkError) in
        try .encoder(size.count)
      },
      BuiltInPatterns(name: "symmetry", isSized: true) { (size) throws(NetworkError) in
        try .symmetry(size.count)
      },
      BuiltInPatterns(name: "iris") { _ in .iris },
      BuiltInPatterns(name: "digits") { _ in .digits },
    ]
    + PlanePatterns.allCases.map { points in
      BuiltInPatterns(name: points.rawValue, isSized: true, points: points) { (size) throws(NetworkError) in
        try points.patterns(size.count, noise: size.noise ?? points.standardNoise, seed: size.seed)
      }
    }

  /// `moons, circles, spiral and blobs`
  static let ofPoints = all.filter { $0.points != nil }.map { $0.name }

  static let names = all.map { $0.name }

  static func named(_ name: String) -> BuiltInPatterns? { all.first { $0.name == name } }
}
