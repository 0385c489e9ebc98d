/** The look of the reference page. Kept as text, because the page's policy names its hash. */
export const styles = `
:root { color-scheme: light dark; --line: light-dark(#dde1e6, #333a42); --soft: light-dark(#f6f7f9, #1b1f24);
  --quiet: light-dark(#59636e, #9aa5b1); --accent: light-dark(#0b57d0, #8ab4f8); }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.55 system-ui, sans-serif; background: light-dark(#fff, #14171a);
  color: light-dark(#1d2329, #e6e9ec); display: grid; grid-template-columns: 17rem minmax(0, 1fr) }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.25rem; background: var(--soft);
  border-right: 1px solid var(--line); font-size: 14px }
nav h2 { font-size: 12px; color: var(--quiet); margin: 1.1rem 0 .25rem; border: 0; padding: 0 }
nav ul { list-style: none; margin: 0; padding: 0 } nav li { margin: .15rem 0 } .home { font-weight: 600 }
main { padding: 1.5rem 2rem 6rem; max-width: 60rem }
a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline }
h1 { font-size: 24px; margin-top: .5rem } h2 { font-size: 20px; margin: 2.5rem 0 1rem; padding-top: 1rem;
  border-top: 1px solid var(--line) } h3 { font-size: 16px; margin: 0 0 .5rem }
h4 { font-size: 13px; color: var(--quiet); margin: 1rem 0 .25rem } small { color: var(--quiet); font-weight: 400 }
section { padding: 1.25rem 0; border-bottom: 1px solid var(--line); scroll-margin-top: 1rem }
p { margin: .4rem 0 } .who { color: var(--quiet); font-size: 14px }
code, pre { font: 13px/1.5 ui-monospace, monospace } code { background: var(--soft); padding: .1em .3em; border-radius: 4px }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 8px; padding: .75rem; overflow-x: auto;
  margin: .3rem 0; max-height: 26rem }
.line b { font: 600 12px/1 ui-monospace, monospace; padding: .25em .5em; border-radius: 4px; border: 1px solid }
.get { color: light-dark(#1a6a37, #7ddc9c) } .post { color: var(--accent) } .delete { color: light-dark(#a3261d, #ff9b92) }
.patch, .put { color: light-dark(#7a4d00, #f2c078) }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: 14px }
td, th { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line) }
details { margin-top: .75rem } summary { cursor: pointer; color: var(--quiet); font-size: 14px }
:target > h3, tr:target { color: var(--accent) }
@media (max-width: 50rem) { body { display: block } nav { position: static; height: auto } main { padding: 1rem } }
`
