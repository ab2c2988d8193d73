'use strict';
// What is on the page, what of it passes the filters, and the small things every part needs.

const json = (id) => JSON.parse(document.getElementById(id).textContent);
const $ = (id) => document.getElementById(id);
const data = json('kg-data'), words = json('kg-words'), marks = json('kg-glyphs').marks, glyphs = json('kg-glyphs').glyphs;
const nodes = json('kg-nodes'), links = json('kg-edges');
const more = data.more || { nodes: [], links: [] }; // what the page knows but does not draw at first
const pairOf = (link) => `${link.from}~${link.to}`;
for (const link of [...links, ...more.links]) link.id ??= pairOf(link); // only parallel lines bring a name of their own
const nodeById = new Map(nodes.map((node) => [node.id, node]));
const linksOf = new Map(nodes.map((node) => [node.id, []]));
for (const link of links) { linksOf.get(link.from).push(link); linksOf.get(link.to).push(link); }
if (framed) for (const node of nodes) node.page = ''; // no other page is there to be opened
const STANCES = ['supports', 'disputes', 'neutral'];
const claimYear = (claim) => data.papers[claim.paper].year;
const firstYear = data.years[0], lastYear = data.years[data.years.length - 1];

const state = {
  selected: null, // {node} or {pair, stance} or {paper} or {claim}
  stancesOff: new Set(), kindsOff: new Set(data.kindsOff || []), hedged: true, type: '', from: firstYear, to: lastYear,
  added: new Set(), // nodes brought into the picture
};

// ---------------------------------------------------------------- what the page knows but does not draw at first

const moreById = new Map(more.nodes.map((node) => [node.id, node])), moreLinksOf = new Map();
for (const link of more.links) for (const end of [link.from, link.to]) moreLinksOf.set(end, [...(moreLinksOf.get(end) || []), link]);
const beyond = (id) => (moreLinksOf.get(id) || []).map((link) => (link.from === id ? link.to : link.from)).filter((end) => !nodeById.has(end));

// Nodes join the picture, each with its lines to what is there; the claims around one come along, to tie it to the rest.
function bring(ids) {
  const wanted = ids.filter((id) => moreById.has(id) && !nodeById.has(id));
  for (const id of wanted) state.added.add(id);
  const along = wanted.flatMap((id) => beyond(id).filter((end) => moreById.has(end) && (moreById.get(id).kind === 'claim') !== (moreById.get(end).kind === 'claim')).slice(0, 12));
  const fresh = [...new Set([...wanted, ...along])].map((id) => moreById.get(id));
  if (!fresh.length) return;
  for (const node of fresh) { nodes.push(node); nodeById.set(node.id, node); linksOf.set(node.id, []); }
  const ready = more.links.filter((link) => !link.drawn && nodeById.has(link.from) && nodeById.has(link.to));
  for (const link of ready) {
    link.drawn = true;
    links.push(link);
    for (const end of new Set([link.from, link.to])) linksOf.get(end).push(link);
    linksByPair.set(pairOf(link), [...(linksByPair.get(pairOf(link)) || []), link]);
  }
  // Claims first: they stand beside what they are about, and what makes or shares them stands beside them.
  for (const node of [...fresh].sort((a, b) => (b.kind === 'claim') - (a.kind === 'claim'))) settle(node);
  stage.add(fresh, ready);
}

// Beside the middle of what it is tied to, on the first free spot of a spiral; what is tied to nothing goes to the right.
function settle(node) {
  const placed = nodes.filter((other) => other !== node && (!moreById.has(other.id) || other.x || other.y));
  const near = linksOf.get(node.id).map((link) => nodeById.get(link.from === node.id ? link.to : link.from)).filter((other) => placed.includes(other));
  const mean = (list, key) => list.reduce((sum, other) => sum + other[key], 0) / list.length;
  const from = near.length ? [mean(near, 'x'), mean(near, 'y')] : [Math.max(0, ...placed.map((other) => other.x)) + 80, 0];
  for (let turn = 0; turn < 600; turn += 1) {
    const far = 26 + 5 * Math.sqrt(turn) * 3, angle = turn * 2.39996;
    [node.x, node.y] = [Math.round(from[0] + far * Math.cos(angle)), Math.round(from[1] + far * Math.sin(angle))];
    if (placed.every((other) => Math.abs(other.x - node.x) > 30 || Math.abs(other.y - node.y) > 26)) return;
  }
}

