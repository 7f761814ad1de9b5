// The only files that call zlib. It is looked up by name at run time, so that the program starts without it.
import CZlib
import Glibc

package struct Zlib: @unchecked Sendable {
  /// nil if the library or a function is missing.
  package static let shared = Zlib()

  private typealias Compress =
    @convention(c) (
      UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<UInt>?, UnsafePointer<UInt8>?, UInt, Int32
    ) -> Int32
  private typealias Bound = @convention(c) (UInt) -> UInt
  typealias Stream = UnsafeMutablePointer<zlib_stream>
  typealias Begin = @convention(c) (Stream?, Int32, UnsafePointer<CChar>?, Int32) -> Int32
  typealias Inflate = @convention(c) (Stream?, Int32) -> Int32
  typealias OfStream = @convention(c) (Stream?) -> Int32
  typealias Checksum = @convention(c) (UInt, UnsafePointer<UInt8>?, UInt32) -> UInt

  private let compress: Compress
  private let bound: Bound
  let begin: Begin
  let inflate: Inflate
  let reset: OfStream
  let end: OfStream
  let crc32: Checksum

  private init?() {
    guard let zlib = dlopen("libz.so.1", RTLD_NOW), let compress = dlsym(zlib, "compress2"),
      let bound = dlsym(zlib, "compressBound"), let begin = dlsym(zlib, "inflateInit2_"),
      let inflate = dlsym(zlib, "inflate"), let reset = dlsym(zlib, "inflateReset"),
      let end = dlsym(zlib, "inflateEnd"), let crc32 = dlsym(zlib, "crc32")
    else { return nil }
    self.compress = unsafeBitCast(compress, to: Compress.self)
    self.bound = unsafeBitCast(bound, to: Bound.self)
    self.begin = unsafeBitCast(begin, to: Begin.self)
    self.inflate = unsafeBitCast(inflate, to: Inflate.self)
    self.reset = unsafeBitCast(reset, to: OfStream.self)
    self.end = unsafeBitCast(end, to: OfStream.self)
    self.crc32 = unsafeBitCast(crc32, to: Checksum.self)
  }

  /// The data in the format of RFC 1950, as small as the library makes them.
  package func compressed(_ data: [UInt8]) -> [UInt8]? {
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
