/// The text of a cell as Unicode code points, which is how Jupyter counts positions.
public struct SourceText: Sendable {
  public let scalars: [Unicode.Scalar]
  /// The offset of each line's first scalar; never empty.
  public let lineStarts: [Int]

  /// The maximum length of a cell, in bytes: a longer one would take seconds to answer.
  public static let largestCell = 1_000_000

  public init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    var starts = [0]
    for (offset, scalar) in scalars.enumerated() where scalar == "\n" { starts.append(offset + 1) }
    lineStarts = starts
  }

  /// The position of a scalar offset; offsets outside the text are clamped to it.
  public func position(of offset: Int) -> SourcePosition {
    let offset = min(max(offset, 0), scalars.count)
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return SourcePosition(line: low + 1, column: offset - lineStarts[low] + 1)
  }

  /// The text of a line, counted from 1, without its line break; empty if there is no such line.
  public func line(_ number: Int) -> String {
    guard number >= 1, number <= lineStarts.count else { return "" }
    return string(lineStarts[number - 1]..<end(ofLine: number))
  }

  /// The offset of a line's break; lines outside the text are clamped to it.
  func end(ofLine number: Int) -> Int {
    number >= 1 && number < lineStarts.count ? lineStarts[number] - 1 : scalars.count
  }

  /// The line that contains an offset, and the offset within it; nil if the line is longer than the given
  /// number of code points.
  func line(around offset: Int, longest: Int) -> (text: String, offset: Int)? {
    let place = position(of: offset)
    let start = lineStarts[place.line - 1]
    let end = end(ofLine: place.line)
    return end - start <= longest ? (string(start..<end), place.column - 1) : nil
  }

  /// The text of a range; the part outside the source is left out.
  public func string(_ range: SourceRange) -> String {
    String(scalars: scalars[range.clamped(to: 0..<scalars.count)])
  }
}

extension String {
  /// The text of these code points.
  init(scalars: ArraySlice<Unicode.Scalar>) {
    guard scalars.allSatisfy({ $0.value < 0x80 }) else {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      self.init(text)
      return
    }
    self.init(unsafeUninitializedCapacity: scalars.count) { bytes in
      for (place, scalar) in scalars.enumerated() { bytes[place] = UInt8(truncatingIfNeeded: scalar.value) }
      return scalars.count
    }
  }
}

/// A half-open range of scalar offsets in a `SourceText`.
public typealias SourceRange = Range<Int>

extension SourceRange {
  /// From the beginning of the first to the end of the last of two ranges. What stands for several lines may
  /// be read several times, so that a part's last token can stand before its first one.
  func through(_ other: SourceRange) -> SourceRange {
    Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
  }
}

/// A position in a source, as line and column, both from 1; columns count code points.
public struct SourcePosition: Equatable, Sendable {
  public let line: Int
  public let column: Int
}
