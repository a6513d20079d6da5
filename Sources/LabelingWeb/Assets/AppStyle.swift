import HTML

/// The style of all pages, in pieces that are read one after the other.
///
/// The house's look: system fonts, light or dark as the reader's system is, the colours of Okabe
/// and Ito 2008. Sides are logical, so that a page in a script from right to left is its mirror.
let appStyle = [
  styleOfColors, styleOfText, styleOfControls, styleOfForms, styleOfTasks, styleOfPictures,
  styleOfModes,
]

private let styleOfColors = """
  :root { color-scheme: light dark; --ink: #1c1e21; --soft: #565c63; --line: #dfe2e6;
    --edge: #747a82; --page: #fff; --panel: #f6f7f9; --mark: #9a3a00; --accent: #0069a6;
    --on-accent: #fff; --tint: #e3f0f8; --wrong: #b3261e; --wrong-tint: #fdeceb;
    --good: #176639; --good-tint: #e7f5ec; --s0: #0072b2; --s1: #d55e00; --s2: #009e73;
    --s3: #b3568f; --s4: #e69f00; --s5: #56b4e9; }
  @media (prefers-color-scheme: dark) { :root { --ink: #e7e9ec; --soft: #aab2bb;
    --line: #343941; --edge: #8b939d; --page: #15181c; --panel: #1e2227; --mark: #ffb27a;
    --accent: #6cbcec; --on-accent: #0b1217; --tint: #17303f; --wrong: #ffa39b;
    --wrong-tint: #3a1f1d; --good: #74d89c; --good-tint: #16301f; --s0: #4aa8e0; --s1: #f0803c;
    --s2: #2cc295; --s3: #dd8fbd; --s4: #f2b632; --s5: #8fd0f5; } }

  """

private let styleOfText = """
  *, ::before, ::after { box-sizing: border-box; }
  html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
  body { margin: 0; background: var(--page); color: var(--ink);
    font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
  h1, h2, h3, p, dt, dd, td, th, li, legend, label, summary { overflow-wrap: anywhere; }
  h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
  h2 { font-size: 1.2rem; line-height: 1.3; margin: 2rem 0 .6rem; }
  h3 { font-size: 1rem; line-height: 1.35; margin: 1.25rem 0 .4rem; }
  p { margin: 0 0 .75rem; max-inline-size: 46rem; }
  ul, ol { padding-inline-start: 1.5rem; margin: 0 0 .9rem; max-inline-size: 46rem; }
  a { color: var(--accent); text-underline-offset: .15em; }
  [hidden] { display: none !important; }
  .soft, .hint { color: var(--soft); }
  .hint { font-size: .9rem; }
  .skip-link { position: absolute; inset-inline-start: 1rem; inset-block-start: -10rem;
    background: var(--page); color: var(--accent); padding: .7rem 1rem; z-index: 9;
    border: 2px solid; }
  .skip-link:focus { inset-block-start: .5rem; }
  .page-head { border-block-end: 1px solid var(--line); background: var(--panel); }
  .page-head > div { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; align-items: center;
    max-inline-size: 82rem; margin: 0 auto; padding: .3rem 1rem; }
  .page-head .project { font-weight: 650; overflow-wrap: anywhere; min-inline-size: 0;
    display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; line-clamp: 2;
    overflow: hidden; }
  .page-head nav { flex: 1 1 auto; min-inline-size: 0; }
  .page-head ul { list-style: none; display: flex; flex-wrap: wrap; margin: 0; padding: 0;
    gap: 0 .1rem; max-inline-size: none; }
  .page-head nav a, .page-head .who a { display: inline-flex; align-items: center;
    min-block-size: 2.75rem; padding: 0 .6rem; text-decoration: none; border-radius: .35rem; }
  .page-head nav a:hover, .page-head .who a:hover { text-decoration: underline; }
  .page-head nav a[aria-current] { color: var(--ink); font-weight: 650;
    box-shadow: inset 0 -3px var(--accent); border-radius: 0; }
  .who { display: flex; flex-wrap: wrap; align-items: center; gap: 0 .5rem; min-inline-size: 0;
    overflow-wrap: anywhere; }
  main { max-inline-size: 60rem; margin: 0 auto; padding: 1.25rem 1rem 4rem; }
  .wide main { max-inline-size: 82rem; }
  main:focus { outline: none; }
  .words { white-space: pre-wrap; overflow-wrap: anywhere; max-inline-size: none; margin: 0; }
  .unseen { color: var(--mark); font: .8em ui-monospace, monospace; border: 1px solid;
    border-radius: 3px; padding: 0 .15em; unicode-bidi: isolate; }
  .notice { border-inline-start: 4px solid var(--good); background: var(--good-tint);
    padding: .6rem .9rem; margin: 0 0 1rem; }
  .notice.warning { border-color: var(--s4); background: var(--panel); }
  .problems { border: 2px solid var(--wrong); background: var(--wrong-tint); padding: .75rem 1rem;
    margin: 0 0 1.25rem; border-radius: .4rem; }
  .problems h2 { margin: 0 0 .4rem; }
  .problems ul { margin: 0; }
  .problems a { color: var(--wrong); display: inline-block; padding: .2rem 0; }
  .problem { color: var(--wrong); font-weight: 600; margin: .15rem 0 .3rem; }
  .scroll { overflow-x: auto; margin: .5rem 0 1.25rem; }
  table { border-collapse: collapse; font-size: .925rem; font-variant-numeric: tabular-nums; }
  caption { text-align: start; color: var(--soft); font-size: .875rem; padding-block-end: .35rem; }
  th, td { text-align: start; vertical-align: top; padding: .45rem 1.25rem .45rem 0;
    border-block-end: 1px solid var(--line); overflow-wrap: normal; }
  th { font-weight: 600; }
  thead :is(th, td) { border-block-end-color: var(--edge); }
  .number { text-align: end; white-space: nowrap; }
  .broken { overflow-wrap: anywhere; min-inline-size: 9rem; }
  code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
  .facts { margin: .5rem 0 1.25rem; display: grid; gap: 0 2rem;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); }
  .facts div { display: flex; gap: 1rem; justify-content: space-between; padding: .4rem 0;
    border-block-end: 1px solid var(--line); }
  .facts dt { color: var(--soft); }
  .facts dd { margin: 0; text-align: end; font-variant-numeric: tabular-nums; }

  """

