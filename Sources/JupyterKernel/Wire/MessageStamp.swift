import Glibc
import JSON
import JupyterMessages

/// Makes the headers of the kernel's messages: they share one session, and messages are counted.
struct MessageStamp {
  let session: String
  private var count = 0
  private let beforeCount: [UInt8]
  private let beforeDate: [UInt8]

  init(session: String) {
    self.session = session
    beforeCount = Array(#"{"msg_id":"\#(session)_"#.utf8)
    beforeDate = Array(#"","session":"\#(session)","username":"kernel","date":""#.utf8)
  }

  /// A name that no other kernel has.
  static func newSession() -> String {
    (0..<2).map { _ in
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }.joined()
  }

  /// A header as JSON. Five are made for every cell, so it is assembled from bytes; the type may be text from
  /// a client.
  mutating func header(type: String) -> [UInt8] {
    count += 1
    var json = beforeCount
    json.reserveCapacity(256)
    json += String(count).utf8
    json += beforeDate
    Self.appendNow(to: &json)
    json += #"","msg_type":"#.utf8
    json += JSONValue.string(type).bytes
    json += #","version":""#.utf8
    json += JupyterProtocol.version.utf8
    json += #""}"#.utf8
    return json
  }

  /// The UTC time in ISO 8601 format with microseconds.
  static func now() -> String {
    var text: [UInt8] = []
    appendNow(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private static func appendNow(to text: inout [UInt8]) {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var parts = tm()
    gmtime_r(&time.tv_sec, &parts)
    func append(_ value: Int, _ width: Int, _ separator: Unicode.Scalar) {
      var power = 1
      for _ in 1..<width { power *= 10 }
      while power > 0 {
        text.append(UInt8(ascii: "0") + UInt8(value / power % 10))
        power /= 10
      }
      text.append(UInt8(ascii: separator))
    }
    append(Int(parts.tm_year) + 1900, 4, "-")
    append(Int(parts.tm_mon) + 1, 2, "-")
    append(Int(parts.tm_mday), 2, "T")
    append(Int(parts.tm_hour), 2, ":")
    append(Int(parts.tm_min), 2, ":")
    append(Int(parts.tm_sec), 2, ".")
    append(time.tv_nsec / 1000, 6, "Z")
  }
}
