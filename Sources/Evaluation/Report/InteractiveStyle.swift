import HTML

/// What the style sheet of an interactive page has beyond the others'.
let interactiveStyle: Markup = """
  :root { --good: #00664a; --bad: #b3261e; --added: #cdebd8; --dropped: #f6d5cf; --accent: #0069a6; }
  @media (prefers-color-scheme: dark) { :root { --good: #5fd4a4; --bad: #ff9c8f; --added: #16492f;
    --dropped: #5a2620; --accent: #6cbcf0; } }
  :root:not(.scripted) .scripted-only { display: none; }
  [hidden] { display: none !important; }
  .wide main { max-width: 86rem; }
  .wide a { color: var(--accent); }
  .wide nav a { display: inline-block; padding: .2rem 0; }
  section { scroll-margin-top: 4.5rem; }
  .tools { display: flex; flex-wrap: wrap; gap: .4rem 1.25rem; align-items: center;
    background: var(--panel); border: 1px solid var(--line); border-radius: .6rem;
    padding: .5rem .9rem; margin: 1.25rem 0 0; font-size: .9rem; }
  .tools label, .choices label { display: inline-flex; gap: .45rem; align-items: center;
    min-height: 1.75rem; }
  .find { flex: 1 1 14rem; }
  .find input { flex: 1 1 auto; min-width: 6rem; }
  .tools output { color: var(--soft); font-variant-numeric: tabular-nums; min-width: 2.4em; }
  .state { display: inline-flex; gap: .9rem; }
  #found:empty { display: none; }
  #live::before { content: "●"; color: var(--good); margin-inline-end: .35em; }
  #live.stale::before { color: var(--bad); content: "○"; }
  input, select { font: inherit; accent-color: var(--accent); }
  input[type=search], select { color: inherit; background: var(--page); padding: .3rem .5rem;
    border: 1px solid var(--soft); border-radius: .35rem; min-height: 1.75rem; max-width: 100%; }
  input[type=checkbox] { width: 1.05rem; height: 1.05rem; margin: 0; }
  input[type=range] { width: 8rem; min-height: 1.5rem; }
  .dot { display: inline-block; width: .7em; height: .7em; border-radius: 50%;
    background: var(--color); margin-inline-end: .4em; flex: none; }
  .tiles { display: grid; gap: .75rem; font-size: 1rem; margin: 1rem 0;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 9rem), 1fr)); }
  .tiles .tile { display: block; border: 1px solid var(--line); border-radius: .6rem;
    padding: .6rem .9rem; background: var(--panel); }
  .tile dt { max-width: none; font-size: .8rem; }
  .tile dd { text-align: start; font-size: 1.4rem; font-weight: 600; line-height: 1.25;
    font-variant-numeric: tabular-nums; }
  .tile small { display: block; font-size: .8rem; font-weight: 400; color: var(--soft);
    min-height: 1.2em; line-height: 1.35; margin-top: .15rem; }
  .verdicts { list-style: none; padding: 0; margin: 1rem 0; display: grid; gap: .75rem;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); }
  .verdict { border: 1px solid var(--line); border-inline-start: 5px solid var(--soft);
    border-radius: .4rem; padding: .7rem 1rem; background: var(--panel); break-inside: avoid; }
  .verdict.warned { border-inline-start-color: var(--s4); }
  .verdict.bad { border-inline-start-color: var(--bad); }
  .verdict h3 { font-size: 1rem; color: var(--ink); display: flex; flex-wrap: wrap;
    gap: .1rem .5rem; align-items: baseline; margin-bottom: .3rem; }
  .verdict .number { font-size: .8rem; border: 1px solid var(--mark); color: var(--mark);
    border-radius: 1em; min-width: 1.5em; text-align: center; padding: 0 .3em; }
  .badge { font-size: .75rem; border: 1px solid; border-radius: .25rem; padding: 0 .35em; }
  .warned .badge { color: var(--mark); } .bad .badge { color: var(--bad); }
  .place { font-weight: 400; color: var(--soft); font-size: .9rem; }
  .verdict ul { margin: 0 0 .4rem; padding-inline-start: 1.1rem; font-size: .925rem; }
  .verdict p { margin: 0; font-size: .925rem; }
  .choices { display: flex; flex-wrap: wrap; gap: .4rem 1.5rem; align-items: center;
    font-size: .9rem; margin: .25rem 0 .75rem; }
  .sample { border: 1px solid var(--line); border-radius: .6rem; margin: 0 0 1rem;
    overflow: hidden; break-inside: avoid; }
  .sample h3 { font-weight: 650; }
  .sample .replies { grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); }
  .sample .reply { border-inline-start: 1px solid var(--line); margin-inline-start: -1px; }
  .sample h4 { color: var(--ink); font-size: .85rem; margin: 0; }
  .facts { font-size: .8rem; color: var(--soft); font-variant-numeric: tabular-nums;
    margin: 0 0 .4rem; display: flex; flex-wrap: wrap; gap: 0 .8em; }
  .sample details { padding: 0 1rem; border-top: 1px solid var(--line); color: inherit; }
  .sample details .replies { margin: 0 -1rem; }
  .sample details summary { font-size: .85rem; color: var(--accent); padding: .4rem 0; }
  ins { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .18em;
    background: var(--added); border-radius: 2px; }
  del { background: var(--dropped); border-radius: 2px; display: none; }
  body:has(#dropped:checked) del { display: inline; }
  .chart .at { font-weight: 400; color: var(--soft); font-size: .875rem; margin-inline-start: .5em;
    font-variant-numeric: tabular-nums; }
  .scripted .plot[data-x] { cursor: crosshair; touch-action: pan-y; }
  .scripted .plot[data-x]:focus { outline: 2px solid var(--accent); outline-offset: 2px; }
  .plot .cursor { stroke: var(--ink); stroke-width: 1; opacity: .55; pointer-events: none; }
  .plot .point { fill: var(--color); stroke: var(--page); stroke-width: 1; pointer-events: none; }
  .unsmoothed .smooth { display: none; }
  .unsmoothed .raw { stroke-width: 1.5; stroke-opacity: 1; }
  .last { display: inline-block; min-width: 3.5em; }
  .hide-0 .n0, .hide-1 .n1, .hide-2 .n2, .hide-3 .n3, .hide-4 .n4, .hide-5 .n5, .hide-6 .n6,
  .hide-7 .n7, .hide-8 .n8, .hide-9 .n9, .hide-10 .n10, .hide-11 .n11 { display: none; }
  .section-fold > summary { font-size: .95rem; color: var(--accent); }
  @media (min-width: 40rem) and (min-height: 32rem) {
    .tools { position: sticky; top: .5rem; z-index: 2; box-shadow: 0 2px 10px rgb(0 0 0 / .12); } }
  @media (forced-colors: active) { .curve { stroke: CanvasText; } .plot text { fill: CanvasText; }
    .dot { border: 1px solid; } ins, .badge { outline: 1px solid; } }
  @media print { .tools, .choices { display: none; } .sample details { display: none; }
    .wide main { max-width: none; } .charts { grid-template-columns: 1fr 1fr; gap: .75rem 1rem; }
    .tile, .verdict, .sample .prompt { background: none; } ins { background: none; } }

  """
