import Backprop

extension Execution {
  /// Runs the lines of `vary` for the positions of its sliders, and shows them as one result.
  mutating func vary(_ request: VaryRequest) throws(Diagnostic) {
    let cell = VariedCell(request.script, columns: request.columns, on: state)
    let sliders = try sliders(for: request)
    let places = Variation.combinations(of: sliders.map { $0.values })
    state.trainings += 1
    // The figure replaces what was said of the progress.
    let key = "vary-\(state.trainings)"
    var positions = try positions(of: cell, at: places, key)
    if let first = positions.first, let failure = first.failure, positions.allSatisfy({ $0.failure != nil }) {
      // What lacks only other lines before it says so itself.
      if let lacking = cell.problem(at: first.values, host), Wording.preparation(for: lacking) != nil {
        throw problem(lacking.problem)
      }
      throw problem(.variesNothing(failure))
    }
    var shown = request.columns.indices.filter { place in positions.contains { $0.numbers[place] != nil } }
    // Where the lines print numbers, these are what the reader wants to see.
    if shown.count > 1, shown.last == request.columns.count - 1 { shown.removeLast() }
    var scales = FigureScales(of: positions.map { $0.figures })
    if scales.leavesBlanks(in: positions.map { $0.figures }) {
      // Only the paths of all positions tell how large their surfaces have to be.
      positions = try self.positions(of: cell, at: places, on: scales.planes, key)
      scales = FigureScales(of: positions.map { $0.figures })
    }
    let variation = Variation(
      title: "vary " + Wording.list(sliders.map { $0.name }), sliders: sliders,
      positions: positions.map { position in
        var position = scales.applied(to: position)
        position.numbers = shown.map { position.numbers[$0] }
        return position
      }, columns: shown.map { request.columns[$0].formula }, formats: state.figureFormats,
      scales: scales, cell: cell)
    host.emit(CellResult(.variation(variation), displayKey: key, digits: state.digits))
  }

  /// In seconds: work that takes longer says how far it is.
  private static let patience = 1.0

  private func positions(
    of cell: VariedCell, at places: [[Double]], on planes: [FigureScales.Plane] = [], _ key: String
  ) throws(Diagnostic) -> [Variation.Position] {
    let host = self.host
    // Only the calling thread asks whether to go on. The other functions of a host keep no state.
    nonisolated(unsafe) let shared = host
    var shownAt = host.now() + Self.patience
    let count = places.count
    // Each position has its share of the cores, so that a large network does not ask for all of them again.
    let share = max(host.cores / max(min(host.cores, count), 1), 1)
    let results = AllCores.map(count, cores: host.cores) { done in
      if host.now() > shownAt {
        shownAt = host.now() + Self.patience / 5
        host.emit(Self.progress("\(done) of \(Wording.plural(count, "position"))", key))
      }
      return !host.isInterrupted()
    } _: { place, isStopped in
      var host = shared
      host.isInterrupted = isStopped
      host.cores = share
      host.planes = planes
      return cell.position(at: places[place], in: host)
    }
    let finished = results.compactMap { $0 }
    guard finished.count == count else { throw problem(.interrupted) }
    return finished
  }

  private static func progress(_ text: String, _ key: String) -> CellResult {
    CellResult(.document(Document([.note([.text(text)])])), displayKey: key)
  }

  // MARK: Sliders

