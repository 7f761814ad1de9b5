import Glibc

/// libpng, if the machine has it: what it reads from a PNG.
enum PNGLibrary {
  struct Picture {
    let width: Int
    let height: Int
    /// Red, green, blue and opacity of each pixel, row after row.
    let pixels: [UInt8]
  }

  static var isHere: Bool { library != nil }

  /// nil if libpng reports an error or a warning.
  static func read(_ png: [UInt8]) -> Picture? {
    guard let library, let begin: Begin = library.function("png_image_begin_read_from_memory"),
      let finish: Finish = library.function("png_image_finish_read"),
      let free: Free = library.function("png_image_free")
    else { return nil }
    // `png_image` of png.h: a pointer, then numbers of 32 bits, then a message of 64 characters.
    let image = UnsafeMutableRawPointer.allocate(byteCount: 104, alignment: 8)
    defer { image.deallocate() }
    image.initializeMemory(as: UInt8.self, repeating: 0, count: 104)
    image.storeBytes(of: 1, toByteOffset: 8, as: UInt32.self)
    defer { free(image) }
    guard begin(image, png, png.count) != 0 else { return nil }
    let width = Int(image.load(fromByteOffset: 12, as: UInt32.self))
    let height = Int(image.load(fromByteOffset: 16, as: UInt32.self))
    // Eight bits each of red, green, blue and opacity.
    image.storeBytes(of: 3, toByteOffset: 20, as: UInt32.self)
    var pixels = [UInt8](repeating: 0, count: width * height * 4)
    guard finish(image, nil, &pixels, 0, nil) != 0, image.load(fromByteOffset: 32, as: UInt32.self) == 0
    else { return nil }
    return Picture(width: width, height: height, pixels: pixels)
  }

  private typealias Begin = @convention(c) (UnsafeMutableRawPointer, UnsafeRawPointer, Int) -> Int32
  private typealias Finish =
    @convention(c) (
      UnsafeMutableRawPointer, UnsafeRawPointer?, UnsafeMutableRawPointer, Int32, UnsafeMutableRawPointer?
    ) -> Int32
  private typealias Free = @convention(c) (UnsafeMutableRawPointer) -> Void

  private static let library = Library("libpng16.so.16")

  private struct Library: @unchecked Sendable {
    private let handle: UnsafeMutableRawPointer

    init?(_ name: String) {
      guard let handle = dlopen(name, RTLD_NOW) else { return nil }
      self.handle = handle
    }

    func function<Function>(_ name: String) -> Function? {
      dlsym(handle, name).map { unsafeBitCast($0, to: Function.self) }
    }
  }
}
