import Testing

@testable import BackpropLanguage

/// `patterns` from arrays: MNIST's own format (yann.lecun.com/exdb/mnist) and NumPy's (numpy.lib.format).
@Suite struct ArrayFileTests {
  /// A notebook next to these files.
  private func notebook(_ files: [String: [UInt8]]) -> Notebook {
    let notebook = Notebook()
    notebook.files = files
    return notebook
  }

  private func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// An IDX file: the type's code, the shape, the numbers.
  private func idx(_ type: UInt8, _ shape: [Int], _ numbers: [UInt8]) -> [UInt8] {
    [0, 0, type, UInt8(shape.count)]
      + shape.flatMap { count in [24, 16, 8, 0].map { UInt8(count >> $0 & 255) } } + numbers
  }

  /// A .npy file of version 1.
  private func npy(_ type: String, _ order: String, _ shape: String, _ numbers: [UInt8]) -> [UInt8] {
    header("{'descr': \(type), 'fortran_order': \(order), 'shape': \(shape), }\n") + numbers
  }

  private func header(_ text: String) -> [UInt8] {
    [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count & 255), UInt8(text.utf8.count >> 8)]
      + Array(text.utf8)
  }

  private let pictures: [UInt8] = [0, 51, 255, 102, 255, 0, 0, 204, 1, 2, 3, 4]
  private let quotients = [0, 51, 255, 102, 255, 0, 0, 204, 1, 2, 3, 4].map { $0 / 255.0 }
  private let classes: [Double] = [0, 1, 1, 0, 0, 1]

  /// The patterns that a line makes of files, or nil with an issue.
  private func set(
    _ line: String, _ files: [String: [UInt8]]
  ) throws -> (inputs: [Double], targets: [Double], said: String) {
    let notebook = notebook(files)
    let said = oneLine(notebook.run(line))
    let set = try #require(notebook.session.snapshot.state.patterns?.set, "\(said)")
    return (set.inputs.elements, set.targets.elements, said)
  }

  @Test func mnistsOwnFormat() throws {
    let files = ["images-idx3": idx(8, [3, 2, 2], pictures), "labels-idx1": idx(8, [3], [7, 3, 7])]
    for line in [
      "patterns m from \"images-idx3\"", "patterns m from \"images-idx3\", labels \"labels-idx1\"",
    ] {
      let (inputs, targets, said) = try set(line, files)
      #expect(inputs == quotients && targets == classes)
      #expect(
        said == "patterns m: 3 patterns, 4 inputs, 2 targets (3 and 7); inputs: pictures of 2 × 2 pixels, "
          + "bytes, 0 to 255 scaled to 0 to 1; targets: \"labels-idx1\", a unit for each class")
    }
    let (inputs, targets, said) = try set("patterns \"images-idx3\", first 1", files)
    #expect(inputs == [0, 0.2, 1, 0.4] && targets == [0, 1])
    #expect(said.contains("the first 1 of 3"))
  }

  @Test func gzipAndNumPysArchives() throws {
    let labels = idx(8, [3], [7, 3, 7])
    let zipped = try set("patterns m from \"a\", labels \"b\"", ["a": ArrayFixtures.gzipped, "b": labels])
    #expect(zipped.inputs == quotients && zipped.targets == classes)
    for file in [ArrayFixtures.stored, ArrayFixtures.deflated] {
      let found = try set("patterns m from \"m.npz\"", ["m.npz": file])
      #expect(found.inputs == quotients && found.targets == classes)
      #expect(found.said.contains("inputs: x_train, pictures of 2 × 2 pixels"))
    }
    let test = try set(
      "patterns m from \"m.npz\", inputs x_test, target y_test", ["m.npz": ArrayFixtures.stored])
    #expect(test.inputs == [0, 0.2, 1, 0.4] && test.targets == [1])
    #expect(test.said.contains("also in the file: x_train and y_train"))
    // The other one of a usual pair need not be named.
    let again = try set("patterns m from \"m.npz\", inputs x_test", ["m.npz": ArrayFixtures.stored])
    #expect(again.inputs == test.inputs)
    let table = try set("patterns t from \"t.csv.gz\"", ["t.csv.gz": Self.gzippedTable])
    #expect(table.inputs == [1, 2, 4, 5] && table.targets == [3, 6])
  }

  /// gzip.compress(b"1,2,3\n4,5,6\n", mtime=0) in Python.
  private static let gzippedTable: [UInt8] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 51, 212, 49, 210, 49, 230, 50, 209, 49, 213, 49, 227, 2, 0, 180, 193,
    159, 219, 12, 0, 0, 0,
  ]

  /// 1, 2 and -3, 1/2 as NumPy writes them: `numpy.array(…, type).tobytes()`.
  @Test(arguments: [
    ("'|i1'", [1, 2, 253, 4] as [UInt8], [1, 2, -3, 4]),
    ("'<i2'", [1, 0, 2, 0, 253, 255, 4, 0], [1, 2, -3, 4]),
    ("'>i4'", [0, 0, 0, 1, 0, 0, 0, 2, 255, 255, 255, 253, 0, 0, 0, 4], [1, 2, -3, 4]),
    ("'>u2'", [0, 1, 0, 2, 255, 253, 0, 4], [1, 2, 65533, 4]),
    ("'<f2'", [0, 60, 1, 0, 0, 194, 0, 56], [1, 5.9604644775390625e-08, -3, 0.5]),
    ("'>f4'", [63, 128, 0, 0, 64, 0, 0, 0, 192, 64, 0, 0, 63, 0, 0, 0], [1, 2, -3, 0.5]),
    ("'|b1'", [1, 0, 0, 1], [1, 0, 0, 1]),
  ])
  func types(_ type: String, _ bytes: [UInt8], _ numbers: [Double]) throws {
    let labels = npy("'<f8'", "False", "(2,)", [UInt8](repeating: 0, count: 16))
    let file = npy(type, "False", "(2, 2)", bytes)
    let found = try set("patterns t from \"x.npy\", labels \"y.npy\"", ["x.npy": file, "y.npy": labels])
    #expect(found.inputs == numbers)
    // Numbers with fractions are targets as they are.
    #expect(found.targets == [0, 0] && found.said.contains("as numbers"))
    // Of 2 × 2 numbers column by column, the second and the third change places.
    let turned = npy(type, "True", "(2L, 2L)", bytes)
    let other = try set("patterns t from \"x.npy\", labels \"y.npy\"", ["x.npy": turned, "y.npy": labels])
    #expect(other.inputs == [numbers[0], numbers[2], numbers[1], numbers[3]])
  }

  /// Column by column, element (r, i, k) of 2 × 2 × 3 numbers is number r + 2 i + 4 k.
  @Test func threeSubscriptsInFortransOrder() throws {
    let file = npy("'|i1'", "True", "(2, 2, 3)", Array(0..<12))
    let found = try set(
      "patterns t from \"x.npy\", labels \"y\"", ["x.npy": file, "y": idx(8, [2], [0, 1])])
    #expect(found.inputs == [0, 4, 8, 2, 6, 10, 1, 5, 9, 3, 7, 11])
  }

  private func message(_ line: String, _ files: [String: [UInt8]]) -> String {
    notebook(files).failure(line)?.entries.first?.message ?? ""
  }

  /// Files that end early, lie about what follows, or hold something else.
  @Test func brokenFiles() {
    func said(_ file: [UInt8], _ options: String = ", labels \"y\"", labels: [UInt8]? = nil) -> String {
      message(
        "patterns m from \"x\"\(options)", ["x": file, "y": labels ?? idx(8, [3], [7, 3, 7])])
    }
    let nothing = [UInt8]()
    let cases: [(file: [UInt8], words: String)] = [
      (idx(8, [3, 2, 2], Array(pictures.dropLast())), "12 bytes, but 11 follow; the file is not complete"),
      (idx(8, [3, 2, 2], pictures + [0]), "12 bytes, but 13 follow; it is not the file"),
      (idx(7, [3, 2, 2], pictures), "the third byte, 7"),
      (Array(idx(8, [3, 2, 2], pictures).prefix(10)), "the header of the array is cut off"),
      (idx(8, [], [1]), "a single number"), (idx(8, [3, 0], nothing), "3 × 0 holds no numbers"),
      (idx(8, [1 << 31, 1 << 31, 1 << 31], pictures), "no file holds so many"),
      (idx(8, [3], [1, 2, 3]), "holds labels only"),
      (idx(8, [2, 2], [1, 2, 3, 4]), "there are 2 inputs and 3 targets"),
      (npy("'|O'", "False", "(3,)", nothing), "reading them could run a program"),
      (npy("'<U3'", "False", "(3, 1)", nothing), "return_inverse"),
      (npy("'<c16'", "False", "(3, 1)", nothing), "array.real"),
      (npy("'<M8[D]'", "False", "(3, 1)", nothing), "dates"),
      (npy("[('a', '<f8')]", "False", "(3,)", nothing), "records"),
      (npy("'<f16'", "False", "(3, 1)", nothing), "a type that is not read (`<f16`)"),
      (npy("'<f8'", "Maybe", "(3, 1)", nothing), "not as `numpy.save` writes it"),
      (npy("'<f8'", "False", "(3, -1)", nothing), "not as `numpy.save` writes it"),
      (npy("'<f8'", "False", "(99999999999999999999,)", nothing), "no file holds so many"),
      (npy("'<f8'", "False", "(3, 9223372036854775807)", nothing), "no file holds so many"),
      (header("{'descr': '<f8'}"), "not as `numpy.save` writes it"), (header(""), "not as `numpy.save`"),
      ([0x93] + Array("NUMPY".utf8) + [1, 0, 255, 255], "the header of the array is cut off"),
      ([0x93] + Array("NUMPY".utf8) + [9, 0, 0, 0], "version 9"),
      (
        npy("'<f8'", "False", "(3, 1)", [0, 0, 0, 0, 0, 0, 240, 127] + [UInt8](repeating: 0, count: 16)),
        "pattern 1 has a number that is infinite"
      ),
      (Array(ArrayFixtures.gzipped.dropLast(9)), "cutOff"),
    ]
    for (file, words) in cases { #expect(said(file).contains(words), "\(said(file))") }
    let images = idx(8, [3, 2, 2], pictures)
    #expect(said(images, "").contains("`labels \"FILE\"` names the file"))
    #expect(said(images, labels: Array("7\n3\n7\n".utf8)).contains("is no array"))
    #expect(said(images, labels: ArrayFixtures.stored).contains("is an archive"))
    #expect(said(images, ", target 1").contains("`target` is for tables"))
    #expect(said(images, ", labels \"y\", skip bad rows").contains("is for tables"))
    #expect(said(images, ", labels \"y\", pictures 3 3").contains("3 × 3 pixels"))
    let halves = npy("'<f2'", "False", "(3,)", [0, 56, 0, 0, 0, 60])
    #expect(said(images, ", labels \"y\", classes", labels: halves).contains("the class 0.5"))
    #expect(said(Array("1,2,3\n".utf8)).contains("for a file with one array"))
  }

  @Test func brokenArchives() {
    func said(_ file: [UInt8], _ options: String = "") -> String {
      message("patterns m from \"m.npz\"\(options)", ["m.npz": file])
    }
    let file = ArrayFixtures.stored
    #expect(said(Array(file.dropLast(30))).contains("the directory at the end of the archive is missing"))
    #expect(said(file, ", inputs x_tran").contains("the arrays are `x_train`, `y_train`"))
    #expect(said(file, ", inputs 1").contains("called by their names"))
    #expect(said(file, ", inputs x_train x_test").contains("one array holds the inputs"))
    #expect(said(file, ", inputs x_train, target y_test").contains("3 inputs and 1 target"))
    #expect(said(file, ", inputs y_train").contains("which arrays are meant"))
    #expect(said(file, ", labels \"m.npz\"").contains("for a file with one array"))
  }

  /// Whatever byte is wrong, wherever the file ends: patterns or an error, never a trap.
  @Test func noByteIsTrusted() {
    let labels = idx(8, [3], [7, 3, 7])
    let whole = [
      ArrayFixtures.stored, ArrayFixtures.deflated, ArrayFixtures.gzipped, idx(8, [3, 2, 2], pictures),
      npy("'<f4'", "True", "(3, 1)", [UInt8](repeating: 0, count: 12)),
    ]
    for file in whole {
      for place in file.indices {
        var other = file
        other[place] ^= place % 2 == 0 ? 0xFF : 0x01
        for bytes in [other, Array(file[..<place])] {
          let notebook = notebook(["x": bytes, "y": labels])
          #expect(!notebook.run("patterns m from \"x\"").isEmpty)
          #expect(!notebook.run("patterns m from \"x\", labels \"y\"").isEmpty)
        }
      }
    }
  }
}
