/** Style of a model's report beside that of all pages: cards of numbers, pairs of pictures, maps next to each other. */
export const reportStyle = `
body { max-width: 66rem; padding: 1.5rem 1rem 4rem; }
header { border-bottom: 1px solid var(--rule); padding-bottom: 1rem; }
header p { max-width: 46rem; }
h1 { margin: 0 0 .25rem; } h2 { margin-top: 3rem; scroll-margin-top: 1rem; } h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; margin: 0; padding: 0; list-style: none; font-size: .9rem; }
p { margin: .5rem 0; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.25rem; margin: 1rem 0; }
.facts dt { color: var(--quiet); } .facts dd { margin: 0; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem; margin: 1rem 0; padding: 0; list-style: none; }
.cards li { padding: .8rem 1rem; border: 1px solid var(--rule); border-radius: 8px; }
.cards b { display: block; font-size: 1.6rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; }
.cards .interval { font-size: .9rem; color: var(--quiet); font-variant-numeric: tabular-nums; }
.cards .words { display: block; margin-top: .25rem; font-size: .9rem; line-height: 1.35; }
.maps { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(24rem, 100%), 1fr)); gap: 1.5rem; }
.maps figure { margin: .5rem 0; } .maps svg { border: 1px solid var(--rule); border-radius: 8px; }
.legend i.dot { width: .7em; height: .7em; border-radius: 50%; vertical-align: -.02em; }
.legend i.ring { width: .7em; height: .7em; border-radius: 50%; border: 2px solid currentColor; background: none; vertical-align: -.08em; }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); gap: 1rem; margin: 1rem 0; padding: 0; list-style: none; }
.pairs li { display: grid; grid-template-columns: auto auto 1fr; gap: .5rem; align-items: center; }
.pairs img, .doubted img { width: 4.2rem; height: 4.2rem; border-radius: 4px; background: #fff; object-fit: cover; }
.pairs span, .doubted span { font-size: .85rem; line-height: 1.35; }
.doubted { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(27rem, 100%), 1fr)); gap: 1rem 1.5rem; margin: 1rem 0; padding: 0; list-style: none; }
.doubted li { display: flex; flex-wrap: wrap; gap: .35rem; align-items: center; }
.doubted li > img { outline: 3px dashed var(--wrong); outline-offset: -3px; }
.doubted div { display: flex; gap: .25rem; } .doubted div img { width: 2.8rem; height: 2.8rem; }
.doubted span { flex: 1 0 100%; }
.bar { display: block; height: .7rem; border-radius: 3px; background: var(--link); opacity: .75; min-width: 2px; }
td.track { width: 45%; min-width: 6rem; vertical-align: middle; }
.confused { width: 100%; }
details summary { cursor: pointer; margin: 1rem 0 .5rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--rule); color: var(--quiet); font-size: .85rem; }
@media (max-width: 40rem) { .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: .5rem; } h2 { margin-top: 2.25rem; } td.track { width: 25%; min-width: 3rem; } .found img { width: calc(25% - .3rem); height: auto; aspect-ratio: 1; } .cards li { padding: .6rem .75rem; } }
#depth figure { max-width: 46rem; }
@media (min-width: 44rem) { .found .model { flex-basis: 12rem; } .found img { width: 5.4rem; height: 5.4rem; } }
`;
