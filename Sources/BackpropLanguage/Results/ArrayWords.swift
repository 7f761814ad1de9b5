import Backprop

/// What was read from arrays, in words.
enum ArrayWords {
  static func summary(_ patterns: NamedPatterns, _ arrays: PatternArrays, isScaled: Bool) -> String {
    let set = patterns.set
    var parts = [PatternWords.summary(patterns) + PatternWords.share(set, of: arrays.inputs.rows)]
    var inputs = arrays.inputsName.isEmpty ? [] : [arrays.inputsName.asTyped]
    if let shape = set.imageShape { inputs.append("pictures of \(shape.rows) × \(shape.columns) pixels") }
    if isScaled { inputs.append("bytes, 0 to 255 scaled to 0 to 1") }
    if !inputs.isEmpty { parts.append("inputs: " + inputs.joined(separator: ", ")) }
    parts.append(
      "targets: \(arrays.targetsName), " + (set.classNames == nil ? "as numbers" : "a unit for each class"))
    if !arrays.others.isEmpty {
      parts.append("also in the file: \(Wording.shortList(arrays.others.map { $0.asTyped }))")
    }
    return parts.joined(separator: "; ")
  }
}
