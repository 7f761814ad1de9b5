import Backprop
import Testing

@testable import BackpropLanguage

/// User-defined functions: only their names matter here.
private func defined(_ definitions: [String]) throws(FileProblem) -> NetworkFile.Defined {
  NetworkFile.Defined(
    transfer: { name in
      guard definitions.contains(where: { $0.hasPrefix("\(name)(") }) else { return nil }
      return TransferFunction(name: name, definition: "\(definitions)", value: { $0 }, derivative: { _ in 1 })
    }, error: { _, _ in nil })
}

private func read(_ text: String) throws(FileProblem) -> NetworkFile {
  try NetworkFile(Array(text.utf8), defined: defined)
}

/// A file as `save` writes it.
private let xor = """
  {
    "format": "backprop",
    "version": 1,
    "networks": [
      {
        "name": "xor",
        "layers": [
          {"name": "i", "units": 2},
          {"name": "j", "units": 1, "transfer": "tanh"},
          {"name": "k", "units": 1, "transfer": "sigmoid"}
        ],
        "bias": -1,
        "error": "cross-entropy",
        "projections": [
          {
            "from": "i",
            "to": "j",
            "weights": [
              [0.1],
              [-2],
              [3e-17]
            ],
            "frozen": [
              [true],
              [false],
              [false]
            ]
          },
          {
            "from": "j",
            "to": "k",
            "weights": [
              [0.30000000000000004],
              [5]
            ]
          },
          {
            "from": "i",
            "to": "k",
            "weights": [
              [6],
              [7]
            ]
          }
        ]
      }
    ],
    "patterns": [
      {
        "name": "two",
        "classes": ["no", "yes"],
        "image": [1, 2],
        "inputs": [
          [0, 1],
          [0.1, 1e-300]
        ],
        "targets": [
          [1, 0],
          [0, 1]
        ]
      }
    ]
  }

  """

@Suite struct NetworkFileTests {
  @Test func aNetworkAndPatternsReadAndWritten() throws {
    let file = try read(xor)
    let network = try #require(file.networks.first?.value)
    #expect(network.layers.map { $0.name } == ["i", "j", "k"])
    #expect(network.layers.map { $0.transfer } == [.identity, .tanh, .sigmoid])
    #expect(network.bias == -1)
    #expect(network.errorFunction == .crossEntropy)
    #expect(network.projections.map { $0.weights.elements } == [[0.1, -2, 3e-17], [0.1 + 0.2, 5], [6, 7]])
    #expect(network.projections.map { $0.frozen } == [[true, false, false], nil, nil])
    let patterns = try #require(file.patternSets.first?.value)
    #expect(patterns[1] == Pattern(input: [0.1, 1e-300], target: [0, 1]))
    #expect(patterns.classNames == ["no", "yes"])
    #expect(patterns.imageShape == ImageShape(rows: 1, columns: 2))
    #expect(String(decoding: try file.bytes(), as: UTF8.self) == xor)
  }

  @Test func everythingComesBackToTheLastBit() throws {
    let transfers = TransferFunction.all.filter { !$0.isSoftmax }
    var file = NetworkFile()
    file.definitions = ["let c = 2", "soft(a) = c a / (1 + abs(a))"]
    let soft = try #require(try defined(file.definitions).transfer("soft"))
    for (seed, transfer) in (transfers + [soft]).enumerated() {
      var network = try Network(
        layers: [
          Layer(name: "i", units: 3, transfer: .identity), Layer(name: "j", units: 4, transfer: transfer),
          Layer(name: "k", units: 2, transfer: .softmax),
        ], bias: 1)
      try network.connect(0, 2)
      network.initializeWeights(.normal(0, 1), seed: UInt64(seed))
      try network.setFrozen(true, projection: 1, row: 4, column: 1)
      file.networks.append(NetworkFile.Named(name: "n\(seed)", value: network))
    }
    file.patternSets = [
      NetworkFile.Named(name: "digits", value: .digits), NetworkFile.Named(name: "iris", value: .iris),
    ]
    #expect(try NetworkFile(try file.bytes(), defined: defined) == file)
  }

  /// Whatever can be typed as a name can be read as one, and nothing else.
  @Test(arguments: [
    ("e\u{301}t\u{E9}", true), ("f'", true), ("net_1-b", true), ("β1", true), ("\u{65E5}\u{672C}", true),
    ("x or", false), ("1st", false), ("a-", false), ("a\u{202E}b", false), ("a\u{7}", false), ("", false),
    ("\u{301}", false),
  ]) func namesAreThoseOfTheLanguage(name: String, isName: Bool) throws {
    let session = Session()
    let typed = session.run("network \(name): 2-1", host: CellHost(emit: { _ in }))
    let isTyped = session.snapshot.state.networks.map { $0.name } == [name]
    #expect(isTyped == isName, "\(typed)")
    let text = xor.replacing("\"name\": \"xor\"", with: "\"name\": \"\(name)\"")
    if isName {
      #expect(try read(text).networks.map { $0.name } == [name])
    } else {
      #expect(throws: FileProblem.self) { try read(text) }
    }
  }

