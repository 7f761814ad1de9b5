import Backprop

/// Pattern sets in words.
enum PatternWords {
  static func summary(_ patterns: NamedPatterns) -> String {
    let set = patterns.set
    return "patterns \(patterns.name.asTyped): \(Wording.plural(set.count, "pattern")), "
      + "\(Wording.plural(set.inputs.columns, "input")), \(Wording.plural(set.targets.columns, "target"))"
      + (set.classNames.map { " (\(Wording.shortList($0.map { $0.asTyped })))" } ?? "")
  }

  /// `; the first 100 of 60000`, if some were left out.
  static func share(_ set: PatternSet, of count: Int) -> String {
    set.count < count ? "; the first \(set.count) of \(count)" : ""
  }
}
