/** Style of the page of results: one column, light and dark as the reader's system has it, tables that scroll by themselves. */
export const pageStyle = `
:root { color-scheme: light dark; --ground: #fff; --ink: #1f2430; --quiet: #5b6270; --rule: #d3d7de; --right: #009988; --wrong: #cc3311; --link: #0b62a4; }
@media (prefers-color-scheme: dark) { :root { --ground: #16181d; --ink: #e6e8ec; --quiet: #a3a9b5; --rule: #3a3f4a; --right: #2cc1af; --wrong: #ff7a5c; --link: #7cc0f5; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 56rem; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin-top: 2rem; }
a { color: var(--link); } code { font-size: .95em; }
.quiet, figcaption { color: var(--quiet); font-size: .9rem; }
figure { margin: 1rem 0; } svg { width: 100%; height: auto; display: block; overflow: visible; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0; list-style: none; }
.legend i { display: inline-block; width: 1.2em; height: .3em; margin-right: .4em; vertical-align: .2em; border-radius: 2px; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; }
th, td { padding: .25rem .45rem; border-bottom: 1px solid var(--rule); text-align: left; overflow-wrap: normal; } .number { text-align: right; } .whole { white-space: nowrap; }
.found { border-top: 1px solid var(--rule); padding-top: .75rem; margin: 1rem 0; }
.found .row { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem; margin: .35rem 0; }
.found .model { flex: 0 0 100%; font-size: .9rem; }
.found img { width: 3.4rem; height: 3.4rem; border: 3px solid var(--rule); border-radius: 4px; background: #fff; }
.found img.right { border-color: var(--right); } .found img.wrong { border-color: var(--wrong); border-style: dashed; }
@media (prefers-color-scheme: dark) { .legend i, polyline, polygon, circle { filter: brightness(1.5); } }
@media (max-width: 40rem) { svg { font-size: 20px; } .between { display: none; } }
@media (min-width: 44rem) { .found .model { flex: 0 0 12rem; } .found img { width: 4.2rem; height: 4.2rem; } }
`;
