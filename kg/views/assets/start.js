// Search, keys, buttons; then the page as its address says.

const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const index = [
  ...[...nodes, ...more.nodes].filter((node) => node.kind !== 'claim').map((node) => ({ text: fold([node.name, ...(node.also || [])].join(' ')), name: node.name, kind: node.kind, chosen: { node: node.id } })),
  ...([...nodes, ...more.nodes].some((node) => node.kind === 'paper') ? [] : data.papers.map((paper, i) => ({ text: fold(`${paper.name} ${paper.title || ''}`), name: `${paper.name}: ${paper.title || ''}`, kind: 'paper', chosen: { paper: i } }))),
  ...(data.others || []).map(([name, kind, page]) => ({ text: fold(name), name, kind, page })),
  ...data.claims.map((claim, i) => ({ text: fold(claim.quote || ''), name: claim.quote || '', kind: 'claim', stance: claim.stance, chosen: { claim: i } })),
];
let hits = [], active = -1;

function search() {
  const wanted = fold($('q').value.trim()).split(/\s+/).filter(Boolean);
  active = -1;
  hits = wanted.length ? index.filter((entry) => wanted.every((word) => entry.text.includes(word))).slice(0, 12) : [];
  const mark = (entry) => (entry.kind === 'claim' ? glyph(entry.stance === 'disputes' ? 'refuted' : 'claim', entry.stance) : glyph(entry.kind));
  const options = hits.map((entry, i) => element('li', { role: 'option', id: `option-${i}`, 'aria-selected': 'false', onmousedown: (event) => { event.preventDefault(); pick(i); } }, mark(entry), bdi(entry.name.length > 110 ? `${entry.name.slice(0, 110)}…` : entry.name), element('small', {}, words[`one_${entry.kind}`])));
  if (wanted.length && !hits.length) options.push(element('li', { role: 'option', 'aria-selected': 'false', 'aria-disabled': 'true' }, words.none_found));
  $('options').replaceChildren(...options);
  opened(options.length > 0);
}

function opened(yes) {
  $('options').hidden = !yes;
  $('q').setAttribute('aria-expanded', String(yes));
  if (!yes) $('q').removeAttribute('aria-activedescendant');
}

function pick(place) {
  if (!hits[place]) return;
  opened(false);
  $('q').value = '';
  // What is not in the picture has a page of its own.
  if (hits[place].page) { location.href = hits[place].page; return; }
  select(hits[place].chosen, { center: true });
  $('side').focus({ preventScroll: true });
}

function move(by) {
  if (!hits.length) return;
  active = (active + by + hits.length) % hits.length;
  [...$('options').children].forEach((option, i) => option.setAttribute('aria-selected', String(i === active)));
  $('q').setAttribute('aria-activedescendant', `option-${active}`);
  $('options').children[active].scrollIntoView({ block: 'nearest' });
}

$('q').addEventListener('input', search);
$('q').addEventListener('blur', () => opened(false));
$('q').addEventListener('keydown', (event) => {
  const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: () => pick(Math.max(0, active)), Escape: () => { opened(false); $('q').value = ''; } };
  if (!keys[event.key]) return;
  event.preventDefault();
  event.stopPropagation();
  keys[event.key]();
});

document.addEventListener('keydown', (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === '/' && !typing) { event.preventDefault(); $('q').focus(); }
  else if (event.key === 'Escape' && !typing && state.selected) select(null);
});

stage.box.addEventListener('keydown', (event) => {
  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (ways[event.key]) {
    event.preventDefault();
    const next = stage.step(...ways[event.key]);
    if (next) { select(next, { center: true }); say(told(next)); }
  } else if (event.key === 'Enter') { event.preventDefault(); $('side').focus(); }
});

// What the status line says of a selection made by keys.
function told({ node, claim }) {
  if (node) return `${nodeById.get(node).name} · ${nodeById.get(node).count || ''}`;
  const said = data.claims[claim];
  return `${marks[said.stance]} ${words[said.stance]} · ${data.papers[said.paper].name}: ${said.quote || ''}`;
}

