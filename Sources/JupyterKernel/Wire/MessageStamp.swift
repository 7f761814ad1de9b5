import Glibc

/// Makes the headers of what the kernel sends: one session, messages counted.
struct MessageStamp {
  static let protocolVersion = "5.5"
  let session: String
  private var count = 0

  init(session: String) { self.session = session }

  /// A name that no other kernel has.
  static func newSession() -> String {
    (0..<2).map { _ in
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }.joined()
  }

  /// A header as JSON.
  mutating func header(type: String) -> [UInt8] {
    count += 1
    let json =
      #"{"msg_id":"\#(session)_\#(count)","session":"\#(session)","username":"kernel","date":"\#(Self.now())","#
      + #""msg_type":"\#(type)","version":"\#(Self.protocolVersion)"}"#
    return Array(json.utf8)
  }

  /// The time by ISO 8601, in UTC with microseconds.
  static func now() -> String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var parts = tm()
    gmtime_r(&time.tv_sec, &parts)
    func digits(_ value: Int, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
    let date = "\(parts.tm_year + 1900)-\(digits(Int(parts.tm_mon) + 1, 2))-\(digits(Int(parts.tm_mday), 2))"
    let hours =
      "\(digits(Int(parts.tm_hour), 2)):\(digits(Int(parts.tm_min), 2)):\(digits(Int(parts.tm_sec), 2))"
    return "\(date)T\(hours).\(digits(time.tv_nsec / 1000, 6))Z"
  }
}
