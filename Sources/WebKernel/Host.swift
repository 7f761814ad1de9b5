import BackpropLanguage

// What a page, a worker, Node or a Python program that runs the module lends it. Text is UTF-8.

/// A message of the cell that runs, or a reply, as JSON: `{"type": "display_data", "content": {…}}`.
@_extern(wasm, module: "backprop", name: "output") @_extern(c)
func hostOutput(_ text: UnsafePointer<UInt8>?, _ count: Int32)

/// Whether the user wants the cell to stop.
@_extern(wasm, module: "backprop", name: "is_interrupted") @_extern(c)
func hostIsInterrupted() -> Int32

/// Seconds since some fixed moment.
@_extern(wasm, module: "backprop", name: "now") @_extern(c)
func hostNow() -> Double

/// Finds a file. Returns its size in bytes; or -1 less the size of the reason why it cannot be read. Either
/// is then taken.
@_extern(wasm, module: "backprop", name: "read") @_extern(c)
func hostRead(_ path: UnsafePointer<UInt8>?, _ count: Int32) -> Int32

/// Unpacks compressed bytes. kind: 0 for gzip, 1 for deflate, which then unpack to `size` bytes with this
/// checksum. Returns, as `hostRead`, how many bytes are to be taken or that there is a reason.
@_extern(wasm, module: "backprop", name: "unpack") @_extern(c)
func hostUnpack(
  _ bytes: UnsafePointer<UInt8>?, _ count: Int32, _ kind: Int32, _ size: Int32, _ checksum: Int32
) -> Int32

/// Writes a whole file. Returns 0; or, as `hostRead`, that there is a reason to take.
@_extern(wasm, module: "backprop", name: "write") @_extern(c)
func hostWrite(
  _ path: UnsafePointer<UInt8>?, _ count: Int32, _ bytes: UnsafePointer<UInt8>?, _ size: Int32
) -> Int32

/// Finds the files whose path begins with a text. Returns the size of their names, one a line, to be taken.
@_extern(wasm, module: "backprop", name: "list") @_extern(c)
func hostList(_ path: UnsafePointer<UInt8>?, _ count: Int32) -> Int32

/// Copies what was found last.
@_extern(wasm, module: "backprop", name: "take") @_extern(c)
func hostTake(_ place: UnsafeMutablePointer<UInt8>?)

/// The number of bytes that the module may still allocate, from `support.c`.
@_extern(c, "backprop_available_memory")
func availableMemory() -> Double

/// The host, in the terms of the language.
enum Host {
  static func send(_ type: String, _ content: [UInt8]) {
    let message = Array("{\"type\":\"\(type)\",\"content\":".utf8) + content + Array("}".utf8)
    message.withUnsafeBufferPointer { hostOutput($0.baseAddress, Int32($0.count)) }
  }

  static func cellHost(publish: @escaping (SessionSnapshot) -> Void = { _ in }) -> CellHost {
    var host = CellHost(
      emit: { _ in }, isInterrupted: { hostIsInterrupted() != 0 }, now: { hostNow() },
      readFile: { read($0) }, writeFile: { write($0, $1) }, availableMemory: { availableMemory() },
      publish: publish)
    host.unpack = { unpacked($0) }
    return host
  }

  private static func unpacked(_ packed: PackedBytes) -> Result<[UInt8], FileFailure> {
    let found = packed.file[packed.range].withUnsafeBufferPointer { bytes in
      switch packed.format {
      case .gzip: hostUnpack(bytes.baseAddress, Int32(bytes.count), 0, 0, 0)
      case .deflate(let size, let checksum):
        hostUnpack(
          bytes.baseAddress, Int32(bytes.count), 1, Int32(clamping: size), Int32(bitPattern: checksum))
      }
    }
    if found < 0, hostIsInterrupted() != 0 { return .failure(.interrupted) }
    return found < 0 ? .failure(failure(found)) : .success(taken(found))
  }

  static func read(_ path: String) -> Result<[UInt8], FileFailure> {
    let found = Array(path.utf8).withUnsafeBufferPointer { hostRead($0.baseAddress, Int32($0.count)) }
    return found < 0 ? .failure(failure(found)) : .success(taken(found))
  }

  static func write(_ path: String, _ bytes: [UInt8]) -> Result<Void, FileFailure> {
    let result = Array(path.utf8).withUnsafeBufferPointer { path in
      bytes.withUnsafeBufferPointer {
        hostWrite(path.baseAddress, Int32(path.count), $0.baseAddress, Int32($0.count))
      }
    }
    return result < 0 ? .failure(failure(result)) : .success(())
  }

  static func files(beginning path: String) -> [String] {
    let count = Array(path.utf8).withUnsafeBufferPointer { hostList($0.baseAddress, Int32($0.count)) }
    guard count > 0 else { return [] }
    return String(decoding: taken(count), as: UTF8.self).split(separator: "\n").map { String($0) }
  }

  private static func failure(_ result: Int32) -> FileFailure {
    .refused(String(decoding: taken(-1 - result), as: UTF8.self))
  }

  private static func taken(_ count: Int32) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
      hostTake(buffer.baseAddress)
      filled = Int(count)
    }
  }
}
