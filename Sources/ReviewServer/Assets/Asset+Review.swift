extension Asset {
  /// Measures active time.
  static let activeTime = Asset("active-time.js", type: script, PackageResources.active_time_js)
  /// Keeps answers until the server has them.
  static let outbox = Asset("outbox.js", type: script, PackageResources.outbox_js)
  /// The review page.
  static let review = Asset("review.js", type: script, PackageResources.review_js)

  /// Those of the review page.
  static let reviewing = [activeTime, outbox, review]
}

extension Asset {
  /// The auditor's pages.
  static let study = Asset("study.js", type: script, PackageResources.study_js)
  /// The adjudicator's pages.
  static let adjudicate = Asset("adjudicate.js", type: script, PackageResources.adjudicate_js)

  /// Those of studies.
  static let studies = [study, adjudicate]
}
