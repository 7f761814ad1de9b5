// The only file that calls librsvg and cairo. It looks them up by name at run time, so that the program
// starts without them.
#if canImport(Glibc)
  import Glibc

  struct Librsvg: @unchecked Sendable {
    /// nil if a library or a function is missing.
    static let shared = Librsvg()

    private typealias Write =
      @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, UInt32) -> Int32
    private typealias Open =
      @convention(c) (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<OpaquePointer?>?) -> OpaquePointer?
    private typealias Render =
      @convention(c) (
        OpaquePointer?, OpaquePointer?, UnsafePointer<Double>?, UnsafeMutablePointer<OpaquePointer?>?
      )
      -> Int32
    private typealias ImageSurface = @convention(c) (Int32, Int32, Int32) -> OpaquePointer?
    private typealias PDFSurface =
      @convention(c) (Write?, UnsafeMutableRawPointer?, Double, Double) -> OpaquePointer?
    private typealias Data = @convention(c) (OpaquePointer?) -> UnsafePointer<UInt32>?
    private typealias Stride = @convention(c) (OpaquePointer?) -> Int32
    private typealias Make = @convention(c) (OpaquePointer?) -> OpaquePointer?
    private typealias Release = @convention(c) (OpaquePointer?) -> Void
    private typealias ReleaseError = @convention(c) (OpaquePointer?) -> Void
    private typealias Status = @convention(c) (OpaquePointer?) -> Int32

    /// The destination of cairo's output.
    private final class Sink {
      var bytes: [UInt8] = []
    }

    private let open: Open
    private let render: Render
    private let imageSurface: ImageSurface
    private let pdfSurface: PDFSurface
    private let flush: Release
    private let data: Data
    private let stride: Stride
    private let context: Make
    private let releaseContext: Release
    private let finish: Release
    private let releaseSurface: Release
    private let status: Status
    private let releaseObject: Release
    private let releaseError: ReleaseError

    private init?() {
      guard let rsvg = dlopen("librsvg-2.so.2", RTLD_NOW), let cairo = dlopen("libcairo.so.2", RTLD_NOW),
        let object = dlopen("libgobject-2.0.so.0", RTLD_NOW), let glib = dlopen("libglib-2.0.so.0", RTLD_NOW),
        let open = dlsym(rsvg, "rsvg_handle_new_from_data"),
        let render = dlsym(rsvg, "rsvg_handle_render_document"),
        let imageSurface = dlsym(cairo, "cairo_image_surface_create"),
        let pdfSurface = dlsym(cairo, "cairo_pdf_surface_create_for_stream"),
        let flush = dlsym(cairo, "cairo_surface_flush"),
        let data = dlsym(cairo, "cairo_image_surface_get_data"),
        let stride = dlsym(cairo, "cairo_image_surface_get_stride"),
        let context = dlsym(cairo, "cairo_create"), let releaseContext = dlsym(cairo, "cairo_destroy"),
        let finish = dlsym(cairo, "cairo_surface_finish"),
        let releaseSurface = dlsym(cairo, "cairo_surface_destroy"),
        let status = dlsym(cairo, "cairo_surface_status"),
        let releaseObject = dlsym(object, "g_object_unref"),
        let releaseError = dlsym(glib, "g_error_free")
      else { return nil }
      self.open = unsafeBitCast(open, to: Open.self)
      self.render = unsafeBitCast(render, to: Render.self)
      self.imageSurface = unsafeBitCast(imageSurface, to: ImageSurface.self)
      self.pdfSurface = unsafeBitCast(pdfSurface, to: PDFSurface.self)
      self.flush = unsafeBitCast(flush, to: Release.self)
      self.data = unsafeBitCast(data, to: Data.self)
      self.stride = unsafeBitCast(stride, to: Stride.self)
      self.context = unsafeBitCast(context, to: Make.self)
      self.releaseContext = unsafeBitCast(releaseContext, to: Release.self)
      self.finish = unsafeBitCast(finish, to: Release.self)
      self.releaseSurface = unsafeBitCast(releaseSurface, to: Release.self)
      self.status = unsafeBitCast(status, to: Status.self)
      self.releaseObject = unsafeBitCast(releaseObject, to: Release.self)
      self.releaseError = unsafeBitCast(releaseError, to: ReleaseError.self)
    }

    /// The write function of cairo's stream: the closure is a `Sink`, kept alive by the caller.
    private static let write: Write = { closure, bytes, count in
      guard let closure, let bytes else { return 11 }  // CAIRO_STATUS_WRITE_ERROR
      let sink = Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue()
      sink.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
      return 0
    }

    /// The pixels row by row: 8 bits each of alpha, red, green and blue, the alpha not multiplied in.
    func pixels(_ svg: String, width: Int, height: Int) -> [UInt32]? {
      guard width > 0, height > 0 else { return nil }
      let surface = imageSurface(0, Int32(width), Int32(height))  // CAIRO_FORMAT_ARGB32
      defer { releaseSurface(surface) }
      guard draw(svg, on: surface, (Double(width), Double(height))) else { return nil }
      flush(surface)
      guard let data = data(surface) else { return nil }
      let stride = Int(stride(surface)) / 4
      return (0..<height).flatMap { row in
        UnsafeBufferPointer(start: data + row * stride, count: width).map { Self.divided($0) }
      }
    }

    /// cairo multiplies red, green and blue by alpha.
    private static func divided(_ pixel: UInt32) -> UInt32 {
      let alpha = pixel >> 24
      guard alpha > 0, alpha < 255 else { return pixel }
      func part(_ shift: UInt32) -> UInt32 {
        min(((pixel >> shift & 255) * 255 + alpha / 2) / alpha, 255) << shift
      }
      return alpha << 24 | part(16) | part(8) | part(0)
    }

    /// A typographic point is 4/3 of a CSS pixel.
    func pdf(_ svg: String, width: Double, height: Double) -> [UInt8]? {
      let size = (width: width * 0.75, height: height * 0.75)
      let sink = Sink()
      return withExtendedLifetime(sink) {
        let surface = pdfSurface(
          Self.write, Unmanaged.passUnretained(sink).toOpaque(), size.width, size.height)
        defer { releaseSurface(surface) }
        guard draw(svg, on: surface, size) else {
          finish(surface)
          return nil
        }
        finish(surface)
        return status(surface) == 0 ? sink.bytes : nil
      }
    }

    private func draw(_ svg: String, on surface: OpaquePointer?, _ size: (width: Double, height: Double))
      -> Bool
    {
      guard status(surface) == 0 else { return false }
      var error: OpaquePointer?
      let text = Array(svg.utf8)
      let handle = text.withUnsafeBufferPointer { open($0.baseAddress, $0.count, &error) }
      guard let handle else {
        if let error { releaseError(error) }
        return false
      }
      defer { releaseObject(handle) }
      let context = context(surface)
      defer { releaseContext(context) }
      let viewport = [0, 0, size.width, size.height]  // RsvgRectangle
      let drawn = render(handle, context, viewport, &error) != 0
      if let error { releaseError(error) }
      return drawn
    }
  }
#endif
