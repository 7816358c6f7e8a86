/** Letters carry the meaning and colours only help, so that a black and white print says the same. */
export const COVERAGE_STYLE = `
@page { size: A4 landscape; margin: 10mm; }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 1rem auto; max-width: 80rem; padding: 0 1rem; font: 15px/1.4 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; color: #1a1a1a; background: #fff; }
h1 { font-size: 1.5rem; margin: 0 0 .3rem; }
h2 { font-size: 1.15rem; margin: 1.6rem 0 .5rem; break-after: avoid; }
p { margin: .3rem 0; color: #444; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #999; padding: .3rem .4rem; text-align: start; vertical-align: top; }
thead th { background: #ececec; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th[scope=row] { background: #f6f6f6; }
.scroll, section { overflow-x: auto; }
.scroll { margin-top: .6rem; }
.matrix { table-layout: fixed; min-width: 54rem; }
.matrix th[scope=row], .matrix thead th:first-child { width: 13%; }
small { color: #555; font-weight: normal; font-size: .8em; }
th small { display: block; }
ul { list-style: none; margin: 0; padding: 0; }
td li { margin: 0 0 .15rem; }
.legend { display: flex; flex-wrap: wrap; gap: .15rem 1.2rem; margin: .5rem 0; }
.nobody { background: repeating-linear-gradient(135deg, #fff 0 6px, #f3e3df 6px 8px); }
b { display: inline-block; min-width: 1.35em; text-align: center; border: 1px solid #333; border-radius: .25em; line-height: 1.25; }
b.stated { background: #1d6b3a; color: #fff; }
b.joint { background: #cfe3f7; color: #10365c; }
b.inferred { background: #fff1c2; color: #553c00; border-style: dashed; }
b.general { background: #fff; color: #333; }
b.empty { background: #8c2b16; color: #fff; }
.claims th[scope=row] { width: 4rem; }
.claims td:last-child { width: 22%; }
@media print {
  body { margin: 0; max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.25; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .scroll, section { overflow: visible; }
  .matrix { min-width: 0; }
  .claims { break-before: page; }
}
`;
