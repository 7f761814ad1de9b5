import Backprop

extension TransferFunction {
  /// A function as a user defines it: 1 / (1 + exp(-β a)).
  static func steep(_ β: Double) -> TransferFunction {
    let value: @Sendable (Double) -> Double = { 1 / (1 + Elementary.exponential(-β * $0)) }
    return TransferFunction(
      name: "steep", definition: "1 / (1 + exp(-\(β) a))", value: value,
      derivative: { β * value($0) * (1 - value($0)) },
      calculation: { steps, a in
        let argument = steps.negative(steps.product(steps.number(β), a))
        return steps.quotient(
          steps.number(1), steps.sum(steps.number(1), steps.call(.exponential, argument)))
      })
  }
}
