import Backprop
import Testing

@testable import BackpropLanguage

/// The number of patterns in each class.
private func counts(_ set: PatternSet) -> [Int] {
  (0..<set.targets.columns).map { k in (0..<set.count).filter { set.targets[$0, k] == 1 }.count }
}

@Suite struct BuiltInDataTests {
  /// Numbers as R's `summary(iris)` prints them (R has the data as Fisher published them).
  @Test func irisIsFishers() {
    let iris = PatternSet.iris
    #expect(counts(iris) == [50, 50, 50])
    #expect(iris.classNames == ["setosa", "versicolor", "virginica"])
    #expect(iris.isClassification)
    let columns = (0..<4).map { column in (0..<150).map { iris.inputs[$0, column] } }
    #expect(columns.map { ($0.reduce(0, +) / 150 * 1000).rounded() } == [5843, 3057, 3758, 1199])
    #expect(columns.map { $0.min() } == [4.3, 2.0, 1.0, 0.1])
    #expect(columns.map { $0.max() } == [7.9, 4.4, 6.9, 2.5])
  }

  /// The two flowers that are wrong in UCI's file, as corrected in its own notes.
  @Test func irisHasTheTwoCorrections() {
    #expect(PatternSet.iris[34].input == [4.9, 3.1, 1.5, 0.2])
    #expect(PatternSet.iris[37].input == [4.9, 3.6, 1.4, 0.1])
  }

  /// Counts from optdigits.names of the UCI repository; the picture is that of scikit-learn's documentation.
  @Test func digitsAreTheTestSetOfUCI() {
    let digits = PatternSet.digits
    #expect(counts(digits) == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    #expect(digits.imageShape == ImageShape(rows: 8, columns: 8))
    #expect(digits.inputs.columns == 64)
    #expect(digits.inputs.elements.min() == 0 && digits.inputs.elements.max() == 16)
    let zero: [Double] = [
      0, 0, 5, 13, 9, 1, 0, 0,
      0, 0, 13, 15, 10, 15, 5, 0,
      0, 3, 15, 2, 0, 11, 8, 0,
      0, 4, 12, 0, 0, 8, 8, 0,
      0, 5, 8, 0, 0, 9, 8, 0,
      0, 4, 11, 0, 1, 12, 7, 0,
      0, 2, 14, 5, 10, 12, 0, 0,
      0, 0, 6, 13, 10, 0, 0, 0,
    ]
    #expect(digits[0].input == zero)
    #expect(digits[0].target == [1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func everySetNamesItsSourceAndLicence() {
    for data in BuiltInData.all {
      #expect(data.source.contains("doi:10.24432/"))
      #expect(data.licence == "CC BY 4.0")
      #expect(data.patterns().classNames != nil)
    }
  }
}
