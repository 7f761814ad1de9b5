import Backprop

/// Patterns by their targets, as groups of points.
extension Execution {
  /// More points than these hide one another, and make a picture too large to hand on.
  static let mostPoints = 1500
  /// More groups of whole-numbered targets than there are signs are not told apart.
  private static let mostTargets = 12
  /// Work over patterns asks after so many of them whether it is to stop.
  static let patternsPerPoll = 4096

  /// Patterns that have the same target, or the same side of it.
  private struct Group {
    var name: String
    var members: [Int]
  }

  /// The patterns by their targets, each group a sample of its patterns where they are very many; and what to
  /// say of that.
  func groups(
    _ network: NetworkState, _ set: PatternSet, most: Int = mostPoints,
    _ point: (Int) throws(Diagnostic) -> (Double, Double)
  ) throws(Diagnostic) -> (points: [Figure.PointGroup], notes: [String]) {
    let groups = try set.targets.columns == 1 ? targetGroups(set) : classGroups(network, set)
    var drawn = 0
    var points: [Figure.PointGroup] = []
    for group in groups.sorted(by: { $0.name < $1.name }) {
      var share = group.members.count
      if set.count > most { share = max(share * most / set.count, groups.count <= most / 5 ? 1 : 0) }
      var shown = Figure.PointGroup(name: group.name, points: [], count: group.members.count)
      for place in Evenly.places(group.members.count, atMost: share) {
        try checkInterrupt()
        let (x, y) = try point(group.members[place])
        shown.points.append(.init(x: x, y: y))
        shown.labels.append("pattern \(group.members[place] + 1), \(group.name)")
      }
      drawn += shown.points.count
      points.append(shown)
    }
    return (points, drawn < set.count ? ["\(drawn) of \(set.count) patterns are drawn, evenly apart."] : [])
  }

  /// By the class whose unit has the greatest target.
  private func classGroups(_ network: NetworkState, _ set: PatternSet) throws(Diagnostic) -> [Group] {
    let names = TestDocument.classNames(set.targets.columns, set, network)
    var members = [[Int]](repeating: [], count: names.count)
    for n in 0..<set.count {
      if n % Self.patternsPerPoll == 0 { try checkInterrupt() }
      var best = 0
      for unit in 1..<names.count where set.targets[n, unit] > set.targets[n, best] { best = unit }
      members[best].append(n)
    }
    return zip(names, members).filter { !$1.isEmpty }.map { Group(name: $0, members: $1) }
  }

  /// By the one target: each whole number has a group, and so have lower and higher fractions. Of many whole
  /// numbers, lower and higher ones are told apart.
  private func targetGroups(_ set: PatternSet) throws(Diagnostic) -> [Group] {
    let targets = set.targets.elements
    let level = ((targets.min() ?? 0) + (targets.max() ?? 1)) / 2
    var groups: [Group] = []
    var places: [String: Int] = [:]
    var previous: (target: Double, place: Int)?
    var isByTarget = true
    var n = 0
    while n < targets.count {
      if n % Self.patternsPerPoll == 0 { try checkInterrupt() }
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
      if isByTarget, groups.count > Self.mostTargets {
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
