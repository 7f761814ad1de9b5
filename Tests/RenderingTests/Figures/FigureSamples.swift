import Backprop
import BackpropLanguage

/// One figure of each kind, with typical networks of a lecture.
enum FigureSamples {
  static func network(_ sizes: [Int], bias: Double? = nil, skip: Bool = false, seed: UInt64 = 1) throws
    -> Network
  {
    var network = try Network(
      layers: sizes.map { Layer(name: "", units: $0) }, bias: bias)
    if skip { try network.connect(0, sizes.count - 1) }
    network.initializeWeights(.uniform(-3, 3), seed: seed)
    return network
  }

  static func diagram(
    _ sizes: [Int], bias: Double? = nil, skip: Bool = false, presented: Bool = true
  ) throws -> Figure {
    let network = try network(sizes, bias: bias, skip: skip)
    let letters = sizes.count == 3 ? ["i", "j", "k"] : sizes.indices.map { ["i", "j", "l", "m", "k"][$0] }
    var diagram = Figure.NetworkDiagram(network: network, letters: letters)
    if presented {
      let forward = try network.forward((0..<sizes[0]).map { Double($0 % 2) })
      diagram.totalInputs = forward.totalInputs
      diagram.outputs = forward.outputs
      diagram.targets = (0..<sizes[sizes.count - 1]).map { _ in 1 }
      diagram.deltas = try network.backward(forward, target: diagram.targets).deltas
    }
    return Figure(
      title: "Network \(sizes.map { String($0) }.joined(separator: "-"))",
      description: "Layers from left to right.",
      content: .network(diagram))
  }

  static func curve(_ name: String, _ values: [Double]) -> Figure.Curve {
    Figure.Curve(
      name: name, points: values.enumerated().map { Figure.Point(x: Double($0.offset + 1), y: $0.element) })
  }

  static func errors(logarithmic: Bool = false, _ curves: [Figure.Curve], markers: [Figure.Marker] = [])
    -> Figure
  {
    Figure(
      title: "Error while training", description: "The error falls.",
      content: .chart(
        Figure.Chart(
          x: Figure.Axis("epoch"),
          y: Figure.Axis("total E = Σ ½ Σ_k (t_k - y_k)^2", isLogarithmic: logarithmic),
          curves: curves, markers: markers)))
  }

  static func falling(_ rate: Double, _ count: Int = 400) -> [Double] {
    (0..<count).map { 0.5 / (1 + rate * Double($0) * Double($0) / 1000) + 0.001 }
  }

  static func boundary() throws -> Figure {
    let count = 48
    var values: [Double] = []
    for row in 0..<count {
      for column in 0..<count {
        let x = -0.2 + 1.4 * Double(column) / Double(count - 1)
        let y = -0.2 + 1.4 * Double(row) / Double(count - 1)
        let a = -12 * (x - 0.5) * (y - 0.5) * 3
        values.append(TransferFunction.sigmoid.value(a))
      }
    }
    return Figure(
      title: "Decision boundary", description: "Two regions.",
      content: .chart(
        Figure.Chart(
          x: Figure.Axis("y_i1"), y: Figure.Axis("y_i2"),
          field: Figure.Field(
            x: -0.2...1.2, y: -0.2...1.2, columns: count, rows: count, values: values, label: "y_k1",
            scale: .sides(of: 0.5)),
          points: [
            Figure.PointGroup(name: "target 0", points: [.init(x: 0, y: 0), .init(x: 1, y: 1)]),
            Figure.PointGroup(name: "target 1", points: [.init(x: 0, y: 1), .init(x: 1, y: 0)]),
          ])))
  }

