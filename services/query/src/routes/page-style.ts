/** The page's style sheet; its hash stands in the content security policy. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.2rem; letter-spacing: .04em; }
h2 { font-size: 1.6rem; margin-bottom: .2rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .3rem .6rem; border-top: 1px solid #8884; font-weight: 400; }
thead th { border-top: 0; font-size: .85rem; opacity: .7; }
th:first-child { text-align: left; }
table:not(.shares) :is(tbody tr:first-child td:first-of-type, tbody tr:last-child td:first-child, thead th:nth-child(2)) { text-align: left; }
caption { text-align: left; font-size: .85rem; opacity: .7; padding-top: 1rem; }
table.shares { width: auto; }
td.rebalance, th.rebalance, h2 .rebalance { color: #c2410c; font-weight: 600; }
h2 .hold { color: #15803d; }
h2 span { font-size: 1rem; }
.wait { border-left: 4px solid #ca8a04; padding-left: .6rem; }
ul.wait { list-style: none; margin-left: 0; font-size: .9rem; }
.stale, .synthetic { background: #b91c1c; color: #fff; font-weight: 700; padding: .6rem 1rem; }
.quiet { font-size: .85rem; opacity: .75; }
`;
