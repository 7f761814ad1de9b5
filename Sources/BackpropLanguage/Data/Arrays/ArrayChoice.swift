/// The arrays of an archive that become inputs and targets.
struct ArrayChoice {
  let inputs: NumPyArchive.Member
  let targets: NumPyArchive.Member

  /// By default, the names that are usual for inputs and targets, those of a training set first. If one is
  /// named, the other is its usual partner.
  init(
    inputs: ColumnSelection?, targets: ColumnSelection?, in archive: NumPyArchive
  ) throws(ArrayProblem) {
    let members = archive.members
    let known = members.map { $0.name }
    func named(_ selection: ColumnSelection?) throws(ArrayProblem) -> NumPyArchive.Member? {
      guard let selection else { return nil }
      guard case .name(let asked) = selection else { throw .numberOfArray }
      let found =
        members.first { $0.name == asked }
        ?? members.first { $0.name.lowercased() == asked.lowercased() }
      guard let found else { throw .noArray(asked, known: known) }
      return found
    }
    let givenInputs = try named(inputs)
    let givenTargets = try named(targets)
    if let givenInputs, let givenTargets {
      (self.inputs, self.targets) = (givenInputs, givenTargets)
      return
    }
    for (input, target) in Self.pairs {
      guard let inputs = givenInputs ?? members.first(where: { $0.name.lowercased() == input }),
        let targets = givenTargets ?? members.first(where: { $0.name.lowercased() == target }),
        inputs.name.lowercased() == input, targets.name.lowercased() == target
      else { continue }
      (self.inputs, self.targets) = (inputs, targets)
      return
    }
    throw .noUsualNames(known: known)
  }

  /// Names in lower case.
  private static let pairs: [(String, String)] = ["train", "", "test", "val"].flatMap { part in
    [("x", "y"), ("images", "labels"), ("data", "target"), ("inputs", "targets")].flatMap { input, target in
      part.isEmpty
        ? [(input, target)]
        : [("\(input)_\(part)", "\(target)_\(part)"), ("\(part)_\(input)", "\(part)_\(target)")]
    }
  }
}