  @Test func aWeightThatIsNotANumberIsNotSaved() throws {
    var network = try Network(layers: [Layer(name: "i", units: 2), Layer(name: "k", units: 2)])
    network.apply([Matrix(rows: 2, columns: 2, elements: [0, 0, 0, .nan])])
    let file = NetworkFile(networks: [NetworkFile.Named(name: "net", value: network)])
    #expect(throws: FileProblem.network(path: "net", .nonFiniteWeight(projection: 0, row: 1, column: 1))) {
      try file.bytes()
    }
  }

  @Test(arguments: [
    (
      "\"format\": \"backprop\"", "\"format\": \"other\"",
      "the file: expected a file that `save` has written: \"format\": \"backprop\""
    ),
    (
      "\"version\": 1", "\"version\": 3",
      "the file is of version 3 of the format; this program reads up to version 2"
    ),
    ("\"units\": 2", "\"units\": 2.5", "networks[0].layers[0].units: expected a whole number of 1 or more"),
    ("\"units\": 2", "\"units\": 3000000000", "networks[0].projections: expected all weights of the layers"),
    ("\"tanh\"", "\"tan\"", "networks[0].layers[1].transfer: expected the name of a transfer function"),
    (
      "\"name\": \"j\"", "\"name\": \"i\"",
      "networks[0].layers[1].name: expected one letter, another one for each layer"
    ),
    ("\"name\": \"xor\"", "\"name\": \"x or\"", "networks[0].name: expected a name of letters and digits"),
    ("cross-entropy", "hinge", "networks[0].error: expected `squares` or `cross-entropy`"),
    ("[3e-17]", "[null]", "networks[0].projections[0].weights[2]: expected a row of numbers"),
    ("[3e-17]", "[1, 2]", "networks[0].projections[0].weights[2]: expected a row of 1 numbers"),
    ("[3e-17]", "[NaN]", "line 21, column 14: expected a value, found `N`"),
    (
      ",\n            [3e-17]", "",
      "networks[0].projections[0]: the weights are 3 × 1, but 2 × 1 numbers are given here"
    ),
    (
      "\"to\": \"j\"", "\"to\": \"k\"",
      "networks[0].projections[0]: the weights are 2 × 1, but 3 × 1 numbers are given here"
    ),
    (
      "\"to\": \"j\"", "\"to\": \"i\"",
      "networks[0].projections[0]: weights lead from a layer to a later one, never back"
    ),
    ("\"to\": \"j\"", "\"into\": \"j\"", "networks[0].projections[0]: expected a member `to`"),
    ("[1, 2]", "[2, 2]", "patterns[0].image: expected rows and columns of 2 pixels"),
    ("\"no\", ", "", "patterns[0].classes: expected as many names as targets"),
    ("[0, 1],\n        [0.1, 1e-300]", "", "patterns[0].inputs: expected a list of rows of numbers"),
  ]) func messages(old: String, new: String, message: String) throws {
    let start = try #require(xor.firstRange(of: old))
    let text = xor[..<start.lowerBound] + new + xor[start.upperBound...]
    do throws(FileProblem) {
      _ = try read(String(text))
      Issue.record("read without a problem")
    } catch {
      #expect(Wording.sentence(error) == message)
    }
  }

  /// 20,000 × 20,000 weights, of which the file gives one.
  @Test func aShortFileMakesNoHugeProjection() throws {
    let column = Array(repeating: "[0]", count: 20_000).joined(separator: ",")
    let row = Array(repeating: "0", count: 20_000).joined(separator: ",")
    let text = """
      {"format": "backprop", "version": 1, "definitions": [], "patterns": [], "networks": [{
        "name": "net", "error": "squares", "layers": [{"name": "i", "units": 20000},
          {"name": "j", "units": 1, "transfer": "tanh"}, {"name": "k", "units": 20000, "transfer": "tanh"}],
        "projections": [{"from": "i", "to": "j", "weights": [\(column)]},
          {"from": "j", "to": "k", "weights": [[\(row)]]}, {"from": "i", "to": "k", "weights": [[0]]}]}]}
      """
    do throws(FileProblem) {
      _ = try read(text)
      Issue.record("read without a problem")
    } catch {
      #expect(
        Wording.sentence(error)
          == "networks[0].projections[2].weights: expected a row for each unit of layer i")
    }
  }

  /// The file truncated anywhere is a problem; with any byte changed, it is a problem or a valid file, never
  /// a trap.
  @Test func damagedFilesNeverTrap() {
    var generator = RandomGenerator(seed: 3)
    let bytes = Array(xor.utf8)
    for end in bytes.indices.dropLast() {
      #expect(throws: FileProblem.self) { try NetworkFile(Array(bytes[..<end]), defined: defined) }
    }
    var read = 0
    for _ in 0..<3000 {
      var damaged = bytes
      for _ in 0...generator.below(3) {
        damaged[generator.below(bytes.count)] = Array("[]{}:,\"019e-.\\ ".utf8)[generator.below(15)]
      }
      if (try? NetworkFile(damaged, defined: defined)) != nil { read += 1 }
    }
    #expect(read > 30 && read < 2970)
  }
}
