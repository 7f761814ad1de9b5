// The only file that calls zlib, which the library behind cairo's PNG files needs: where that is, it is.
#if canImport(Glibc)
  import Glibc

  struct Zlib: @unchecked Sendable {
    /// nil if the library or a function is missing.
    static let shared = Zlib()

    private typealias Compress =
      @convention(c) (
        UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<UInt>?, UnsafePointer<UInt8>?, UInt, Int32
      ) -> Int32
    private typealias Bound = @convention(c) (UInt) -> UInt

    private let compress: Compress
    private let bound: Bound

    private init?() {
      guard let zlib = dlopen("libz.so.1", RTLD_NOW), let compress = dlsym(zlib, "compress2"),
        let bound = dlsym(zlib, "compressBound")
      else { return nil }
      self.compress = unsafeBitCast(compress, to: Compress.self)
      self.bound = unsafeBitCast(bound, to: Bound.self)
    }

    /// The data in the format of RFC 1950, as small as the library makes them.
    func compressed(_ data: [UInt8]) -> [UInt8]? {
      var count = bound(UInt(data.count))
      var result: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
        result = data.withUnsafeBufferPointer {
          compress(buffer.baseAddress, &count, $0.baseAddress, UInt($0.count), 9)
        }
        filled = result == 0 ? Int(count) : 0
      }
      return result == 0 ? bytes : nil
    }
  }
#endif
