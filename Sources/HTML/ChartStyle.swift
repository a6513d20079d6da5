/// The rules of a style sheet for what `figure()` draws; the colours are the page's variables
/// `--ink`, `--soft`, `--line` and `--s0` to `--s5`.
public let chartStyle: Markup = """
  .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1rem; margin: .15rem 0;
    padding: 0; font-size: .875rem; }
  .key { inline-size: 1.1rem; block-size: .5rem; margin-inline-end: .35rem;
    vertical-align: middle; }
  .last { color: var(--soft); font-variant-numeric: tabular-nums; }
  .plot { display: block; inline-size: 100%; block-size: auto; direction: ltr; }
  .plot text { font-size: 12px; fill: var(--ink); font-variant-numeric: tabular-nums; }
  .plot .tick, .plot .label { fill: var(--soft); }
  .grid { stroke: var(--line); stroke-width: 1; fill: none; }
  .axis { stroke: var(--soft); stroke-width: 1; fill: none; }
  .guide { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 4 3; fill: none; }
  .curve { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round;
    stroke: var(--color); }
  .raw { stroke-width: 1; stroke-opacity: .3; }
  .dashed { stroke-dasharray: 5 4; }
  .band { fill: var(--color); fill-opacity: .16; }
  .end { fill: var(--color); }
  .s0 { --color: var(--s0); } .s1 { --color: var(--s1); } .s2 { --color: var(--s2); }
  .s3 { --color: var(--s3); } .s4 { --color: var(--s4); } .s5 { --color: var(--s5); }
  .mark path { stroke: var(--mark, var(--ink)); stroke-width: 1; stroke-dasharray: 2 2; }
  .plot .mark text { fill: var(--mark, var(--ink)); font-weight: 650; font-size: 11px; }
  .stop rect { fill: transparent; }
  .cross { stroke: var(--soft); stroke-width: 1; opacity: 0; }
  .stop:hover .cross { opacity: 1; }
  """