// ---------------------------------------------------------------- making elements; text only, never markup

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function drawn(name, attributes, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const glyph = (kind, colour) => drawn('svg', { class: `glyph fill-${colour || kind}`, width: 15, height: 15, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, drawn('path', { d: glyphs[kind] }));
const bdi = (text) => element('bdi', {}, text);
const counted = (number, kind) => `${number.toLocaleString('en')} ${(number === 1 ? words[`one_${kind}`] : words[kind]).toLowerCase()}`;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const say = (text) => { $('status').textContent = text; };

// ---------------------------------------------------------------- what passes the filters

function keeps(claim) {
  if (state.stancesOff.has(claim.stance)) return false;
  if (!state.hedged && claim.certainty) return false;
  if (state.type && claim.type !== state.type) return false;
  return inYears(claimYear(claim));
}

// What has no year is seen as long as no year is left out.
function inYears(year) {
  if (year === undefined) return state.from === firstYear && state.to === lastYear;
  return year >= state.from && year <= state.to;
}

// Whether the filters leave out any claim for what it says; a node that stands for its claims then goes with them.
const filtering = () => state.stancesOff.size > 0 || !state.hedged || state.type !== '';
const kept = (link) => (link.claims || []).map((i) => data.claims[i]).filter(keeps);

function nodeShown(node) {
  if (state.kindsOff.has(node.kind)) return false;
  if (node.claim !== undefined) return keeps(data.claims[node.claim]);
  if (filtering() && node.claims && node.claims.length) return node.claims.some((place) => keeps(data.claims[place]));
  if (node.year !== undefined) return inYears(node.year);
  return true;
}

function linkShown(link) {
  if (!nodeShown(nodeById.get(link.from)) || !nodeShown(nodeById.get(link.to))) return false;
  if (link.joint) return link.joint.some(inYears);
  return !link.claims || kept(link).length > 0;
}

// Papers behind a line among what passes; where only the best claims were shipped, in proportion.
function paperCount(link) {
  const passing = kept(link);
  if (link.total > link.claims.length) return Math.max(1, Math.round((link.papers * passing.length) / link.claims.length));
  return new Set(passing.map((claim) => claim.paper)).size;
}

const lineWidth = (papers) => Math.min(8, 1.7 + 1.15 * Math.log2(Math.max(1, papers)));
const onlyHedged = (link) => kept(link).every((claim) => claim.certainty);
const linksByPair = new Map();
for (const link of links) linksByPair.set(pairOf(link), [...(linksByPair.get(pairOf(link)) || []), link]);

function claimsOf(list) {
  return [...new Set(list.flatMap((link) => link.claims || []))].map((i) => data.claims[i]).filter(keeps);
}

function tally(claims) {
  const counts = { supports: 0, disputes: 0, neutral: 0 };
  for (const claim of claims) counts[claim.stance] += 1;
  return counts;
}

// The nodes and pairs that stay bright beside a selection; null where nothing is selected.
function focus() {
  const chosen = state.selected;
  if (!chosen) return null;
  const bright = new Set(), lines = new Set();
  const add = (link) => { lines.add(link.id); bright.add(link.from); bright.add(link.to); };
  if (chosen.node) { bright.add(chosen.node); linksOf.get(chosen.node).filter(linkShown).forEach(add); around(chosen.node, add); }
  if (chosen.pair) (linksByPair.get(chosen.pair) || []).filter(linkShown).forEach(add);
  const holds = (link, test) => (link.claims || []).some((i) => test(data.claims[i], i));
  if (chosen.paper !== undefined) links.filter((link) => linkShown(link) && holds(link, (c) => c.paper === chosen.paper)).forEach(add);
  if (chosen.claim !== undefined) links.filter((link) => linkShown(link) && holds(link, (c, i) => i === chosen.claim)).forEach(add);
  return { bright, lines };
}

// A claim in between is no end: what stands behind it is a neighbour too.
function around(id, add) {
  if (nodeById.get(id).kind === 'paper') return;
  for (const link of linksOf.get(id).filter(linkShown)) {
    const other = link.from === id ? link.to : link.from;
    if (nodeById.get(other).kind === 'claim') linksOf.get(other).filter(linkShown).forEach(add);
  }
}

// ---------------------------------------------------------------- the legend that is the filter

function legend() {
  const claims = data.claims, counts = data.totals || { ...tally(claims), hedged: claims.filter((c) => c.certainty).length };
  const chip = (on, toggle, title, ...children) => element('button', { type: 'button', 'aria-pressed': String(on), title, onclick: () => { toggle(); refresh(); } }, ...children);
  const flip = (set, key) => () => { if (set.has(key)) set.delete(key); else set.add(key); };
  const line = (name) => drawn('svg', { width: 24, height: 10, 'aria-hidden': 'true' }, drawn('line', { x1: 0, x2: 24, y1: 5, y2: 5, class: `legend-line ${name}` }));
  const chips = STANCES.map((s) => chip(!state.stancesOff.has(s), flip(state.stancesOff, s), undefined, line(s), `${marks[s]} ${words[s]} ${counts[s].toLocaleString('en')}`));
  chips.push(chip(state.hedged, () => { state.hedged = !state.hedged; }, words.hedged_help, line('hedged'), `${words.hedged_chip} ${counts.hedged.toLocaleString('en')}`));
  if (claims.length) keepFocus($('stances'), chips);
  if (data.kinds) {
    const count = (kind) => nodes.filter((node) => node.kind === kind).length;
    $('kinds').hidden = false;
    keepFocus($('kinds'), data.kinds.map((kind) => chip(!state.kindsOff.has(kind), flip(state.kindsOff, kind), undefined, glyph(kind), `${words[kind]} ${count(kind)}`)));
  }
}

function keepFocus(box, children) {
  const at = [...box.children].indexOf(document.activeElement);
  box.replaceChildren(...children);
  if (at >= 0) box.children[at].focus();
}

function typeChoice() {
  const types = [...new Set(data.claims.map((claim) => claim.type))].sort();
  $('type').hidden = types.length < 2;
  const count = (type) => data.claims.filter((claim) => claim.type === type).length;
  $('type').replaceChildren(element('option', { value: '' }, words.all_types), ...types.map((type) => element('option', { value: type }, `${type} ${count(type)}`)));
  $('type').addEventListener('change', () => { state.type = $('type').value; refresh(); });
}

function yearChoice() {
  $('years').hidden = data.years.length < 2;
  if (data.years.length < 2) return;
  const counts = new Map(), span = lastYear - firstYear + 1, wide = 110, high = 26;
  for (const paper of data.papers) counts.set(paper.year, (counts.get(paper.year) || 0) + 1);
  const most = Math.max(...data.years.map((year) => counts.get(year) || 0));
  const bars = drawn('svg', { width: wide, height: high, role: 'img', 'aria-label': words.years });
  for (let year = firstYear; year <= lastYear; year += 1) {
    const tall = ((counts.get(year) || 0) / most) * high;
    bars.append(drawn('rect', { x: ((year - firstYear) * wide) / span, y: high - tall, width: Math.max(1, wide / span - 1), height: tall, 'data-year': year }));
  }
  const box = (key, label) => element('input', { type: 'number', min: firstYear, max: lastYear, value: state[key], id: `year-${key}`, 'aria-label': label, onchange: (event) => setYear(key, Number(event.target.value)) });
  $('years').replaceChildren(box('from', words.from), bars, box('to', words.to));
}

function setYear(key, year) {
  state[key] = Math.min(lastYear, Math.max(firstYear, year || state[key]));
  if (state.from > state.to) state[key === 'from' ? 'to' : 'from'] = state[key];
  refresh();
}

function markYears() {
  for (const key of ['from', 'to']) if ($(`year-${key}`)) $(`year-${key}`).value = state[key];
  for (const bar of $('years').querySelectorAll('rect')) bar.setAttribute('class', Number(bar.dataset.year) >= state.from && Number(bar.dataset.year) <= state.to ? 'bar-on' : 'bar-off');
}

// ---------------------------------------------------------------- one change, everything follows

function select(chosen, { center = false } = {}) {
  // Where a claim is a node of the picture, it is selected as that.
  const isIt = (node) => node.claim === chosen.claim, said = chosen && chosen.claim !== undefined;
  const known = said && more.nodes.find(isIt);
  bring(known ? [known.id] : chosen && chosen.node ? [chosen.node] : []);
  const drawnClaim = said && nodes.find(isIt);
  state.selected = drawnClaim ? { node: drawnClaim.id } : chosen;
  if (chosen && chosen.node) state.kindsOff.delete(nodeById.get(chosen.node).kind);
  refresh();
  if (chosen && center) stage.center(state.selected);
}

function refresh({ remember = true } = {}) {
  legend();
  markYears();
  $('type').value = state.type;
  stage.draw(focus());
  panel();
  query();
  report();
  if (remember) keepAddress(permalink());
}

function report() {
  const active = new Set(links.filter(linkShown).flatMap((link) => [link.from, link.to]));
  const shown = data.isolated ? nodes.filter(nodeShown).length : nodes.filter((node) => nodeShown(node) && active.has(node.id)).length;
  const part = words.showing.replace('{shown}', shown.toLocaleString('en')).replace('{all}', data.all.toLocaleString('en')).replace('{what}', data.shownAs ? data.shownAs[0] : words.nodes);
  say(data.all > nodes.length ? `${part}: ${data.shownAs ? data.shownAs[1] : more.nodes.length ? words.by_search : words.by_rank}` : part);
}

// The query behind what is seen; that of the sentences once a pair is selected.
function query() {
  const pair = state.selected && state.selected.pair ? state.selected.pair.split('~').map((id) => nodeById.get(id)) : null;
  const iri = (node) => `<${node.iri}>`;
  $('query').textContent = pair && data.sentences ? data.sentences.replace('{therapy}', () => iri(pair[0])).replace('{disease}', () => iri(pair[1])) : data.query;
}

// ---------------------------------------------------------------- permalink

function permalink() {
  const link = new URLSearchParams(), chosen = state.selected || {};
  for (const key of ['node', 'pair', 'paper', 'claim', 'stance']) if (chosen[key] !== undefined) link.set(key, chosen[key]);
  if (state.added.size) link.set('add', [...state.added].join(','));
  if (state.stancesOff.size) link.set('off', [...state.stancesOff].sort().join(','));
  const hidden = [...state.kindsOff].sort().join(',');
  if (hidden !== [...(data.kindsOff || [])].sort().join(',')) link.set('kinds', hidden || 'all');
  if (!state.hedged) link.set('hedged', '0');
  if (state.type) link.set('type', state.type);
  if (state.from !== firstYear || state.to !== lastYear) link.set('years', `${state.from}-${state.to}`);
  return link.toString();
}

function restore() {
  const link = new URLSearchParams(location.hash.slice(1));
  const among = (key, allowed) => (link.get(key) || '').split(',').filter((value) => allowed.includes(value));
  state.stancesOff = new Set(among('off', STANCES));
  state.kindsOff = new Set(link.has('kinds') ? among('kinds', data.kinds || []) : data.kindsOff || []);
  state.hedged = link.get('hedged') !== '0';
  state.type = data.claims.some((claim) => claim.type === link.get('type')) ? link.get('type') : '';
  const [from, to] = /^\d{4}-\d{4}$/.test(link.get('years') || '') ? link.get('years').split('-').map(Number) : [firstYear, lastYear];
  [state.from, state.to] = [Math.max(firstYear, from), Math.min(lastYear, to)];
  bring([...(link.get('add') || '').split(','), link.get('node')]);
  state.selected = restored(link);
}

function restored(link) {
  const node = link.get('node'), pair = link.get('pair'), paper = Number(link.get('paper')), claim = Number(link.get('claim'));
  if (nodeById.has(node)) return { node };
  if (linksByPair.has(pair)) return { pair, ...(STANCES.includes(link.get('stance')) ? { stance: link.get('stance') } : {}) };
  if (link.has('paper') && data.papers[paper]) return { paper };
  return link.has('claim') && data.claims[claim] ? { claim } : null;
}