  static func surface() -> Figure {
    let count = 40
    var values: [Double] = []
    for row in 0..<count {
      for column in 0..<count {
        let x = -4 + 8 * Double(column) / Double(count - 1)
        let y = -4 + 8 * Double(row) / Double(count - 1)
        values.append(x * x / 8 + y * y / 20 + 0.3 * x * y / 8)
      }
    }
    let path = (0..<60).map { step -> Figure.Point in
      let t = Double(step) / 59
      return .init(x: 3.5 * (1 - t) * (1 - t), y: -3 + 3 * t)
    }
    return Figure(
      title: "Error surface", description: "A valley.",
      content: .chart(
        Figure.Chart(
          x: Figure.Axis("w_i1j1"), y: Figure.Axis("w_j1k1"),
          field: Figure.Field(
            x: -4...4, y: -4...4, columns: count, rows: count, values: values, label: "total E",
            scale: .height),
          curves: [Figure.Curve(name: "training", points: path, isPath: true)])))
  }

  static func weights(_ sizes: [Int], style: Figure.Grid.Style) throws -> Figure {
    let network = try network(sizes)
    let letters = ["i", "j", "k"]
    let panels = network.projections.map { projection in
      Figure.Grid.Panel(
        title: "w_\(letters[projection.source])\(letters[projection.target])", rowName: "from",
        columnName: "to",
        rowLabels: (1...projection.weights.rows).map { "\(letters[projection.source])\($0)" },
        columnLabels: (1...projection.weights.columns).map { "\(letters[projection.target])\($0)" },
        values: projection.weights)
    }
    return Figure(
      title: "Weights", description: "Squares.", content: .grid(Figure.Grid(style: style, panels: panels)))
  }

  static func confusion() -> Figure {
    let names = ["setosa", "versicolor", "virginica"]
    return Figure(
      title: "Confusion table, test set", description: "Most are right.",
      content: .grid(
        Figure.Grid(
          style: .counts,
          panels: [
            Figure.Grid.Panel(
              title: "", rowName: "target", columnName: "output", rowLabels: names, columnLabels: names,
              values: Matrix(rows: 3, columns: 3, elements: [10, 0, 0, 0, 9, 1, 0, 2, 8]))
          ])))
  }

  static func images() -> Figure {
    let images = (0..<12).map { number in
      Figure.ImageSheet.Image(
        values: (0..<64).map { Double(($0 * (number + 3) + $0 / 8) % 17) },
        caption: "\(number) → \(number % 10)",
        isMarked: number == 10)
    }
    return Figure(
      title: "Digits", description: "Twelve digits.",
      content: .images(Figure.ImageSheet(rows: 8, columns: 8, images: images)))
  }

  /// As large as those of MNIST: rings, soft at their edges.
  static func largeImages() -> Figure {
    let images = (0..<60).map { number in
      Figure.ImageSheet.Image(
        values: (0..<784).map { place in
          let (x, y) = (Double(place % 28) - 13.5, Double(place / 28) - 13.5)
          let distance = (x * x + y * y).squareRoot() - 5 - Double(number % 5)
          return max(0, 255 * (1 - distance * distance / 9)).rounded()
        }, caption: "\(number % 10) → 0", isMarked: number % 10 > 0)
    }
    return Figure(
      title: "Rings", description: "Sixty rings.",
      content: .images(Figure.ImageSheet(rows: 28, columns: 28, images: images)))
  }

  static func transfer() -> Figure {
    let a = (0...160).map { -8 + Double($0) / 10 }
    let y = a.map { TransferFunction.sigmoid.value($0) }
    return Figure(
      title: "Transfer function of layer j: sigmoid", description: "g and g'.",
      content: .chart(
        Figure.Chart(
          x: Figure.Axis("a"), y: Figure.Axis("g(a), g'(a)"),
          curves: [
            Figure.Curve(name: "g(a)", points: zip(a, y).map { .init(x: $0, y: $1) }),
            Figure.Curve(name: "g'(a)", points: zip(a, y).map { .init(x: $0, y: $1 * (1 - $1)) }),
          ], markers: [Figure.Marker(.init(x: -2, y: TransferFunction.sigmoid.value(-2)), label: "j1")])))
  }
}
