import CZeroMQ
import Glibc

/// An error of the system or of ZeroMQ, given by its number.
public struct SystemError: Error, Equatable, CustomStringConvertible {
  public var number: Int32

  public init(number: Int32) { self.number = number }

  public var description: String { String(cString: zmq_strerror(number)) }

  /// The address is taken, most often by another kernel.
  var isAddressInUse: Bool { number == EADDRINUSE }
  /// The call was interrupted by a signal and must be repeated.
  var isInterruption: Bool { number == EINTR }
  /// There is nothing to receive at present.
  var isNothingYet: Bool { number == EAGAIN }
}
