/// Writes CSV records (RFC 4180, LF).
public enum CSVLine {
  /// `values` as one line with its line end; quoted only where needed.
  public static func encode(_ values: [String]) -> String {
    values.map(quote).joined(separator: ",") + "\n"
  }

  private static func quote(_ value: String) -> String {
    guard value.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D })
    else {
      return value
    }
    return "\"" + value.replacing("\"", with: "\"\"") + "\""
  }
}
