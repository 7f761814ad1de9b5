#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The matrix product of the BLAS that is installed, if one is. It is opened when a product is first large enough for it:
/// linking it costs every start of the kernel milliseconds and a pool of threads.
struct BLAS: Sendable {
  #if canImport(Glibc) || canImport(Musl) || canImport(Darwin)
    private typealias Product =
      @convention(c) @Sendable (
        Int32, Int32, Int32, Int32, Int32, Int32, Double, Numbers, Int32, Numbers, Int32, Double, Numbers,
        Int32
      ) -> Void
    private typealias SetThreads = @convention(c) @Sendable (Int32) -> Void

    private static let names = [
      "libopenblas.so.0", "libopenblas.so", "libcblas.so.3",
      "/System/Library/Frameworks/Accelerate.framework/Accelerate",
    ]

    private let product: Product

    static let shared = BLAS()

    private init?() {
      for name in Self.names {
        guard let library = dlopen(name, RTLD_NOW | RTLD_LOCAL), let symbol = dlsym(library, "cblas_dgemm")
        else {
          continue
        }
        product = unsafeBitCast(symbol, to: Product.self)
        // Its own threads would share a product out by their number, and the last bits would depend on it.
        if let setThreads = dlsym(library, "openblas_set_num_threads") {
          unsafeBitCast(setThreads, to: SetThreads.self)(1)
        }
        return
      }
      return nil
    }

    func multiply(_ p: MatrixProduct, adding: Bool) {
      let rowMajor: Int32 = 101
      let asItStands: Int32 = 111
      let transposed: Int32 = 112
      let aIsTransposed = p.aColumn != 1
      product(
        rowMajor, aIsTransposed ? transposed : asItStands, asItStands, Int32(p.m), Int32(p.n), Int32(p.k), 1,
        p.a,
        Int32(aIsTransposed ? p.aColumn : p.aRow), p.b, Int32(p.bRow), adding ? 1 : 0, p.c, Int32(p.cRow))
    }
  #else
    static let shared: BLAS? = nil
    func multiply(_ p: MatrixProduct, adding: Bool) {}
  #endif
}
