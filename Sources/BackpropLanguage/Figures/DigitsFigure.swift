import Backprop

extension FigureEntry {
  static let digits = FigureEntry(
    name: "digits", synonyms: ["patterns", "images"], form: "digits [wrong]",
    meaning: "patterns that are pictures, with the class that the network gives each; `wrong`: only those "
      + "whose class is wrong",
    arguments: [.words(["wrong"])],
    parse: { (cursor, _) throws(Diagnostic) in
      let onlyWrong = cursor.take(word: "wrong")
      return { (context) throws(Diagnostic) in
        let network = try context.network()
        let patterns = try context.patterns()
        let name = patterns.name.asTyped
        let pictures = PatternPictures(network: network.core, set: patterns.set)
        guard onlyWrong else {
          return context.figure(
            "Patterns \(name)", "Each pattern as a picture: its class and, after the arrow, the network's.",
            .images(try pictures.sheet(context.work)))
        }
        guard let sheet = try pictures.sheetOfWrong(context.work) else {
          let count = Wording.plural(patterns.set.count, "pattern")
          return .document(
            Document([.note([.text("the class of all \(count) of \(name) is right: none to draw")])]))
        }
        return context.figure(
          "Patterns \(name): \(sheet.count) of \(patterns.set.count) are wrong",
          "Each wrong pattern as a picture: its class and, after the arrow, the network's.", .images(sheet))
      }
    })
}

/// Patterns that are pictures, with a network's answers.
struct PatternPictures {
  let network: Network
  let set: PatternSet

  /// The maximum number of pictures shown.
  private static let mostPictures = 40

  func sheet(_ work: LongWork) throws(Diagnostic) -> Figure.ImageSheet {
    let shape = try shape(work)
    return try sheet(of: Array(0..<min(set.count, Self.mostPictures)), count: set.count, shape, work)
  }

  /// The patterns whose class the network gets wrong; nil if there are none.
  func sheetOfWrong(_ work: LongWork) throws(Diagnostic) -> Figure.ImageSheet? {
    let shape = try shape(work)
    guard set.isClassification, network.inputUnits == set.inputs.columns,
      network.outputUnits == set.targets.columns
    else {
      throw work.need(
        "patterns of classes that fit the network", for: "plot digits wrong",
        example: "patterns digits\nnetwork reader: 64-16-10, bias")
    }
    let given = try work.test(network, set).classes ?? []
    let wrong = given.indices.filter { given[$0].output != given[$0].target }
    guard !wrong.isEmpty else { return nil }
    return try sheet(of: Array(wrong.prefix(Self.mostPictures)), count: wrong.count, shape, work)
  }

  private func shape(_ work: LongWork) throws(Diagnostic) -> (rows: Int, columns: Int) {
    guard let shape = set.imageShape, shape.rows * shape.columns == set.inputs.columns else {
      throw work.need("patterns that are pictures", for: "plot digits", example: "patterns digits")
    }
    return (shape.rows, shape.columns)
  }

  /// places: of the patterns to draw; count: of all that could be.
  private func sheet(
    of places: [Int], count: Int, _ shape: (rows: Int, columns: Int), _ work: LongWork
  ) throws(Diagnostic) -> Figure.ImageSheet {
    let shown: PatternSet
    do throws(NetworkError) { shown = try set.selecting(places) } catch { throw work.problem(error) }
    let fits = network.inputUnits == set.inputs.columns && network.outputUnits == set.targets.columns
    let classes = fits ? try work.test(network, shown).classes : nil
    let captions = captions(shown, given: classes?.map { $0.output })
    let images = captions.enumerated().map { place, caption in
      Figure.ImageSheet.Image(
        values: shown[place].input, caption: caption.text, isMarked: caption.isWrong)
    }
    return Figure.ImageSheet(rows: shape.rows, columns: shape.columns, images: images, count: count)
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
