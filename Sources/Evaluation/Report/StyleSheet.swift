import HTML

/// The page's style: one column, system fonts, light or dark as the reader's system is.
///
/// The curves have the colours of Okabe and Ito 2008, which people with any colour vision tell
/// apart, without their yellow, which is too faint on white.
let styleSheet: Markup = """

  :root { color-scheme: light dark; --ink: #1c1e21; --soft: #5b6168; --line: #dfe2e6;
    --page: #fff; --panel: #f6f7f9; --mark: #9a3a00; --s0: #0072b2; --s1: #d55e00;
    --s2: #009e73; --s3: #b3568f; --s4: #e69f00; --s5: #56b4e9; }
  @media (prefers-color-scheme: dark) { :root { --ink: #e7e9ec; --soft: #a3abb5; --line: #343941;
    --page: #15181c; --panel: #1e2227; --mark: #ffb27a; --s0: #4aa8e0; --s1: #f0803c;
    --s2: #2cc295; --s3: #dd8fbd; --s4: #f2b632; --s5: #8fd0f5; } }
  * { box-sizing: border-box; }
  html { -webkit-text-size-adjust: 100%; }
  body { margin: 0; background: var(--page); color: var(--ink);
    font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
  main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
  h1, h2, h3, h4, p, dt, dd, td, th, li, figcaption { overflow-wrap: anywhere; }
  h1 { font-size: 1.9rem; line-height: 1.2; margin: .5rem 0 1rem; }
  h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.5rem 0 .75rem; padding-top: .75rem;
    border-top: 1px solid var(--line); }
  h3, h4 { font-size: .8rem; font-weight: 600; color: var(--soft); margin: 0 0 .2rem; }
  p { margin: 0 0 .75rem; max-width: 46rem; }
  .lead { font-size: 1.1rem; }
  a { color: var(--s0); }
  nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0 0;
    padding: 0; }
  .note { border-left: 3px solid var(--s4); background: var(--panel); padding: .6rem .9rem; }
  .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 25rem), 1fr));
    gap: 1.5rem 2rem; margin: 1rem 0 1.5rem; }
  figure { margin: 0; max-width: 34rem; min-width: 0; }
  figcaption { font-weight: 600; }
  .caption, .empty, details { color: var(--soft); font-size: .875rem; }
  .caption { margin: .25rem 0; }
  \(chartStyle)
  summary { cursor: pointer; width: max-content; padding: .25rem 0; }
  .scroll { overflow-x: auto; margin: .5rem 0 1.25rem; }
  table { border-collapse: collapse; font-size: .925rem; font-variant-numeric: tabular-nums; }
  caption { text-align: start; color: var(--soft); font-size: .875rem; padding-bottom: .35rem; }
  th, td { text-align: start; vertical-align: top; padding: .35rem 1.25rem .35rem 0;
    border-bottom: 1px solid var(--line); overflow-wrap: normal; white-space: pre-line; }
  th { font-weight: 600; border-bottom-color: var(--soft); }
  th.number, td.number { text-align: end; }
  td.number { white-space: nowrap; }
  dl { margin: .5rem 0 1.25rem; font-size: .925rem; display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); gap: 0 2rem; }
  dl div { display: flex; gap: 1rem; justify-content: space-between; padding: .25rem 0;
    border-bottom: 1px solid var(--line); min-width: 0; }
  dt { color: var(--soft); flex: 0 0 auto; max-width: 50%; }
  dd { margin: 0; text-align: end; min-width: 0; }
  .conversation { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0;
    break-inside: avoid; overflow: hidden; }
  .prompt { background: var(--panel); padding: .75rem 1rem .1rem; }
  .replies { display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); }
  .reply { padding: .75rem 1rem .1rem; min-width: 0; border-top: 1px solid var(--line); }
  .words { white-space: pre-wrap; max-width: none; }
  .score { float: inline-end; font-variant-numeric: tabular-nums; color: var(--ink); }
  .unseen { color: var(--mark); font: .8em ui-monospace, monospace; border: 1px solid;
    border-radius: 3px; padding: 0 .15em; unicode-bidi: isolate; }
  a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--s0);
    outline-offset: 2px; }
  @media (max-width: 30rem) { .plot text { font-size: 14px; }
    .plot .end + .name { font-size: 12px; } h1 { font-size: 1.5rem; }
    table { font-size: .85rem; } th, td { padding-inline-end: .8rem; } }
  @media print { :root { --ink: #000; --soft: #444; --line: #ccc; --page: #fff; --panel: #f4f4f4;
      --s0: #0072b2; --s1: #d55e00; --s2: #009e73; --s3: #b3568f; --s4: #b97f00; --s5: #2f8fc7; }
    body { font-size: 11pt; } nav, details { display: none; } main { max-width: none; padding: 0; }
    figure, tr { break-inside: avoid; } h2 { break-after: avoid; } .scroll { overflow: visible; } }

  """
