import Foundation

/// Points in time as the store keeps them.
package enum Moment {
  /// Now, in milliseconds since 1970 UTC.
  package static func now() -> Int64 {
    Int64((Date().timeIntervalSince1970 * 1000).rounded())
  }

  /// `count` days in milliseconds.
  package static func days(_ count: Int64) -> Int64 { count * 86_400_000 }
}
