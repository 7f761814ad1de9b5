import Backprop

/// Patterns grouped by their targets; a very large group is represented by a sample.
struct PatternGroups {
  let points: [Figure.PointGroup]
  /// A note about patterns that are not drawn.
  let notes: [String]

  /// More points than this hide each other and make the picture too large to share.
  static let mostPoints = 1500

  /// point: the position at which a pattern, given by its index in the set, is drawn.
  init(
    _ set: PatternSet, of network: NetworkState, most: Int = mostPoints, _ work: LongWork,
    point: (Int) throws(Diagnostic) -> (Double, Double)
  ) throws(Diagnostic) {
    let groups =
      try set.targets.columns == 1
      ? Self.groups(byTargetOf: set, work) : Self.groups(byClassOf: set, network, work)
    var drawn = 0
    var points: [Figure.PointGroup] = []
    for group in groups.sorted(by: { $0.name < $1.name }) {
      var share = group.members.count
      if set.count > most { share = max(share * most / set.count, groups.count <= most / 5 ? 1 : 0) }
      var shown = Figure.PointGroup(
        name: group.name, side: set.side(ofFirst: group.members), points: [], count: group.members.count)
      for place in Evenly.places(group.members.count, atMost: share) {
        try work.checkInterrupt()
        let (x, y) = try point(group.members[place])
        shown.points.append(.init(x: x, y: y))
        shown.labels.append("pattern \(group.members[place] + 1), \(group.name)")
      }
      drawn += shown.points.count
      points.append(shown)
    }
    self.points = points
    notes = drawn < set.count ? ["\(drawn) of \(set.count) patterns are drawn, evenly spaced."] : []
  }

  /// Patterns with the same target, or on the same side of a level.
  private struct Group {
    var name: String
    var members: [Int]
  }

  /// By the class whose unit has the greatest target.
  private static func groups(
    byClassOf set: PatternSet, _ network: NetworkState, _ work: LongWork
  ) throws(Diagnostic) -> [Group] {
    let names = TestDocument.classNames(set.targets.columns, set, network)
    var members = [[Int]](repeating: [], count: names.count)
    for n in 0..<set.count {
      if n % LongWork.patternsPerPoll == 0 { try work.checkInterrupt() }
      members[set.targets.greatest(inRow: n)].append(n)
    }
    return zip(names, members).filter { !$1.isEmpty }.map { Group(name: $0, members: $1) }
  }

  /// More groups of whole-numbered targets than there are symbols are not distinguished.
  private static let mostTargets = 12

  /// By the single target: each whole number is a group, and so are lower and higher fractions. Many whole
  /// numbers are divided into lower and higher ones.
  private static func groups(byTargetOf set: PatternSet, _ work: LongWork) throws(Diagnostic) -> [Group] {
    let targets = set.targets.elements
    let level = set.middleTarget
    var groups: [Group] = []
    var places: [String: Int] = [:]
    var previous: (target: Double, place: Int)?
    var isByTarget = true
    var n = 0
    while n < targets.count {
      if n % LongWork.patternsPerPoll == 0 { try work.checkInterrupt() }
      let target = targets[n]
      if let previous, previous.target == target {
        groups[previous.place].members.append(n)
        n += 1
        continue
      }
      let name =
        isByTarget && target == target.rounded()
        ? "target \(Wording.number(target))" : target < level ? "lower target" : "higher target"
      let place = places[name] ?? groups.count
      if place == groups.count {
        groups.append(Group(name: name, members: []))
        places[name] = place
      }
      if isByTarget, groups.count > mostTargets {
        (isByTarget, groups, places, previous, n) = (false, [], [:], nil, 0)
        continue
      }
      groups[place].members.append(n)
      previous = (target, place)
      n += 1
    }
    return groups
  }
}

extension PatternSet {
  /// The side of the level between single targets on which the first of some patterns is; nil for classes.
  fileprivate func side(ofFirst places: [Int]) -> Figure.Side? {
    guard targets.columns == 1, let first = places.first else { return nil }
    return targets[first, 0] < middleTarget ? .low : .high
  }

  /// Halfway between the smallest and the largest target.
  var middleTarget: Double {
    let targets = targets.elements
    return ((targets.min() ?? 0) + (targets.max() ?? 1)) / 2
  }
}
