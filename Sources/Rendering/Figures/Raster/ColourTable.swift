#if canImport(Glibc)
  /// The colours of a picture, reduced to a table: boxes of similar colours, split where the error is largest
  /// (Wan, Wong and Prusinkiewicz, 1988, "An algorithm for multidimensional data clustering"). A figure has a
  /// few colours and what lies between them at edges, so that nobody sees the difference, and its file is a
  /// third as large.
  struct ColourTable {
    /// 8 bits each of alpha, red, green and blue, the alpha not multiplied in.
    private(set) var colours: [UInt32] = []
    /// The number of its colour for each pixel.
    private(set) var pixels: [UInt8] = []

    /// pixels: 8 bits each of alpha, red, green and blue. most: at most 256 colours.
    init(_ source: [UInt32], most: Int) {
      var counts: [UInt32: Int] = [:]
      Self.forEachRun(source) { colour, run in counts[colour, default: 0] += run.count }
      let boxes = Self.boxes(
        counts.map { Shade($0.key, $0.value) }, pixels: source.count, most: most)
      var numbers: [UInt32: UInt8] = [:]
      for (number, box) in boxes.enumerated() {
        colours.append(box.mean)
        for shade in box.shades { numbers[shade.colour] = UInt8(number) }
      }
      pixels = [UInt8](repeating: 0, count: source.count)
      Self.forEachRun(source) { colour, run in
        let number = numbers[colour] ?? 0
        for place in run { pixels[place] = number }
      }
    }

    private static func forEachRun(_ source: [UInt32], _ body: (UInt32, Range<Int>) -> Void) {
      var start = 0
      while start < source.count {
        var end = start + 1
        while end < source.count, source[end] == source[start] { end += 1 }
        body(source[start], start..<end)
        start = end
      }
    }

    private struct Shade {
      let colour: UInt32
      let count: Double

      init(_ colour: UInt32, _ count: Int) {
        self.colour = colour
        self.count = Double(count)
      }

      var channels: SIMD4<Double> {
        SIMD4(
          Double(colour >> 24), Double(colour >> 16 & 255), Double(colour >> 8 & 255), Double(colour & 255))
      }
    }

    private struct ColourBox {
      let shades: [Shade]
      let middle: SIMD4<Double>
      /// The sum of squares of what its colours differ from its middle, for each channel.
      let errors: SIMD4<Double>

      init(_ shades: [Shade]) {
        var count = 0.0
        var sum = SIMD4<Double>()
        var squares = SIMD4<Double>()
        for shade in shades {
          count += shade.count
          sum += shade.channels * shade.count
          squares += shade.channels * shade.channels * shade.count
        }
        self.shades = shades
        middle = sum / max(count, 1)
        errors = squares - sum * middle
      }

      /// The channel in which its colours differ most, and by how much.
      var worst: (channel: Int, error: Double) {
        (0..<4).reduce((0, 0)) { errors[$1] > $0.1 ? ($1, errors[$1]) : $0 }
      }

      var halves: (ColourBox, ColourBox) {
        let (channel, _) = worst
        return (
          ColourBox(shades.filter { $0.channels[channel] <= middle[channel] }),
          ColourBox(shades.filter { $0.channels[channel] > middle[channel] })
        )
      }

      var mean: UInt32 {
        (0..<4).reduce(0) { $0 << 8 | UInt32(min(max(middle[$1].rounded(), 0), 255)) }
      }
    }

    /// The error that nobody sees: a level of one channel in each of so many pixels.
    private static let pixelsPerError = 10

    private static func boxes(_ shades: [Shade], pixels: Int, most: Int) -> [ColourBox] {
      let leastError = Double(pixels) / Double(pixelsPerError)
      // The order of a dictionary differs from run to run; the picture does not.
      var boxes = [ColourBox(shades.sorted { $0.colour < $1.colour })]
      while boxes.count < most {
        var place = 0
        for other in boxes.indices where boxes[other].worst.error > boxes[place].worst.error { place = other }
        guard boxes[place].worst.error > leastError else { break }
        let (low, high) = boxes[place].halves
        guard !low.shades.isEmpty, !high.shades.isEmpty else { break }
        boxes[place] = low
        boxes.append(high)
      }
      return boxes
    }
  }
#endif
