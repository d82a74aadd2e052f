/** Light and dark by the reader's setting; no font, picture or script from elsewhere. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--text:#1f2328;--dim:#59636e;--line:#d1d9e0;--soft:#f6f8fa;--good:#1a7f37;--fair:#9a6700;--bad:#cf222e;--accent:#0969da}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--text:#f0f6fc;--dim:#9198a1;--line:#3d444d;--soft:#151b23;--good:#3fb950;--fair:#d29922;--bad:#f85149;--accent:#4493f8}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
header,main,footer{max-width:960px;margin:auto;padding:16px 20px}header{display:flex;gap:24px;align-items:center;border-bottom:1px solid var(--line)}
h1{margin:0;font-size:26px}h1 small{font-weight:400;color:var(--dim)}h2{font-size:19px;margin:28px 0 10px}header p{margin:4px 0}
.dim{color:var(--dim)}.good{color:var(--good)}.fair{color:var(--fair)}.bad{color:var(--bad)}.points{font-variant-numeric:tabular-nums;font-weight:600}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--bg);padding:8px}
a{color:var(--accent)}code,pre{font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
pre{background:var(--soft);border-left:3px solid var(--line);margin:6px 0;padding:6px 10px;white-space:pre-wrap}
.gauge circle{fill:none;stroke:var(--line);stroke-width:8}.gauge .arc{stroke:currentColor;stroke-linecap:round;transform:rotate(-90deg);transform-origin:center}
.gauge text{fill:var(--text);font-size:24px;font-weight:600;text-anchor:middle;dominant-baseline:central}.gauge.large{width:120px}.gauge.small{width:72px}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(max(140px,22%),1fr));gap:12px}.card{border:1px solid var(--line);border-radius:8px;padding:12px;display:flex;flex-direction:column;align-items:center;gap:4px}
.card small{color:var(--dim)}.card.none{border-style:dashed;color:var(--dim);justify-content:center}
.filters{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center;margin-bottom:12px}input[type=search],select{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:6px;padding:4px 8px}
details.check{border:1px solid var(--line);border-radius:8px;margin:10px 0;padding:8px 14px}summary{cursor:pointer}
.finding{border-top:1px solid var(--line);padding:6px 0}.finding p{margin:4px 0}.tag{border:1px solid var(--line);border-radius:10px;padding:0 8px;font-size:12px;color:var(--dim)}
.plain{margin:4px 0}:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.graph{width:100%;height:auto;border:1px solid var(--line);border-radius:8px}.graph rect{fill:var(--soft);stroke:var(--line)}.graph text{fill:var(--text);font-size:13px;text-anchor:middle;dominant-baseline:central}
.graph .edge{fill:none;stroke:var(--dim);stroke-width:1.4;opacity:.75}.graph .edge.broken{stroke:var(--bad);stroke-width:2.2}.graph marker path{fill:var(--dim)}
.graph .node{cursor:pointer}.graph .node[aria-pressed=true] rect{stroke:var(--accent);stroke-width:2.5}.graph.chosen .edge:not(.near),.graph.chosen .node:not(.near){opacity:.15}
table{border-collapse:collapse}td,th{border:1px solid var(--line);padding:3px 10px;text-align:left}[hidden]{display:none!important}
footer{color:var(--dim);font-size:13px}@media print{.filters{display:none}}
`.trim();

/** Filters and the graph; the page is whole without it. */
export const SCRIPT = `
(() => {
  const all = [...document.querySelectorAll('details.check')];
  const search = document.getElementById('search'), dimension = document.getElementById('dimension'), advice = document.getElementById('advice'), shown = document.getElementById('shown');
  const severities = [...document.querySelectorAll('input[data-severity]')];
  const apply = () => {
    const words = search.value.toLowerCase().split(' ').filter(Boolean);
    const wanted = new Set(severities.filter((box) => box.checked).map((box) => box.dataset.severity));
    let count = 0;
    for (const block of all) {
      const fits = wanted.has(block.dataset.severity) && (!dimension.value || block.dataset.dimension === dimension.value) && (advice.checked || !('advice' in block.dataset));
      const named = words.every((word) => block.querySelector('summary').textContent.toLowerCase().includes(word));
      let any = false;
      for (const item of block.querySelectorAll('.finding')) {
        const hit = fits && (advice.checked || !('advice' in item.dataset)) && (named || words.every((word) => item.textContent.toLowerCase().includes(word) || block.id.includes(word)));
        item.hidden = !hit;
        if (hit) { any = true; count++; }
      }
      block.hidden = !any;
    }
    shown.textContent = count + ' shown';
  };
  for (const control of [search, dimension, advice, ...severities]) control.addEventListener('input', apply);
  document.querySelector('.filters').addEventListener('submit', (event) => event.preventDefault());
  apply();
  const graph = document.querySelector('.graph');
  if (!graph) return;
  const nodes = [...graph.querySelectorAll('.node')], edges = [...graph.querySelectorAll('.edge')];
  const choose = (node) => {
    const on = node.getAttribute('aria-pressed') !== 'true';
    for (const one of nodes) { one.setAttribute('aria-pressed', 'false'); one.classList.remove('near'); }
    for (const edge of edges) edge.classList.remove('near');
    graph.classList.toggle('chosen', on);
    if (!on) return;
    node.setAttribute('aria-pressed', 'true');
    node.classList.add('near');
    const id = node.dataset.node;
    for (const edge of edges) if (edge.dataset.from === id || edge.dataset.to === id) {
      edge.classList.add('near');
      for (const one of nodes) if (one.dataset.node === edge.dataset.from || one.dataset.node === edge.dataset.to) one.classList.add('near');
    }
  };
  for (const node of nodes) {
    node.addEventListener('click', () => choose(node));
    node.addEventListener('keydown', (event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); choose(node); } });
  }
})();
`.trim();
