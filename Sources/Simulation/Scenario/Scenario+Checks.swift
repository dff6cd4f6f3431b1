import Biometrics
import Essentials

extension Scenario {
  /// Checks what no key can check alone.
  ///
  /// - Throws: ``Failure`` (`malformedInput`, `mismatchedInput`).
  func validate(file: String?) throws {
    func check(_ holds: Bool, _ summary: String, _ remedy: String) throws {
      if !holds { throw Failure(.mismatchedInput, summary, file: file, remedy: remedy) }
    }
    let (captures, overflow) = cameras.multipliedReportingOverflow(by: facesPerCamera)
    try check(
      !overflow && captures < 1 << 40 && captures * days < 1 << 40,
      "cameras, faces and days make more than 10¹² captures", "Lower one of them")
    try check(
      people + absentProbes + listed < 1 << 32, "more than four billion people",
      "Lower population.people")
    try check(
      presentProbes + absentProbes > 0 || direction == .watchList,
      "a look-up without probes", "Set probes.present or probes.absent")
    try check(
      listedPassing <= listed, "list.passing is more than list.people", "Lower list.passing")
    try check(
      listedPassing <= people, "list.passing is more than population.people",
      "Lower list.passing")
    try check(
      mislabelled + duplicated + missing <= 1, "the shares of record errors add up to more than 1",
      "Lower one of them")
    try check(!mappings.isEmpty, "no mapping is named", "Set matching.mappings, such as [logistic]")
    try check(
      !places.isEmpty && places.allSatisfy { !$0.isEmpty }, "no place is named",
      "Set cameras.places, such as [street]")
  }
}