// ---------------------------------------------------------------- taking it away

function save(name, blob) {
  const link = element('a', { href: URL.createObjectURL(blob), download: `${data.view}.${name}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 4000);
}

const svgText = () => new XMLSerializer().serializeToString(stage.toSvg());

function png() {
  const image = new Image(), address = URL.createObjectURL(new Blob([svgText()], { type: 'image/svg+xml' }));
  image.onload = () => {
    const canvas = element('canvas', { width: image.width * 2, height: image.height * 2 });
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => { save('png', blob); URL.revokeObjectURL(address); });
  };
  image.src = address;
}

function csvText() {
  // A cell that a spreadsheet would take for a formula gets an apostrophe before it.
  const cell = (value) => `"${String(value ?? '').replace(/^[=+\-@\t\r]/, "'$&").replace(/"/g, '""')}"`;
  const rows = links.filter(linkShown).flatMap((link) => (link.claims ? kept(link).map((claim) => claimRow(link, claim)) : [[nodeById.get(link.from).name, nodeById.get(link.to).name, link.stance || link.what || '']]));
  const head = ['from', 'to', 'stance', 'certainty', 'type', 'sentence', 'paper', 'title', 'year', 'identifier', 'place', 'start', 'end'];
  const line = (row) => head.map((_, n) => cell(row[n])).join(',');
  return `\ufeff${[head, ...rows].map(line).join('\r\n')}\r\n`;
}

function claimRow(link, claim) {
  const by = data.papers[claim.paper];
  return [nodeById.get(link.from).name, nodeById.get(link.to).name, claim.stance, claim.certainty || 'asserted', claim.type, claim.quote, by.name, by.title, by.year, by.identifier, claim.place, claim.start, claim.end];
}

function copy(text, done) {
  const told = () => say(done);
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(told, () => say(text));
  else say(text);
}

$('png').addEventListener('click', png);
$('svg').addEventListener('click', () => save('svg', new Blob([svgText()], { type: 'image/svg+xml' })));
$('csv').addEventListener('click', () => save('csv', new Blob([csvText()], { type: 'text/csv' })));
$('link').addEventListener('click', () => copy(location.href, words.copied));
$('copy-query').addEventListener('click', () => copy($('query').textContent, words.query_copied));
$('reset').addEventListener('click', () => { keepAddress(''); restore(); stage.reset(); refresh(); });

function showAs(map) {
  document.querySelector('.split').classList.toggle('as-map', map);
  $('as-map').setAttribute('aria-pressed', String(map));
  $('as-list').setAttribute('aria-pressed', String(!map));
  if (map) { stage.fit(); refresh(); }
}

$('as-map').addEventListener('click', () => showAs(true));
$('as-list').addEventListener('click', () => showAs(false));
document.addEventListener('themechange', () => refresh());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => refresh());
window.addEventListener('hashchange', () => { restore(); refresh({ remember: false }); });

// On paper the picture is an SVG as wide as the sheet, in the light colours.
const root = document.documentElement;
let themeOnScreen;
window.addEventListener('beforeprint', () => {
  themeOnScreen = root.dataset.theme;
  root.dataset.theme = 'light';
  refresh({ remember: false });
  if (!stage.network || stage.box.clientHeight < 60) return;
  const picture = stage.toSvg();
  for (const name of ['width', 'height']) picture.removeAttribute(name);
  picture.setAttribute('class', 'printed');
  $('stage').append(picture);
});
window.addEventListener('afterprint', () => {
  document.querySelector('.printed')?.remove();
  if (themeOnScreen) root.dataset.theme = themeOnScreen; else delete root.dataset.theme;
  refresh({ remember: false });
});

typeChoice();
yearChoice();
restore();
stage.fit();
refresh({ remember: false });
if (state.selected) stage.center(state.selected);
// Ready once the first frame, in which the picture takes its size, has been painted.
requestAnimationFrame(() => setTimeout(() => { document.documentElement.dataset.ready = 'yes'; performance.mark('ready'); }));