private let styleOfControls = """
  button, .button { font: inherit; font-weight: 600; min-block-size: 2.75rem;
    padding: .5rem 1.1rem; border-radius: .4rem; border: 1px solid var(--edge);
    background: var(--page); color: var(--ink); cursor: pointer; display: inline-flex;
    align-items: center; text-decoration: none; }
  button:hover, .button:hover { background: var(--tint); }
  .first, .first:hover { background: var(--accent); border-color: var(--accent);
    color: var(--on-accent); }
  .first:hover { text-decoration: underline; }
  .quiet { border-color: transparent; background: transparent; font-weight: 400;
    color: var(--accent); padding-inline: .6rem; }
  input[type=text], input[type=password], input[type=number], select, textarea { font: inherit;
    color: inherit; background: var(--page); border: 1px solid var(--edge); border-radius: .35rem;
    padding: .5rem .65rem; min-block-size: 2.75rem; inline-size: 100%; max-inline-size: 30rem; }
  textarea { max-inline-size: none; min-block-size: 6rem; resize: vertical; display: block; }
  textarea.tall { min-block-size: 16rem; }
  input[type=radio], input[type=checkbox] { inline-size: 1.2rem; block-size: 1.2rem; margin: 0;
    flex: none; accent-color: var(--accent); }
  [aria-invalid=true] { border-color: var(--wrong); border-width: 2px; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  summary { cursor: pointer; padding: .6rem 0; inline-size: fit-content; max-inline-size: 100%;
    min-block-size: 2.75rem; color: var(--accent); }
  .check { display: flex; gap: .6rem; align-items: center; min-block-size: 2.75rem;
    inline-size: fit-content; padding-inline-end: .5rem; cursor: pointer; }
  dialog { color: var(--ink); background: var(--page); border: 1px solid var(--edge);
    border-radius: .6rem; max-inline-size: min(34rem, calc(100vw - 2rem)); padding: 1.25rem; }
  dialog::backdrop { background: rgb(0 0 0 / .5); }
  kbd { font: .85em ui-monospace, monospace; border: 1px solid var(--edge); border-radius: .25rem;
    padding: .05rem .4rem; white-space: nowrap; }

  """

private let styleOfForms = """
  fieldset { border: 0; margin: 0; padding: 0; min-inline-size: 0; }
  legend { padding: 0; font-weight: 600; }
  .field { margin: 0 0 1.1rem; }
  .field > label, .field > legend { display: block; font-weight: 600;
    margin-block-end: .3rem; }
  .field .hint { margin: 0 0 .35rem; }
  .row { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
  .row select, .row input[type=text], .row input[type=number] { inline-size: auto;
    max-inline-size: 100%; }
  .chips { display: flex; flex-wrap: wrap; gap: .35rem; margin-block-start: .35rem; }
  .chip { display: inline-flex; gap: .4rem; align-items: center; justify-content: center;
    min-inline-size: 2.75rem; min-block-size: 2.75rem; padding: .25rem .7rem; cursor: pointer;
    border: 1px solid var(--edge); border-radius: .4rem; background: var(--page); }
  .chip:hover { background: var(--tint); }
  .chip:has(:checked) { background: var(--tint); border-color: var(--accent); font-weight: 650;
    box-shadow: inset 0 0 0 1px var(--accent); }
  .chip:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
  .chip :focus-visible { outline: none; }
  legend .hint { font-weight: 400; }
  .chip.mild:has(:checked) { background: var(--page); border-color: var(--edge);
    font-weight: 400; box-shadow: none; color: var(--soft); }
  .set { padding-block: .5rem .3rem; }
  .set > details > summary { padding-block: .4rem; }

  """

