/// What is wrong with a file of arrays: facts. `Wording` turns them into sentences.
public enum ArrayProblem: Error, Equatable, Sendable {
  /// What the elements are, if not numbers.
  public enum Elements: Equatable, Sendable { case objects, text, complex, dates, records, others }

  // MARK: One array

  case headerCutOff
  case headerTooLong(Int)
  /// The code of a type that the format does not have.
  case typeOfIDX(UInt8)
  case versionOfNumPy(UInt8)
  /// The header is not as NumPy writes it; its beginning.
  case headerOfNumPy(String)
  /// The type as NumPy writes it.
  case elements(Elements, String)
  /// A single number.
  case noDimensions
  case empty([Int])
  /// More bytes than a number can count; the shape as far as it was read.
  case tooLarge([Int])
  /// The numbers take more or fewer bytes than the header says.
  case wrongLength([Int], Int, needed: Int, found: Int)
  case notFinite(row: Int)

  // MARK: An archive

  case archiveCutOff
  case damagedArchive
  case encrypted
  /// The number of a method other than none and deflate.
  case methodOfArchive(Int)
  case tooManyArrays(Int)
  case noArray(String, known: [String])
  /// No pair of names is usual for inputs and targets.
  case noUsualNames(known: [String])
  /// Arrays are called by names.
  case numberOfArray
  case severalArrays

  // MARK: Patterns

  case counts(inputs: Int, targets: Int)
  /// A file with one array, and no labels. likely: the name that they usually have.
  case noLabels([Int], likely: String?)
  case onlyLabels([Int])
  /// The file that should hold labels is no array.
  case labelsAreNoArray
  case labelsAreAnArchive
  /// A class that is not a whole number.
  case classIsNoWholeNumber(Double)
  case tooManyClasses(Int)
  /// An option that has no meaning for this kind of file.
  case optionOfTables(String)
  case optionOfArrays(String)

  /// Whether it concerns files with several arrays only.
  var isOfArchive: Bool {
    switch self {
    case .archiveCutOff, .damagedArchive, .encrypted, .methodOfArchive, .tooManyArrays, .noArray,
      .noUsualNames, .numberOfArray, .severalArrays, .labelsAreAnArchive, .optionOfArrays:
      true
    case .headerCutOff, .headerTooLong, .typeOfIDX, .versionOfNumPy, .headerOfNumPy, .elements, .noDimensions,
      .empty, .tooLarge, .wrongLength, .notFinite, .counts, .noLabels, .onlyLabels, .labelsAreNoArray,
      .classIsNoWholeNumber, .tooManyClasses, .optionOfTables:
      false
    }
  }
}
