/// The style of every page: no font, picture or sheet from elsewhere.
///
/// Text and background differ by 7 to 1 or more, small and muted text by 4.5 to 1 or more; the inks
/// of figures (Okabe and Ito's, made darker or lighter) by 3 to 1 or more, which a test computes.
package enum Stylesheet {
  /// The sheet; holds no "<", as ``Markup`` demands.
  package static let text = """
    :root { color-scheme: light dark; \(variables(dark: false)) }
    @media (prefers-color-scheme: dark) { :root { \(variables(dark: true)) } }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body {
      margin: 0 auto; padding: 1rem 1.25rem 4rem; max-width: 58rem; background: var(--paper);
      color: var(--ink); font: 1rem/1.55 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
      overflow-wrap: break-word;
    }
    h1, h2, h3, h4 { line-height: 1.2; text-wrap: balance; break-after: avoid; }
    h1 { font-size: 2rem; margin: 1.5rem 0 .5rem; }
    h2 { font-size: 1.45rem; margin: 2.75rem 0 .75rem; padding-top: .6rem; border-top: 2px solid var(--rule); }
    h3 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
    h4 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
    p, ul, ol, dl { margin: .6rem 0; }
    p, li, dd { max-width: 46rem; }
    a { color: var(--link); }
    code { font: .88em ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
    .summary { font-size: 1.12rem; }
    .skip { position: absolute; left: -100vw; background: var(--paper); padding: .5rem 1rem; }
    .skip:focus { left: 1rem; top: .5rem; z-index: 1; }
    :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
    nav { margin: 1.25rem 0; }
    nav ol { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; list-style: none; }
    .limits { border: 2px solid var(--warn); border-radius: .5rem; padding: .25rem 1.25rem .5rem; background: var(--tint); }
    .limits h2 { border: 0; margin: .75rem 0 .25rem; padding: 0; }
    .limits li { margin: .4rem 0; }
    .note { border-left: .3rem solid var(--rule); padding: .1rem 0 .1rem .9rem; color: var(--muted); }
    dl > div { display: grid; grid-template-columns: 13rem 1fr; gap: 0 1rem; padding: .3rem 0; border-bottom: 1px solid var(--rule); break-inside: avoid; }
    dt { color: var(--muted); }
    dd { margin: 0; }
    .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .75rem; margin: 1rem 0; }
    .tile { border: 1px solid var(--rule); border-radius: .5rem; padding: .6rem .9rem; background: var(--tint); break-inside: avoid; }
    .tile p { margin: .1rem 0; }
    .tile .value { font-size: 1.7rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
    .tile .label { font-weight: 600; }
    .tile .detail { color: var(--muted); font-size: .85rem; }
    .scroll { overflow-x: auto; margin: .75rem 0; }
    table { border-collapse: collapse; font-size: .9rem; min-width: 60%; }
    caption { text-align: left; color: var(--muted); padding: .3rem 0; }
    th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--rule); }
    thead th { border-bottom: 2px solid var(--ink); vertical-align: bottom; }
    tbody th { font-weight: 500; }
    tr { break-inside: avoid; }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    figure { margin: 1.5rem 0; }
    figure > .scroll, figcaption { break-inside: avoid; }
    figcaption { color: var(--muted); max-width: 46rem; }
    figcaption strong { color: var(--ink); }
    details { margin: .5rem 0; }
    summary { cursor: pointer; color: var(--link); }
    svg { display: block; max-width: 100%; height: auto; }
    svg text { font-family: system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
    .gallery { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(8.4rem, 1fr)); gap: .8rem; }
    .gallery li { border: 1px solid var(--rule); border-radius: .5rem; overflow: hidden; background: var(--tint); break-inside: avoid; font-size: .85rem; }
    .gallery .stressed { border: 3px solid var(--link); }
    .gallery img, .gallery .absent { display: block; width: 100%; aspect-ratio: 1; height: auto; object-fit: cover; }
    .gallery .absent { display: grid; place-items: center; color: var(--muted); }
    .words { padding: .4rem .7rem .6rem; }
    .words p { margin: .1rem 0; }
    .name { font-weight: 650; font-size: .95rem; }
    footer { margin-top: 3rem; color: var(--muted); font-size: .85rem; }
    \(inkRules)
    @media (max-width: 36rem) {
      body { padding: .5rem .9rem 3rem; }
      h1 { font-size: 1.6rem; }
      svg { max-width: none; width: 34rem; }
      dl > div { grid-template-columns: 1fr; }
          }
    @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
    @page { size: A4; margin: 16mm 15mm; }
    @media print {
      :root { color-scheme: light; \(variables(dark: false)) }
      body { max-width: none; padding: 0; font-size: 10pt; }
      .skip, nav, footer { display: none; }
      h2 { margin-top: 1.75rem; }
      a { color: inherit; text-decoration: none; }
      svg { width: auto; max-width: 100%; max-height: 95mm; }
      .scroll { overflow: visible; }
      .short { break-inside: avoid; }
      table { font-size: 8pt; }
      th, td { padding: .05rem .8rem .05rem 0; }
      .gallery { grid-template-columns: repeat(6, 1fr); }
      summary { display: none; }
      details::details-content { content-visibility: visible; block-size: auto; }
    }
    """

  /// The custom properties of one colour scheme.
  private static func variables(dark: Bool) -> String {
    let surfaces =
      dark
      ? "--paper: #16181b; --tint: #1f2226; --rule: #43484f; --muted: #b0b6bd; --link: #8ab8ff; --warn: #f0a35e;"
      : "--paper: #ffffff; --tint: #f6f7f9; --rule: #d0d4d9; --muted: #50565d; --link: #0a53b5; --warn: #b04a00;"
    let inks = Ink.allCases.map { "--\($0.name): \(dark ? $0.dark : $0.light);" }
    return surfaces + " " + inks.joined(separator: " ")
  }

  /// How a figure's strokes, fills and symbols take their inks.
  private static var inkRules: String {
    Ink.allCases.map { ink in
      ".s-\(ink.name) { stroke: var(--\(ink.name)); } .f-\(ink.name) { fill: var(--\(ink.name)); } "
        + ".c-\(ink.name) { color: var(--\(ink.name)); }"
    }.joined(separator: "\n")
  }
}
