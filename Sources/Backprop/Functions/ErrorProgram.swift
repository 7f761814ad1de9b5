/// `ErrorSums`, compiled: one pass over the output units for each sum, and one for -∂E/∂y. If nothing depends
/// on the sums but E itself, there is only one pass.
struct ErrorProgram: Sendable {
  /// Of each sum. The inputs of all programs are t, y, the sums, and 1 or 0 for each of `units`. With only
  /// one pass, the second output is -∂E/∂y.
  private let terms: [RowCode]
  private let total: RowCode
  /// nil if there is only one pass.
  private let descent: RowCode?
  /// They own the code.
  private var programs: [RowProgram]
  /// The units that are named by their numbers.
  private let units: [Int]
  private let inputCount: Int

  init(terms: [Expression], total: Expression, descent: Expression) {
    let variables = (terms + [total, descent]).flatMap { $0.variables }
    var units: [Int] = []
    for case .isUnit(let number) in variables where !units.contains(number) { units.append(number) }
    let inputs = 2 + terms.count + units.count
    let sums = terms.count

    func program(_ expressions: [Expression]) -> RowProgram {
      RowProgram(expressions, inputs: inputs) { variable in
        switch variable {
        case .target: 0
        case .output: 1
        case .sum(let place): 2 + place
        case .isUnit(let number): units.firstIndex(of: number).map { 2 + sums + $0 }
        case .totalInput, .logarithmOfSum, .weight: nil
        }
      }
    }

    let isOnePass = terms.count == 1 && !(terms + [descent]).contains { $0.variables.contains(.sum(0)) }
    programs = isOnePass ? [program(terms + [descent])] : (terms + [descent]).map { program([$0]) }
    self.terms = programs.prefix(terms.count).map { $0.code }
    self.descent = isOnePass ? nil : programs.last?.code
    let last = program([total])
    self.total = last.code
    programs.append(last)
    self.units = units
    inputCount = inputs
  }

  // MARK: - One number at a time

  func error(_ t: [Double], _ y: [Double]) -> Double {
    var inputs = [Double](repeating: 0, count: inputCount)
    add(t, y, to: &inputs)
    return total.numbers(inputs)[0]
  }

  func descents(_ t: [Double], _ y: [Double]) -> [Double] {
    var inputs = [Double](repeating: 0, count: inputCount)
    add(t, y, to: &inputs)
    return y.indices.map { k in
      set(k, t, y, &inputs)
      return descent.map { $0.numbers(inputs)[0] } ?? terms[0].numbers(inputs)[1]
    }
  }

  /// The sums, in their places among the inputs.
  private func add(_ t: [Double], _ y: [Double], to inputs: inout [Double]) {
    for place in terms.indices {
      var sum = 0.0
      for k in y.indices {
        set(k, t, y, &inputs)
        sum += terms[place].numbers(inputs)[0]
      }
      inputs[2 + place] = sum
    }
  }

  private func set(_ k: Int, _ t: [Double], _ y: [Double], _ inputs: inout [Double]) {
    inputs[0] = t[k]
    inputs[1] = y[k]
    for (place, unit) in units.enumerated() { inputs[2 + terms.count + place] = unit == k + 1 ? 1 : 0 }
  }

  // MARK: - Lanes

  /// E in its shares; -∂E/∂y is stored in the rows.
  func compare(_ rows: ErrorRows) -> Lanes {
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: terms.count) { sums in
      for place in terms.indices {
        sums[place] = Lanes(repeating: 0)
        terms[place].withScratch(8) { scratch in
          let program = terms[place]
          for n in stride(from: rows.first, to: rows.end, by: rows.step) {
            set(UnsafeBufferPointer(rebasing: sums[..<place]), program, scratch)
            set(rows, n, program, scratch)
            program.run(scratch, 8)
            let sum = sums[place] + program.output(0, scratch).lanes(0)
            sums[place].replace(with: sum, where: rows.isCompared(n))
            if descent == nil { rows.store(program.output(1, scratch).lanes(0), at: n) }
          }
        }
        // The lanes of one pattern are parts of its sum.
        if rows.isOnePattern { sums[place] = Lanes(repeating: sums[place].total) }
      }
      if let descent {
        descent.withScratch(8) { scratch in
          for n in stride(from: rows.first, to: rows.end, by: rows.step) {
            set(UnsafeBufferPointer(sums), descent, scratch)
            set(rows, n, descent, scratch)
            descent.run(scratch, 8)
            rows.store(descent.output(0, scratch).lanes(0), at: n)
          }
        }
      }
      var error = Lanes(repeating: 0)
      total.withScratch(8) { scratch in
        set(UnsafeBufferPointer(sums), total, scratch)
        total.run(scratch, 8)
        error = total.output(0, scratch).lanes(0)
      }
      // The lanes are added: only the first keeps the pattern's E.
      return rows.isOnePattern ? Lanes(repeating: 0).replacing(with: error, where: Lanes.mask(1) .> 0) : error
    }
  }

  // A run may overwrite its inputs, so all are set for each run.

  @inline(__always)
  private func set(
    _ sums: UnsafeBufferPointer<Lanes>, _ program: RowCode, _ scratch: RowCode.Scratch
  ) {
    for place in sums.indices { program.input(2 &+ place, scratch).setLanes(0, sums[place]) }
  }

  @inline(__always)
  private func set(_ rows: ErrorRows, _ n: Int, _ program: RowCode, _ scratch: RowCode.Scratch) {
    program.input(0, scratch).setLanes(0, rows.targets.lanes(n))
    program.input(1, scratch).setLanes(0, rows.outputs.lanes(n))
    for place in units.indices {
      let isUnit = rows.isUnit(units[place], at: n)
      program.input(2 &+ terms.count &+ place, scratch).setLanes(0, isUnit)
    }
  }
}

extension Expression {
  /// Every variable in it.
  var variables: [Variable] {
    switch self {
    case .number: []
    case .variable(let variable): [variable]
    case .negative(let a), .call(_, let a): a.variables
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b),
      .power(let a, let b), .maximum(let a, let b), .minimum(let a, let b), .timesLogarithm(let a, let b):
      a.variables + b.variables
    case .choice(let a, .greater(let x, let y), let b), .choice(let a, .notLess(let x, let y), let b):
      a.variables + b.variables + x.variables + y.variables
    }
  }
}
