/// Names next to a figure, which must be distinguishable even if there is no room for all of each.
extension Label {
  /// The names, each shortened to a width. If too little of a name would be left, its common beginning is
  /// dropped instead; if that is not enough, the names are numbered.
  static func distinct(_ names: [String], width: Double) -> [Label] {
    var labels = names.map { Label($0).shortened(to: width) }
    separate(names, &labels) { alike in
      let shared = sharedStart(alike.map { names[$0] })
      return alike.map { Label("… " + names[$0].dropFirst(shared)).shortened(to: width) }
    }
    separate(names, &labels) { alike in
      alike.map { Label("\($0 + 1): \(names[$0])").shortened(to: width) }
    }
    return labels
  }

  /// Gives new labels to names that differ but have equal labels.
  private static func separate(_ names: [String], _ labels: inout [Label], by others: ([Int]) -> [Label]) {
    let before = labels
    for place in names.indices where before.firstIndex(of: before[place]) == place {
      let alike = names.indices.filter { before[$0] == before[place] }
      guard alike.count > 1 else { continue }
      for (one, label) in zip(alike, others(alike)) { labels[one] = label }
    }
  }

  /// The length of the common beginning of the names, up to the start of a word.
  private static func sharedStart(_ names: [String]) -> Int {
    let names = names.map { Array($0) }
    guard let first = names.first else { return 0 }
    var start = 0
    for (place, character) in first.enumerated() {
      guard names.allSatisfy({ place < $0.count && $0[place] == character }) else { break }
      if character == " " { start = place + 1 }
    }
    return start
  }
}