private let styleOfTasks = """
  .task-head { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline;
    justify-content: space-between; }
  .task-head h1 { margin-block-end: .6rem; }
  .prompt { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem;
    margin-block-end: 1rem; }
  .prompt > summary { padding: .5rem 1rem; font-weight: 650; color: var(--ink);
    inline-size: auto; }
  .prompt .turns { padding: 0 1rem .75rem; overflow-y: auto; max-block-size: 30vh; }
  .turn + .turn { margin-block-start: .7rem; }
  .role { font-size: .8rem; font-weight: 650; color: var(--soft); margin: 0 0 .1rem; }
  .turn { border-inline-start: 3px solid var(--line); padding-inline-start: .75rem; }
  .turn.assistant { border-color: var(--s0); }
  .turn.system { border-color: var(--s4); }
  .card { border: 1px solid var(--edge); border-radius: .5rem; padding: .75rem 1rem;
    min-inline-size: 0; background: var(--page); }
  .card > h2 { margin: 0 0 .4rem; font-size: 1.1rem; }
  .card .words { margin-block-end: .9rem; }
  .cards { display: grid; gap: 1rem; margin-block-end: 1rem; }
  .sides { display: grid; gap: 1rem;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); }
  .card > h3 { margin-block-start: 0; }
  .card:focus { outline: 3px solid var(--accent); outline-offset: 2px; }
  .bar { background: var(--panel); border: 1px solid var(--edge); border-radius: .5rem;
    padding: .5rem 1rem; display: flex; flex-wrap: wrap; gap: .35rem 1.25rem;
    align-items: center; }
  .bar output { min-inline-size: 0; overflow-wrap: anywhere; }
  .bar .state { color: var(--soft); display: flex; flex-wrap: wrap; gap: 0 1rem; }
  .bar .order { flex: 1 1 12rem; font-weight: 600; }
  .below { margin-block-start: 1.5rem; }
  :root:not(.scripted) .scripted-only { display: none; }
  @media (min-height: 36rem) {
    .prompt { position: sticky; inset-block-start: 0; z-index: 2; }
    html:has(#answer) { scroll-padding-block-start: calc(30vh + 4.5rem); } }
  @media (min-width: 48rem) and (min-height: 36rem) {
    .bar { position: sticky; inset-block-end: 0; z-index: 2; }
    html:has(#answer) { scroll-padding-block-end: 6rem; } }
  @media (min-width: 48rem) {
    :root:has(#side-by-side:checked) .cards {
      grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); } }
  @media (min-width: 64rem) {
    .desk { display: grid; grid-template-columns: minmax(0, 24rem) minmax(0, 1fr); gap: 1.5rem;
      align-items: start; }
    .desk .prompt .turns { max-block-size: calc(100vh - 6rem); }
    html:has(#answer) { scroll-padding-block-start: 1rem; }
    :root:has(#side-by-side:checked) .desk { display: block; }
    :root:has(#side-by-side:checked) .desk .prompt .turns { max-block-size: 30vh; }
    :root:has(#side-by-side:checked) { scroll-padding-block-start: calc(30vh + 4.5rem); } }

  """

private let styleOfPictures = """
  .topics { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1.25rem; padding: 0; }
  .topics a { display: inline-flex; align-items: center; min-block-size: 2.75rem; }
  .charts { display: grid; gap: 1.5rem 2rem; margin: 1rem 0 1.5rem;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 25rem), 1fr)); }
  figure { margin: 0; max-inline-size: 40rem; min-inline-size: 0; }
  figcaption { font-weight: 600; overflow-wrap: anywhere; }
  .caption, .empty { color: var(--soft); font-size: .9rem; margin: .25rem 0; }
  \(chartStyle.html)
  @media (max-width: 30rem) { .plot text { font-size: 14px; }
    table { font-size: .85rem; } th, td { padding-inline-end: .8rem; } }

  """

private let styleOfModes = """
  @media (forced-colors: active) {
    .chip:has(:checked), .first { border: 3px solid Highlight; }
    .page-head nav a[aria-current] { border-block-end: 3px solid Highlight; }
    .curve { stroke: CanvasText; } .end { fill: CanvasText; } .plot text { fill: CanvasText; } }
  @media (max-width: 30rem) { h1 { font-size: 1.35rem; } main { padding-inline: .75rem; }
    .card { padding-inline: .75rem; } .chip { padding-inline: .55rem; } }
  @media print { .page-head nav, .who, .bar, button { display: none; }
    .prompt, .bar { position: static; } .prompt .turns { max-block-size: none; } }

  """
