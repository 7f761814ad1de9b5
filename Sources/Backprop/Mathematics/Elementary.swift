// The only file that asks the platform for mathematical functions. Without a C library (Embedded Swift for
// WebAssembly), the host that runs the module supplies the functions under their C names.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#else
  @_extern(c, "exp") private func exp(_ x: Double) -> Double
  @_extern(c, "log") private func log(_ x: Double) -> Double
  @_extern(c, "log1p") private func log1p(_ x: Double) -> Double
  @_extern(c, "tanh") private func tanh(_ x: Double) -> Double
  @_extern(c, "sin") private func sin(_ x: Double) -> Double
  @_extern(c, "cos") private func cos(_ x: Double) -> Double
  @_extern(c, "pow") private func pow(_ x: Double, _ y: Double) -> Double
#endif

/// The elementary functions of a real number.
package enum Elementary {
  package static func exponential(_ x: Double) -> Double { exp(x) }
  package static func logarithm(_ x: Double) -> Double { log(x) }
  package static func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
  package static func sine(_ x: Double) -> Double { sin(x) }
  package static func cosine(_ x: Double) -> Double { cos(x) }
  package static func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }

  /// 1022 log 2: the greatest x for which both eˣ and e⁻ˣ are normal numbers.
  @inline(__always) package static var greatestNormalExponent: Double { 0x1.6232bdd7abcd2p+9 }

  /// eˣ, and 0 where that would be less than the least normal number.
  package static func normalExponential(_ x: Double) -> Double {
    x < -greatestNormalExponent ? 0 : exp(x)
  }

  /// 1 / (1 + e⁻ᵃ), and 0 where that would be less than the least normal number.
  package static func sigmoid(_ a: Double) -> Double {
    a < -greatestNormalExponent ? 0 : 1 / (1 + exp(-a))
  }

  /// log(1 + eˣ), which neither overflows nor loses a small eˣ.
  package static func softplus(_ x: Double) -> Double {
    x > 0 ? x + log1p(exp(-x)) : log1p(exp(x))
  }
}
