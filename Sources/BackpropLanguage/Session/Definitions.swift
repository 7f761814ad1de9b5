/// The user's own names defined by `let`, in order of definition. A session keeps a copy for every statement,
/// so copies share their common parts: a look-up and a change take the same few steps for any number of
/// names.
///
/// Source: Bagwell, "Ideal hash trees" (2001): a tree that branches by four bits of the hash at a time.
public struct Definitions: Sendable {
  private var root = Node.leaf([])
  private var nextPlace = 0
  public private(set) var count = 0

  public init() {}

  private struct Entry: Sendable {
    var name: String
    var hash: UInt
    var formula: Formula
    /// Its position in the order.
    var place: Int
  }

  private indirect enum Node: Sendable {
    /// A few entries, or all entries with the same hash.
    case leaf([Entry])
    /// One for each value of the next four bits.
    case branch([Node])
  }

  /// A redefined name moves to the end.
  public subscript(name: String) -> Formula? {
    get { entry(name)?.formula }
    set {
      let hash = Self.hash(name)
      let isKnown = entry(name) != nil
      if isKnown || newValue != nil {
        let entry = newValue.map { Entry(name: name, hash: hash, formula: $0, place: nextPlace) }
        root = Self.changed(root, name, hash, entry, shift: 0)
        nextPlace += 1
      }
      count += (newValue == nil ? 0 : 1) - (isKnown ? 1 : 0)
    }
  }

  /// Their names in order, without those that no cell can have.
  public var names: [String] { inOrder.map { $0.name }.filter { !AllWeights.names.contains($0) } }

  /// All of them in order.
  var inOrder: [(name: String, formula: Formula)] {
    var entries: [Entry] = []
    Self.collect(root, into: &entries)
    return entries.sorted { $0.place < $1.place }.map { ($0.name, $0.formula) }
  }

  var isEmpty: Bool { count == 0 }

  // MARK: The tree

  private static let bits = 4
  private static let branches = 1 << bits
  private static let largestLeaf = 8

  private static func hash(_ name: String) -> UInt { UInt(bitPattern: name.hashValue) }

  private static func branch(_ hash: UInt, _ shift: Int) -> Int {
    Int(truncatingIfNeeded: hash >> UInt(shift)) & (branches - 1)
  }

  private func entry(_ name: String) -> Entry? {
    let hash = Self.hash(name)
    var node = root
    var shift = 0
    while case .branch(let children) = node {
      node = children[Self.branch(hash, shift)]
      shift += Self.bits
    }
    guard case .leaf(let entries) = node else { return nil }
    return entries.first { $0.hash == hash && $0.name == name }
  }

  /// The node with the entry replacing the one of the same name; if the entry is nil, the node without that
  /// one.
  private static func changed(_ node: Node, _ name: String, _ hash: UInt, _ entry: Entry?, shift: Int) -> Node
  {
    switch node {
    case .branch(var children):
      let place = branch(hash, shift)
      children[place] = changed(children[place], name, hash, entry, shift: shift + bits)
      return .branch(children)
    case .leaf(var entries):
      entries.removeAll { $0.hash == hash && $0.name == name }
      if let entry { entries.append(entry) }
      return entries.count > largestLeaf && shift < UInt.bitWidth
        ? split(entries, shift: shift) : .leaf(entries)
    }
  }

  private static func split(_ entries: [Entry], shift: Int) -> Node {
    var parts = [[Entry]](repeating: [], count: branches)
    for entry in entries { parts[branch(entry.hash, shift)].append(entry) }
    return .branch(parts.map { .leaf($0) })
  }

  private static func collect(_ node: Node, into entries: inout [Entry]) {
    switch node {
    case .leaf(let own): entries += own
    case .branch(let children): for child in children { collect(child, into: &entries) }
    }
  }
}

extension Definitions: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, Formula)...) {
    for (name, formula) in elements { self[name] = formula }
  }
}
