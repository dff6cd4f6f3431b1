/// Open-set identification at one gallery: both modes, with counts and intervals.
public struct OpenSetResult: Sendable, Equatable, Codable {
  /// A threshold set for a target rate.
  public struct TargetPoint: Sendable, Equatable, Codable {
    /// The FPIR that must not be exceeded.
    public let targetFpir: Double
    /// The threshold; nil where so few searches can't show such a rate.
    public let threshold: Double?
    /// The FPIR observed there.
    public let fpir: MeasuredRate?
    /// The FNIR there, on a list of any length.
    public let fnir: MeasuredRate?
  }

  /// How many people are enrolled.
  public let galleryPeople: Int
  /// How many templates are enrolled.
  public let galleryTemplates: Int
  /// Searches whose person is enrolled with another template.
  public let matedSearches: Int
  /// Searches without any template of their person.
  public let nonMatedSearches: Int
  /// The people of the mated searches.
  public let matedPeople: Int
  /// The people of the non-mated searches.
  public let nonMatedPeople: Int
  /// How many candidates a search returned at most; nil where it was everybody enrolled.
  public let listLength: Int?
  /// The threshold of ``fpir`` and ``fnir``.
  public let threshold: Double
  /// FPIR(N, T, L) for any L from 1.
  public let fpir: MeasuredRate?
  /// FNIR(N, R, T) for any R: identification.
  ///
  /// TPIR is 1 minus this.
  public let fnir: MeasuredRate?
  /// Identification at target rates.
  public let identification: [TargetPoint]
  /// FPIR against FNIR by threshold.
  public let tradeOff: [IdentificationPoint]
  /// CMC: the share of mated searches whose mate is within the first R candidates (investigation).
  public let cumulativeMatch: [RankedRate]

  /// The target rates of identification unless told.
  public static let targets = [0.3, 0.1, 0.03, 0.01, 0.001]

  /// Counts them on `searches`; beyond `listLength` no rank is measurable.
  public init(
    _ searches: OpenSetSearches, threshold: Double, targets: [Double] = OpenSetResult.targets,
    ranks: Int = 20, listLength: Int? = nil, level: Double = 0.95
  ) {
    galleryPeople = searches.people
    galleryTemplates = searches.templates
    matedSearches = searches.mated.count
    nonMatedSearches = searches.nonMated.count
    matedPeople = Set(searches.mated.map(\.person)).count
    nonMatedPeople = Set(searches.nonMated.map(\.person)).count
    self.listLength = listLength
    self.threshold = threshold
    fpir = searches.falsePositiveIdentificationRate(threshold: threshold, level: level)
    fnir = searches.falseNegativeIdentificationRate(threshold: threshold, level: level)
    identification = targets.map { target in
      guard
        case .threshold(let threshold, _, _) = searches.threshold(
          forFalsePositiveIdentificationRate: target)
      else { return TargetPoint(targetFpir: target, threshold: nil, fpir: nil, fnir: nil) }
      return TargetPoint(
        targetFpir: target, threshold: threshold,
        fpir: searches.falsePositiveIdentificationRate(threshold: threshold, level: level),
        fnir: searches.falseNegativeIdentificationRate(threshold: threshold, level: level))
    }
    tradeOff = searches.tradeOff()
    cumulativeMatch =
      searches.mated.isEmpty
      ? [] : searches.cumulativeMatch(ranks: min(ranks, listLength ?? ranks), level: level)
  }
}
