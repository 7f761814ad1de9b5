import Backprop

extension FigureEntry {
  static let digits = FigureEntry(
    name: "digits", synonyms: ["patterns", "images"],
    meaning: "patterns that are pictures, with the class that the network gives each",
    build: { (context) throws(Diagnostic) in
      let network = try context.network()
      let patterns = try context.patterns()
      return context.figure(
        "Patterns \(patterns.name.asTyped)",
        "Each pattern as a picture: its class and, after the arrow, the network's.",
        .images(try PatternPictures(network: network.core, set: patterns.set).sheet(context.work)))
    })
}

/// Patterns that are pictures, with a network's answers.
struct PatternPictures {
  let network: Network
  let set: PatternSet

  /// The maximum number of pictures shown.
  private static let mostPictures = 40

  func sheet(_ work: LongWork) throws(Diagnostic) -> Figure.ImageSheet {
    guard let shape = set.imageShape, shape.rows * shape.columns == set.inputs.columns else {
      throw work.need("patterns that are pictures", for: "plot digits", example: "patterns digits")
    }
    let shown: PatternSet
    do throws(NetworkError) {
      shown = try set.selecting(Array(0..<min(set.count, Self.mostPictures)))
    } catch { throw work.problem(error) }
    let fits = network.inputUnits == set.inputs.columns && network.outputUnits == set.targets.columns
    let classes = fits ? try work.test(network, shown).classes : nil
    let captions = captions(shown, given: classes?.map { $0.output })
    let images = captions.enumerated().map { place, caption in
      Figure.ImageSheet.Image(
        values: shown[place].input, caption: caption.text, isMarked: caption.isWrong)
    }
    return Figure.ImageSheet(rows: shape.rows, columns: shape.columns, images: images, count: set.count)
  }

  /// The caption of each: its class and the network's answer, or its number if there are no classes.
  private func captions(
    _ shown: PatternSet, given: [Int?]?
  ) -> [(text: String, isWrong: Bool)] {
    guard shown.isClassification else { return (1...shown.count).map { ("\($0)", false) } }
    let names = set.classNames?.map { $0.asTyped } ?? (0..<max(set.targets.columns, 2)).map { "\($0)" }
    func name(_ number: Int) -> String { number < names.count ? names[number] : "\(number)" }
    return (0..<shown.count).map { place in
      let target = shown.targets.classIndex(inRow: place)
      guard let output = given?[place] else { return (name(target), false) }
      return (name(target) + " → " + name(output), output != target)
    }
  }
}
