import Backprop

/// What the columns of a table call the units.
extension PatternSet {
  /// The name of the column that an input unit stands for. unit: from 1.
  func inputName(_ unit: Int) -> String? {
    guard let names = inputNames, names.indices.contains(unit - 1) else { return nil }
    return names[unit - 1].asTyped
  }

  /// The class that an output unit stands for, unless that is a number, which would look like a value.
  /// unit: from 1.
  func className(_ unit: Int) -> String? {
    guard let names = classNames, names.count == targets.columns, names.indices.contains(unit - 1),
      Double(names[unit - 1]) == nil
    else { return nil }
    return names[unit - 1].asTyped
  }

  /// The names of the classes if they are short numbers, as digits are: they stand above columns, where they
  /// look like no value.
  var numberedClasses: [String]? {
    guard let classNames, classNames.count == targets.columns else { return nil }
    return classNames.allSatisfy { Double($0) != nil && $0.count <= 3 } ? classNames : nil
  }

  /// The class for which these targets stand: one of them is 1, the others are 0.
  func className(of targets: [Double]) -> String? {
    let ones = targets.indices.filter { targets[$0] == 1 }
    guard ones.count == 1, targets.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
    return className(ones[0] + 1)
  }
}
