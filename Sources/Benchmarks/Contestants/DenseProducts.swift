import Backprop
import Foundation

/// Only the matrix products of a training step, computed by the installed BLAS: the best rate that a large
/// network can reach.
struct DenseProducts {
  static let names = [name(.double), name(.single)]

  private typealias SetThreads = @convention(c) (Int32) -> Void

  private static let libraries = [
    "libopenblas.so.0", "libopenblas.so", "/System/Library/Frameworks/Accelerate.framework/Accelerate",
  ]

  private let library: UnsafeMutableRawPointer
  private let setThreads: SetThreads?

  /// nil if there is no BLAS.
  init?() {
    guard let library = Self.libraries.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first
    else { return nil }
    self.library = library
    setThreads = dlsym(library, "openblas_set_num_threads").map { unsafeBitCast($0, to: SetThreads.self) }
  }

  /// What BLAS calls the product.
  private static func name(_ precision: Precision) -> String { precision == .double ? "dgemm" : "sgemm" }

  /// nil if the library has no such product.
  func contestant(_ workload: Workload) -> Contestant? {
    let name = Self.name(workload.precision)
    guard let symbol = dlsym(library, "cblas_" + name) else { return nil }
    switch workload.precision {
    case .double:
      let product = unsafeBitCast(symbol, to: DoubleProduct.self)
      return contestant(name, workload) { a, b, c, sizes in
        product(
          sizes.rowMajor, sizes.a, sizes.b, sizes.m, sizes.n, sizes.k, 1, a, sizes.aRow, b, sizes.bRow, 0, c,
          sizes.n)
      }
    case .single:
      let product = unsafeBitCast(symbol, to: SingleProduct.self)
      return contestant(name, workload) { a, b, c, sizes in
        product(
          sizes.rowMajor, sizes.a, sizes.b, sizes.m, sizes.n, sizes.k, 1, a, sizes.aRow, b, sizes.bRow, 0, c,
          sizes.n)
      }
    }
  }

  private typealias DoubleProduct =
    @convention(c) (
      Int32, Int32, Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>?, Int32, UnsafePointer<Double>?,
      Int32, Double, UnsafeMutablePointer<Double>?, Int32
    ) -> Void
  private typealias SingleProduct =
    @convention(c) (
      Int32, Int32, Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>?, Int32, UnsafePointer<Float>?,
      Int32, Float, UnsafeMutablePointer<Float>?, Int32
    ) -> Void

  /// c = a b, with m × k and k × n numbers, and how each is stored: in rows of how many numbers, and whether
  /// transposed.
  private struct Sizes {
    let m: Int32
    let n: Int32
    let k: Int32
    let aRow: Int32
    let bRow: Int32
    var aIsTransposed = false
    var bIsTransposed = false

    /// CblasRowMajor; CblasTrans or CblasNoTrans.
    var rowMajor: Int32 { 101 }
    var a: Int32 { aIsTransposed ? 112 : 111 }
    var b: Int32 { bIsTransposed ? 112 : 111 }
  }

  private func contestant<Number: BinaryFloatingPoint>(
    _ name: String, _ workload: Workload,
    _ product:
      @escaping (
        UnsafePointer<Number>?, UnsafePointer<Number>?, UnsafeMutablePointer<Number>?, Sizes
      ) -> Void
  ) -> Contestant {
    let layers = zip(workload.units, workload.units.dropFirst()).map { (from: Int32($0 + 1), to: Int32($1)) }
    let batch = Int32(workload.batch)
    let widest = (workload.units.max() ?? 0) + 1
    let size = max(widest * workload.batch, layers.map { Int($0.from * $0.to) }.max() ?? 0)
    // Numbers of medium size, neither zero nor subnormal.
    let outputs = [Number](repeating: 0.001, count: size)
    let (weights, deltas) = (outputs, outputs)
    let updates = max(workload.patterns.count / workload.batch, 1)
    return Contestant(
      name: name,
      train: { epochs in
        setThreads?(Int32(workload.threads))
        var result = [Number](repeating: 0, count: size)
        return Time.of {
          for _ in 0..<epochs * updates {
            for (place, layer) in layers.enumerated() {
              let (from, to) = (layer.from, layer.to)
              // patterns × from · from × to, then patterns × to · (from × to)ᵀ, then (patterns × from)ᵀ ·
              // patterns × to
              product(outputs, weights, &result, Sizes(m: batch, n: to, k: from, aRow: from, bRow: to))
              if place > 0 {
                product(
                  deltas, weights, &result,
                  Sizes(m: batch, n: from - 1, k: to, aRow: to, bRow: to, bIsTransposed: true))
              }
              product(
                outputs, deltas, &result,
                Sizes(m: from, n: to, k: batch, aRow: from, bRow: to, aIsTransposed: true))
            }
          }
        }
      })
  }
}
