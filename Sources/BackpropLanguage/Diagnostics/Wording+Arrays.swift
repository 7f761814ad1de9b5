extension Wording {
  static func sentence(_ problem: ArrayProblem) -> String {
    switch problem {
    case .headerCutOff: return "the header of the array is cut off; the file is not complete"
    case .headerTooLong(let most): return "the header of the array has more than \(most) bytes"
    case .typeOfIDX(let code):
      return "the third byte, \(code), is none of the codes for the type of an IDX file's numbers: "
        + "8, 9, 11, 12, 13 and 14"
    case .versionOfNumPy(let version):
      return "the array is of version \(version) of NumPy's format; this program reads versions 1 to 3"
    case .headerOfNumPy(let beginning):
      return "the header of the array is not as `numpy.save` writes it: `\(beginning.asTyped)`"
    case .elements(let elements, let type): return sentence(elements, type)
    case .noDimensions: return "the array is a single number; patterns are its first subscript"
    case .empty(let shape): return "the array of \(words(shape)) holds no numbers"
    case .tooLarge(let shape):
      return "the header says that the array has \(words(shape)) numbers or more; no file holds so many"
    case .wrongLength(let shape, let size, let needed, let found):
      return "the header says \(words(shape)) numbers of \(plural(size, "byte")), which are \(needed) bytes, "
        + "but \(found) \(found == 1 ? "follows" : "follow"); "
        + (found < needed ? "the file is not complete" : "it is not the file that it was written as")
    case .notFinite(let row): return "pattern \(row + 1) has a number that is infinite or not a number"
    case .archiveCutOff: return "the directory at the end of the archive is missing; the file is not complete"
    case .damagedArchive: return "the directory of the archive leads to places where no array begins"
    case .encrypted: return "the archive has a password; `numpy.savez` writes it without"
    case .methodOfArchive(let method):
      return "the archive is packed by method \(method); `numpy.savez` and `numpy.savez_compressed` write "
        + "methods 0 and 8"
    case .tooManyArrays(let most): return "the archive holds more than \(most) arrays"
    case .noArray(let name, let known):
      return "no array is called `\(name.asTyped)`; the arrays are \(names(known))"
    case .noUsualNames(let known):
      return "`inputs` and `target` have to say which arrays are meant: \(names(known))"
    case .numberOfArray: return "arrays of an archive are called by their names, not by numbers"
    case .severalArrays: return "one array holds the inputs, one the targets"
    case .counts(let inputs, let targets):
      return "there are \(plural(inputs, "input")) and \(plural(targets, "target")); each pattern needs both"
    case .noLabels(let shape, let likely):
      return "the array of \(words(shape)) holds inputs only; "
        + "`labels \"\((likely ?? "FILE").asTyped)\"` names the file with the labels"
    case .onlyLabels(let shape):
      return "the array of \(words(shape)) numbers holds labels only; "
        + "`patterns NAME from` names the file with the inputs, `labels` this one"
    case .labelsAreNoArray: return "this file should hold labels, but is no array, neither IDX nor .npy"
    case .labelsAreAnArchive:
      return "this file should hold labels, but is an archive; name it after `from`, and its arrays after "
        + "`inputs` and `target`"
    case .classIsNoWholeNumber(let label): return "the class \(number(label)) is not a whole number"
    case .tooManyClasses(let most):
      return "the labels have more than \(most) different values, the most classes that a target may have; "
        + "as numbers of type `float` they are no classes"
    case .optionOfTables(let option): return "`\(option)` is for tables; this file holds one array"
    case .optionOfArrays(let option): return "`\(option)` is for a file with one array; this is none"
    }
  }

  private static func sentence(_ elements: ArrayProblem.Elements, _ type: String) -> String {
    let what: String
    let advice: String
    switch elements {
    case .objects:
      what = "Python objects"
      advice = "reading them could run a program; save `array.astype(float)`"
    case .text:
      what = "texts"
      advice = "`numpy.unique(array, return_inverse=True)[1]` makes numbers of them"
    case .complex:
      what = "complex numbers"
      advice = "save their parts, `array.real` and `array.imag`"
    case .dates:
      what = "dates or times"
      advice = "save `array.astype(float)`"
    case .records:
      what = "records"
      advice = "save each of their fields as an array"
    case .others:
      what = "numbers of a type that is not read"
      advice = "save `array.astype(float)`"
    }
    return "the array holds \(what)" + (type.isEmpty ? "" : " (`\(type.asTyped)`)") + "; \(advice)"
  }

  /// `60000 × 28 × 28`
  private static func words(_ shape: [Int]) -> String {
    let counts = shape.prefix(8).map { "\($0)" }.joined(separator: " × ")
    return shape.count > 8 ? counts + " × …" : counts
  }

  private static func names(_ names: [String]) -> String { shortList(names.map { "`\($0.asTyped)`" }) }
}
