import { DIMENSIONS, type Result, type ResultCheck, type ResultFinding, type ResultPlace } from '../model/index.ts';
import { placeText } from '../lib/mistake.ts';
import { xml } from '../lib/escape.ts';
import { SCRIPT, STYLE } from './html-assets.ts';
import { drawing } from './html-graph.ts';
import { bestFixes } from './next.ts';

/** One self-contained page: nothing is loaded, nothing is sent. */
export function html(result: Result): string {
  const { score, project } = result;
  const title = `Architecture of ${project.name}: ${score.total}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${xml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header>
<div>${gauge(score.total, 100, 'large')}</div>
<div>
<h1>${xml(project.name)} <small>${xml(score.rating)}</small></h1>
<p>${gateLine(result)}</p>
<p class="dim">Coverage ${percent(score.coverage)} · backed by evidence ${percent(score.standings.verified)}, by documents ${percent(score.standings.documented)}, by the declaration alone ${percent(score.standings.declared)}${score.without_waivers === score.total ? '' : ` · without waivers ${score.without_waivers}`}</p>
</div>
</header>
<main>
${comparison(result)}${fixes(result)}${dimensions(result)}${findings(result)}${passed(result)}${graph(result)}${unread(result)}
</main>
<footer>arch-lint ${xml(result.tool.version)}</footer>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

const percent = (share: number): string => `${Math.floor(share * 100 + 1e-6)} %`;
const where = (at: ResultPlace): string => `<code>${xml(placeText(at))}</code>`;
const level = (share: number): string => (share >= 0.75 ? 'good' : share >= 0.6 ? 'fair' : 'bad');

function gauge(value: number, of: number, size: string): string {
  const share = value / of;
  const length = 2 * Math.PI * 45;
  const text = of === 100 ? `${value}` : value.toFixed(1);
  return `<svg class="gauge ${size} ${level(share)}" viewBox="0 0 100 100" role="img" aria-label="${text} of ${of}"><circle cx="50" cy="50" r="45"/><circle class="arc" cx="50" cy="50" r="45" stroke-dasharray="${(share * length).toFixed(1)} ${length.toFixed(1)}"/><text x="50" y="50">${text}</text></svg>`;
}

function gateLine({ gate, incomplete }: Result): string {
  const lines = gate.passed ? ['<span class="mark good">✔ gate passed</span>'] : gate.reasons.map((reason) => `<span class="mark bad">✖ ${xml(reason)}</span>`);
  return [...lines, ...incomplete.map((reason) => `<span class="mark fair">incomplete: ${xml(reason)}</span>`)].join('<br>');
}

function comparison({ comparison: change }: Result): string {
  if (!change) return '';
  const list = (name: string, found: typeof change.new): string =>
    found.length === 0 ? '' : `<h3>${name}</h3><ul>${found.map(({ check, message, at }) => `<li><b>${xml(check)}</b> ${xml(message)} ${where(at)}</li>`).join('')}</ul>`;
  return `<section><h2>Since the base</h2><p>${change.score.before} → ${change.score.after} (${change.score.delta >= 0 ? '+' : ''}${change.score.delta}): ${change.new.length} new, ${change.worsened.length} worse, ${change.fixed.length} fixed, ${change.inherited} inherited.</p>${change.notes.map((note) => `<p>${xml(note)}</p>`).join('')}${list('New', change.new)}${list('Worse', change.worsened)}${list('Fixed', change.fixed)}</section>\n`;
}

function fixes(result: Result): string {
  const list = bestFixes(result, 5);
  if (list.length === 0) return '';
  return `<section><h2>Most worth mending</h2><ol class="fixes">${list.map(({ check, finding, points }) =>
    `<li><a href="#check-${xml(check.id)}"><span class="points good">+${points}</span> <b>${xml(check.id)}</b></a> ${xml(finding.message)} <span class="dim">${where(finding.at)}, ${xml(check.effort)} effort</span></li>`).join('')}</ol></section>\n`;
}

function dimensions({ score }: Result): string {
  const cards = DIMENSIONS.map((dimension) => {
    const { score: own, weight } = score.dimensions[dimension];
    return own === null
      ? `<div class="card none"><span>${dimension}</span><small>nothing to judge</small></div>`
      : `<div class="card">${gauge(own, 10, 'small')}<span>${dimension}</span><small>${Math.round(weight)} % of the score</small></div>`;
  });
  return `<section><h2>Dimensions</h2><div class="cards">${cards.join('')}</div></section>\n`;
}

function findings(result: Result): string {
  const failing = result.checks.filter((check) => check.findings.length > 0).toSorted((a, b) => b.points_lost - a.points_lost);
  const options = ['critical', 'major', 'minor'].map((one) => `<label><input type="checkbox" data-severity="${one}" checked> ${one}</label>`).join(' ');
  const choices = ['', ...DIMENSIONS].map((one) => `<option value="${one}">${one || 'all dimensions'}</option>`).join('');
  return `<section id="findings"><h2>Findings</h2>
<form class="filters" role="search" aria-label="Filter the findings"><label>Search <input type="search" id="search" placeholder="check, file or text"></label> <label>Dimension <select id="dimension">${choices}</select></label> ${options} <label><input type="checkbox" id="advice"> advice</label> <span id="shown" role="status" aria-live="polite"></span></form>
${failing.length === 0 ? '<p>None.</p>' : failing.map(checkBlock).join('\n')}</section>\n`;
}

function checkBlock(check: ResultCheck): string {
  return `<details class="check" id="check-${xml(check.id)}" data-severity="${check.severity}" data-dimension="${check.dimension}"${check.advice ? ' data-advice' : ''} open>
<summary><b>${xml(check.id)}</b> <span class="dim">${xml(check.title)} · ${check.findings.filter(({ waived }) => !waived).length} of ${check.examined} · ${check.severity}</span>${check.points_lost > 0 ? ` <span class="points bad">−${check.points_lost}</span>` : ''}</summary>
<p>${xml(check.why)} <b>${xml(check.fix)}</b>${check.advice ? ` <em>${xml(check.advice)}</em>` : ''}</p>
${check.findings.map(findingBlock).join('\n')}</details>`;
}

function findingBlock(finding: ResultFinding): string {
  const tags = [finding.standing, finding.confidence === 'high' ? '' : `${finding.confidence} confidence`, finding.known ? 'known' : '', finding.waived ? `waived: ${finding.waiver?.reason ?? ''}` : '', finding.advice ? `advice: ${finding.advice}` : ''].filter(Boolean);
  const evidence = finding.evidence.map(({ note, at }) => `<li>${at ? `${where(at)} ` : ''}${xml(note)}${at?.quote ? frame(at) : ''}</li>`).join('');
  return `<article class="finding"${finding.advice ? ' data-advice' : ''}><p>${where(finding.at)} ${tags.map((tag) => `<span class="tag">${xml(tag)}</span>`).join(' ')}</p><p>${xml(finding.message)}</p>${frame(finding.at)}${evidence ? `<ul>${evidence}</ul>` : ''}</article>`;
}

const frame = ({ line, quote }: ResultPlace): string => (quote ? `<pre><span class="dim">${line ?? ''}</span> ${xml(quote)}</pre>` : '');

function passed({ checks }: Result): string {
  const good = checks.filter(({ verdict }) => verdict === 'passed');
  const row = (check: ResultCheck): string => {
    const why = check.verified.map(({ message, at }) => `<li>${where(at)} ${xml(message)}</li>`).join('');
    const head = `<b>${xml(check.id)}</b> <span class="dim">${xml(check.title)} · ${check.examined} examined</span>`;
    return why ? `<details><summary>${head}</summary><ul>${why}</ul></details>` : `<p class="plain">${head}</p>`;
  };
  const silent = checks.filter(({ verdict }) => verdict === 'not-applicable').map(({ id }) => xml(id)).join(', ');
  return `<section><h2>Passed, and why</h2>${good.map(row).join('\n') || '<p>None.</p>'}${silent ? `<p class="dim">Without a subject here: ${silent}.</p>` : ''}</section>\n`;
}

function graph(result: Result): string {
  const picture = drawing(result);
  return picture === '' ? '' : `<section><h2>Components</h2><p class="dim">Choose a component to see what it imports and who imports it. Red dependencies are broken.</p>${picture}</section>\n`;
}

function unread({ checks, gaps }: Result): string {
  const unknown = checks.filter(({ verdict }) => verdict === 'unknown').map(({ id, unjudged }) => `<li><b>${xml(id)}</b> ${xml(unjudged[0]?.reason ?? '')}</li>`);
  const holes = gaps.map(({ at, reason }) => `<li>${at ? `${where(at)} ` : ''}${xml(reason)}</li>`);
  if (unknown.length + holes.length === 0) return '';
  return `<section><h2>Not answered, not read</h2><ul>${unknown.join('')}${holes.join('')}</ul></section>\n`;
}
