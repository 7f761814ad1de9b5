import Foundation

/// Only the matrix products of a training step, computed by the installed BLAS: the best rate that a large
/// network can reach.
struct DenseProducts {
  static let name = "dgemm"

  private typealias Product =
    @convention(c) (
      Int32, Int32, Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>?, Int32, UnsafePointer<Double>?,
      Int32, Double, UnsafeMutablePointer<Double>?, Int32
    ) -> Void
  private typealias SetThreads = @convention(c) (Int32) -> Void

  private static let libraries = [
    "libopenblas.so.0", "libopenblas.so", "/System/Library/Frameworks/Accelerate.framework/Accelerate",
  ]
  private static let rowMajor: Int32 = 101
  private static let asItStands: Int32 = 111
  private static let transposed: Int32 = 112

  private let product: Product
  private let setThreads: SetThreads?

  /// nil if there is no BLAS.
  init?() {
    for library in Self.libraries {
      guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL), let symbol = dlsym(handle, "cblas_dgemm")
      else { continue }
      product = unsafeBitCast(symbol, to: Product.self)
      setThreads = dlsym(handle, "openblas_set_num_threads").map { unsafeBitCast($0, to: SetThreads.self) }
      return
    }
    return nil
  }

  func contestant(_ workload: Workload) -> Contestant {
    let layers = zip(workload.units, workload.units.dropFirst()).map { (from: $0 + 1, to: $1) }
    let widest = (workload.units.max() ?? 0) + 1
    let size = max(widest * workload.batch, layers.map { $0.from * $0.to }.max() ?? 0)
    // Numbers of medium size, neither zero nor subnormal.
    let numbers = (0..<3).map { _ in [Double](repeating: 0.001, count: size) }
    let updates = max(workload.patterns.count / workload.batch, 1)
    return Contestant(
      name: Self.name,
      train: { epochs in
        setThreads?(Int32(workload.threads))
        var result = [Double](repeating: 0, count: size)
        return Time.of {
          for _ in 0..<epochs * updates {
            for (place, layer) in layers.enumerated() {
              let batch = Int32(workload.batch)
              let from = Int32(layer.from)
              let to = Int32(layer.to)
              // patterns × from · from × to, then patterns × to · (from × to)ᵀ, then (patterns × from)ᵀ ·
              // patterns × to
              multiply(batch, to, from, numbers[0], from, false, numbers[1], to, false, &result)
              if place > 0 {
                multiply(batch, from - 1, to, numbers[2], to, false, numbers[1], to, true, &result)
              }
              multiply(from, to, batch, numbers[0], from, true, numbers[2], to, false, &result)
            }
          }
        }
      })
  }

  private func multiply(
    _ m: Int32, _ n: Int32, _ k: Int32, _ a: [Double], _ aRow: Int32, _ aIsTransposed: Bool, _ b: [Double],
    _ bRow: Int32, _ bIsTransposed: Bool, _ c: inout [Double]
  ) {
    product(
      Self.rowMajor, aIsTransposed ? Self.transposed : Self.asItStands,
      bIsTransposed ? Self.transposed : Self.asItStands, m, n, k, 1, a, aRow, b, bRow, 0, &c, n)
  }
}
