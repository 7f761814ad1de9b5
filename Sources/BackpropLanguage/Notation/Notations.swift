/// The notations that a session knows, and the one in force.
struct Notations: Sendable {
  private(set) var inUse = Notation.handout
  /// Those that cells have defined.
  private(set) var own: [Notation] = []
  /// The letter of each layer of the network in use.
  var letters = ["i", "j", "k"]
  /// The number of units of each layer; none if there is no network.
  var units: [Int] = []
  /// Those of the networks that `use` may choose, by name.
  var networks: [String: NumberedUnits] = [:]
  /// Whether a line above in the cell loads a file, which may have notations.
  var isBelowLoad = false
  /// The names of vectors and matrices that `let` has defined.
  private(set) var vectors: [String: VectorDefinition] = [:]

  /// The names that `let` has defined, as far as they are known before the cell runs.
  var definitions = Definitions()

  /// What learning rules compute for every weight: the v of `v_ij`.
  var ofRules: Set<String> = []

  /// More than anybody defines; every statement works on a copy.
  private static let mostVectors = 500

  var all: [Notation] { Notation.builtIn + own }

  /// What reads the notation in force; nil if it is the handout's.
  var reader: NotationReader? {
    inUse.isHandout
      ? nil
      : NotationReader(
        inUse, letters: letters, units: units, numbered: numberedUnits, vectors: vectors,
        ofRules: ofRules)
  }

  /// The numbers of the units, if the notation in force has them.
  var numberedUnits: NumberedUnits? {
    inUse.numbersUnits ? NumberedUnits(letters: letters, units: units) : nil
  }

  /// Goes on below a statement.
  mutating func follow(_ action: Action) {
    if let notation = action.notation { use(notation) }
    if let network = action.network { use(network) }
    if let vector = action.vector { define(vector) }
    ofRules.formUnion(action.ofRule)
    for definition in action.definitions { definitions[definition.name] = definition.formula }
  }

  /// Takes in what `let` has defined; a name may stand for a vector no longer.
  mutating func define(_ vector: VectorDefinition) {
    if vector.tokens.isEmpty {
      vectors[vector.name] = nil
    } else if vectors.count < Self.mostVectors || vectors[vector.name] != nil {
      vectors[vector.name] = vector
    }
  }

  var network: NumberedUnits { NumberedUnits(letters: letters, units: units) }

  /// Goes on with another network.
  mutating func use(_ network: NumberedUnits) { (letters, units) = (network.letters, network.units) }

  func named(_ name: String) -> Notation? { all.first { $0.name == name } }

  /// Puts a notation in force. One of the session's own is kept, in place of an earlier one of this name.
  mutating func use(_ notation: Notation) {
    inUse = notation
    keep(notation)
  }

  /// Makes a notation known, in place of an earlier one of this name.
  mutating func keep(_ notation: Notation) {
    guard !Notation.builtIn.contains(notation) else { return }
    own.removeAll { $0.name == notation.name }
    own.append(notation)
  }

  /// Forgets one of the session's own.
  mutating func remove(_ name: String) { own.removeAll { $0.name == name } }
}
