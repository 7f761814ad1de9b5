import Backprop

/// A real data set bundled with the program: its source and its licence.
struct BuiltInData: Sendable {
  let name: String
  let description: String
  let source: String
  let licence: String
  let patterns: @Sendable () -> PatternSet

  static let all = [iris, digits]

  static let iris = BuiltInData(
    name: "iris",
    description: "150 flowers of three species: length and width of sepal and petal in cm",
    source:
      "R. A. Fisher, The use of multiple measurements in taxonomic problems, Annals of Eugenics 7 (1936); "
      + "UCI Machine Learning Repository, doi:10.24432/C56C76, as in scikit-learn",
    licence: "CC BY 4.0",
    patterns: { .iris })

  static let digits = BuiltInData(
    name: "digits",
    description: "1797 handwritten digits, 8 × 8 pixels of 0 (white) to 16 (black)",
    source: "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits (1998); "
      + "UCI Machine Learning Repository, doi:10.24432/C50P49, its test set, as in scikit-learn",
    licence: "CC BY 4.0",
    patterns: { .digits })
}

extension PatternSet {
  /// Fisher's irises: 150 patterns, 4 inputs in cm (length and width of sepal, then of petal), 3 classes.
  /// Source and licence: `BuiltInData.iris`.
  public static let iris: PatternSet = {
    let classes = 3
    var targets = Matrix(rows: 150, columns: classes, repeating: 0)
    for n in 0..<150 { targets[n, n / 50] = 1 }
    return PatternSet(
      checkedInputs: Matrix(rows: 150, columns: 4, elements: IrisData.millimetres.map { Double($0) / 10 }),
      targets: targets, classNames: ["setosa", "versicolor", "virginica"],
      inputNames: ["sepal length", "sepal width", "petal length", "petal width"])
  }()

  /// Handwritten digits: 1797 patterns, 64 inputs of 0 to 16 (8 × 8 pixels row by row), 10 classes.
  /// Source and licence: `BuiltInData.digits`.
  public static let digits: PatternSet = {
    let classes = DigitsData.classes.utf8.map { Int($0 - UInt8(ascii: "0")) }
    var targets = Matrix(rows: classes.count, columns: 10, repeating: 0)
    for (n, digit) in classes.enumerated() { targets[n, digit] = 1 }
    let byClass = (0..<10).flatMap { digit in classes.indices.filter { classes[$0] == digit } }
    var pixels = Matrix(rows: classes.count, columns: 64, repeating: 0)
    for (place, letter) in DigitsData.pixels.utf8.enumerated() {
      pixels[byClass[place % classes.count], place / classes.count] = Double(letter - UInt8(ascii: "A"))
    }
    return PatternSet(
      checkedInputs: pixels, targets: targets,
      classNames: (0..<10).map { "\($0)" }, imageShape: ImageShape(rows: 8, columns: 8))
  }()
}
