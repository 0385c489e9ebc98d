/** The look of the reference. Kept as text, because the pages' policy names its hash. */
export const styles = `
:root { color-scheme: light dark;
  --ground: light-dark(oklch(99.5% .002 250), oklch(19% .008 250)); --soft: light-dark(oklch(97% .004 250), oklch(23% .01 250));
  --line: light-dark(oklch(90% .006 250), oklch(33% .012 250)); --text: light-dark(oklch(25% .015 250), oklch(93% .006 250));
  --quiet: light-dark(oklch(48% .015 250), oklch(72% .012 250)); --accent: light-dark(oklch(48% .16 258), oklch(78% .11 258));
  --good: light-dark(oklch(45% .12 150), oklch(80% .13 150)); --warn: light-dark(oklch(47% .1 70), oklch(82% .11 75));
  --bad: light-dark(oklch(47% .17 25), oklch(77% .13 25)) }
* { box-sizing: border-box }
html { scroll-padding-top: 4.5rem }
body { margin: 0; font: 15px/1.55 system-ui, sans-serif; background: var(--ground); color: var(--text);
  display: grid; grid-template: "head head" auto "nav main" 1fr / 18rem minmax(0, 1fr); font-variant-numeric: tabular-nums }
header { grid-area: head; position: sticky; top: 0; z-index: 1; display: flex; gap: 1rem; align-items: center; padding: .5rem 1.25rem;
  background: var(--ground); border-bottom: 1px solid var(--line) }
.home { font-weight: 600; color: var(--text) }
form { margin-left: auto; display: flex; gap: .5rem; align-items: center; font-size: 14px }
label { color: var(--quiet) }
input, button { font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: 6px;
  min-height: 36px; padding: .25rem .75rem } input { width: 16rem; min-width: 0 } button { cursor: pointer }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px } main:focus { outline: none }
.skip { position: absolute; left: -100vw } .skip:focus { left: 1rem; top: .5rem; z-index: 2; background: var(--ground); padding: .5rem }
nav { grid-area: nav; position: sticky; top: 53px; height: calc(100vh - 53px); overflow-y: auto; padding: .75rem 1.25rem 3rem;
  border-right: 1px solid var(--line); font-size: 14px; line-height: 1.35 }
nav h2 { font-size: 13px; margin: 1rem 0 .25rem; border: 0; padding: 0 } nav h2 a { color: var(--quiet) }
nav ul { list-style: none; margin: 0; padding: 0 } nav li a { display: block; padding: .25rem 0; color: var(--text) }
nav li a:has(b), .found a { display: grid; grid-template-columns: 3.4rem minmax(0, 1fr); align-items: baseline }
nav b, .found b { font: 600 10px/1 ui-monospace, monospace; white-space: nowrap }
main { grid-area: main; padding: 1rem 2rem 6rem; max-width: 84rem }
main > p, main > ul { max-width: 46rem }
a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline } p a, td a { text-decoration: underline }
h1 { font-size: 24px; line-height: 1.3; margin: .75rem 0 } h2 { font-size: 20px; margin: 2.5rem 0 .5rem; padding-top: 1.25rem;
  border-top: 1px solid var(--line) } h3 { font-size: 16px; margin: 0 0 .5rem }
h4 { font-size: 13px; color: var(--quiet); margin: 1rem 0 .25rem } small { color: var(--quiet); font-weight: 400 }
section { padding: 1.5rem 0; border-bottom: 1px solid var(--line) }
.self { color: var(--quiet); font-weight: 400 }
p { margin: .4rem 0 } .who { color: var(--quiet); font-size: 14px }
code, pre { font: 13px/1.5 ui-monospace, monospace } code { background: var(--soft); padding: .1em .3em; border-radius: 4px;
  overflow-wrap: anywhere }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 8px; padding: .75rem; overflow: auto;
  margin: .3rem 0; max-height: 26rem; white-space: pre-wrap; overflow-wrap: anywhere }
.line b { font: 600 12px/1 ui-monospace, monospace; padding: .25em .5em; border-radius: 4px; border: 1px solid }
.get { color: var(--good) } .post { color: var(--accent) } .delete { color: var(--bad) } .patch, .put { color: var(--warn) }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: 14px }
td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line) }
td:first-child { min-width: 7rem }
details { margin-top: .5rem } summary { cursor: pointer; color: var(--quiet); font-size: 14px; padding: .25rem 0 }
:target > h3, :target > .said > h3 { color: var(--accent) } code:target { outline: 2px solid var(--accent) }
.card { padding: .25rem 0 1rem } .card h2 { border: 0; padding: 0; margin: 1rem 0 .25rem }
.found { list-style: none; padding: 0 } .found a { padding: .35rem 0; color: var(--text) }
@media (min-width: 84rem) { main > section:not(.schema, .card) { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 30rem);
  gap: 2rem } .shown { position: sticky; top: 4.5rem; align-self: start } }
@media (max-width: 56rem) { body { display: block } main { padding: .5rem 1rem 4rem } header { flex-wrap: wrap; padding: .5rem 1rem }
  html { scroll-padding-top: 7rem } form { width: 100%; margin: 0 } label { position: absolute; left: -100vw } input { flex: 1 }
  input, button { min-height: 44px; font-size: 16px } nav { position: static; height: auto; border: 0; padding: .25rem 1rem;
  display: flex; flex-wrap: wrap; gap: .25rem 1rem } nav h2 { margin: 0; font-size: 14px } nav h2 a { display: block; padding: .6rem 0;
  color: var(--accent) } nav ul:not(.apis) { display: none } .apis { display: flex; flex-wrap: wrap; gap: 0 1rem }
  summary, .found a { padding: .6rem 0 } }
`