  /// The sliders with the values to compute beforehand: all of a list, and of a range as many as there is
  /// room for.
  private func sliders(for request: VaryRequest) throws(Diagnostic) -> [Variation.Slider] {
    // Not an `Int`, which has 32 bits in a browser.
    var lists = 1.0
    for case .list(let values) in request.targets.map({ $0.values }) { lists *= Double(values.count) }
    guard lists <= Double(VaryRequest.mostPositions) else {
      throw problem(
        .outOfRange(
          "the number of positions", value: lists, allowed: "at most \(VaryRequest.mostPositions)"),
        example: Command.vary.examples[0])
    }
    var intervals = Self.mostIntervals
    var sliders = request.targets.map { slider(for: $0, intervals) }
    while intervals > 1, sliders.reduce(1.0, { $0 * Double($1.values.count) }) > Self.aimedPositions(lists) {
      intervals /= 2
      sliders = request.targets.map { slider(for: $0, intervals) }
    }
    guard sliders.reduce(1.0, { $0 * Double($1.values.count) }) <= Double(VaryRequest.mostPositions) else {
      throw problem(
        .outOfRange(
          "the number of positions", value: sliders.reduce(1.0, { $0 * Double($1.values.count) }),
          allowed: "at most \(VaryRequest.mostPositions)"), example: Command.vary.examples[0])
    }
    return sliders
  }

  /// Of a range, how many steps are computed beforehand if nothing else varies.
  private static let mostIntervals = 20
  /// Positions of ranges, for which fewer do.
  private static func aimedPositions(_ lists: Double) -> Double { max(100, lists * 3) }

  private func slider(for target: VariedTarget, _ intervals: Int) -> Variation.Slider {
    let current = currentValue(of: target)
    switch target.values {
    case .list(let values):
      return Variation.Slider(
        name: target.name, values: values, step: nil, start: values.firstIndex { $0 == current } ?? 0)
    case .range(let range, let step):
      let values = Self.values(in: range, step: step, intervals)
      let fine = step ?? Self.roundStep((range.upperBound - range.lowerBound) / Self.finestSteps)
      let middle = range.lowerBound + (range.upperBound - range.lowerBound) / 2
      let start = current ?? middle
      let nearest = values.indices.min { abs(values[$0] - start) < abs(values[$1] - start) }
      return Variation.Slider(name: target.name, values: values, step: fine, start: nearest ?? 0)
    }
  }

  /// Of a slider that moves freely.
  private static let finestSteps = 200.0

  /// Evenly spaced values with few digits; the last one is the end of the range.
  private static func values(in range: ClosedRange<Double>, step: Double?, _ intervals: Int) -> [Double] {
    let length = range.upperBound - range.lowerBound
    var size = roundStep(length / Double(intervals))
    if let step {
      // Whole steps, as many at once as are needed.
      size = step * max((length / step / Double(intervals)).rounded(.up), 1)
    }
    let count = Int((length / size + 1e-9).rounded(.down))
    var values = (0...count).map { tidy(range.lowerBound + Double($0) * size, size) }
    // The last step that the range has room for.
    let end = step.map { tidy(range.lowerBound + (length / $0 + 1e-9).rounded(.down) * $0, $0) }
    if let last = values.last, case let end = end ?? range.upperBound, end - last > size * 1e-6 {
      values.append(end)
    }
    return values
  }

  /// The least of 1, 2 or 5 times a power of ten that is not less than a size.
  private static func roundStep(_ size: Double) -> Double {
    var power = 1.0
    while power * 10 <= size { power *= 10 }
    while power > size { power /= 10 }
    guard power > 0 else { return size }
    return [1, 2, 5].map { $0 * power }.first { $0 >= size * (1 - 1e-9) } ?? 10 * power
  }

  /// Without the digits that rounding leaves: 0.30000000000000004 is 0.3.
  private static func tidy(_ value: Double, _ size: Double) -> Double {
    var scale = 1.0
    while scale * size < 1000, scale < 1e15 { scale *= 10 }
    guard scale * size >= 1000 else { return value }
    let rounded = (value * scale).rounded() / scale
    return rounded.isFinite ? rounded : value
  }

  /// The value that it has in the session.
  private func currentValue(of target: VariedTarget) -> Double? {
    let session = Session(continuing: SessionSnapshot(state: state))
    guard case .numbers(let numbers) = session.numbers(of: target.name, host: host), numbers.shape.isEmpty
    else { return nil }
    return numbers.values.first
  }
}
