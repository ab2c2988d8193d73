// The panel beside the picture: how to read it, or the sentences behind what is selected.

function panel() {
  const side = $('side'), chosen = state.selected;
  const show = !chosen ? overview : chosen.node ? aboutNode : chosen.pair ? aboutPair : chosen.paper !== undefined ? aboutPaper : aboutClaim;
  side.replaceChildren(...show(chosen).filter(Boolean));
  side.scrollTop = 0;
}

const back = () => element('button', { type: 'button', class: 'back', onclick: () => { select(null); $('side').focus(); } }, '← ', words.clear);

function overview() {
  const narrow = matchMedia('(max-width: 820px)').matches;
  const help = element('details', narrow ? {} : { open: '' }, element('summary', {}, words.howto), ...data.help.map((text) => element('p', {}, text)));
  const list = data.pairs ? pairList(data.pairs) : nodeList(data.top || []);
  const title = element('h2', {}, data.pairs ? words.pairs : words.top);
  return narrow ? [title, list, help] : [help, title, list];
}

function pairList(pairs) {
  const rows = [];
  for (const pair of pairs) {
    const claims = claimsOf(linksByPair.get(pair));
    if (claims.length) rows.push(pairRow(pair, claims));
    if (rows.length === 60) break;
  }
  return rows.length ? element('ul', { class: 'rows' }, ...rows) : element('p', {}, data.claims.length ? words.nothing_here : words.no_claims);
}

function pairRow(pair, claims, label) {
  const [from, to] = pair.split('~').map((id) => nodeById.get(id));
  const names = label ? [glyph(label.kind), element('span', { class: 'names' }, bdi(label.name))] : [element('span', { class: 'names' }, bdi(from.name), ' → ', bdi(to.name), ...(isContested(pair) ? [' ', contestedFlag()] : []))];
  return element('li', {}, element('button', { type: 'button', 'data-pair': pair, onclick: () => { select({ pair }); $('side').focus({ preventScroll: true }); } }, ...names, element('small', {}, ...counts(claims))));
}

function counts(claims) {
  const found = tally(claims);
  return STANCES.filter((stance) => found[stance]).map((stance) => element('span', { class: `badge ${stance}` }, `${marks[stance]} ${found[stance]}`));
}

function nodeList(ids) {
  const rows = ids.map((id) => nodeById.get(id)).filter(nodeShown).map((node) => element('li', {}, element('button', { type: 'button', 'data-node': node.id, onclick: () => select({ node: node.id }, { center: true }) }, nodeGlyph(node), element('span', { class: 'names' }, bdi(node.name)), element('small', {}, node.count || ''))));
  return element('ul', { class: 'rows' }, ...rows);
}

const nodeGlyph = (node) => (node.stance ? glyph(node.stance === 'disputes' ? 'refuted' : 'claim', node.stance) : glyph(node.kind));

function aboutNode({ node: id }) {
  const node = nodeById.get(id), claims = node.claim !== undefined ? [data.claims[node.claim]] : claimsAround(id);
  const pairs = [...new Set(linksOf.get(id).filter(linkShown).map(pairOf))];
  return [
    back(),
    element('h2', {}, nodeGlyph(node), bdi(node.name)),
    element('p', { class: 'sub' }, words[`one_${node.kind}`], node.count ? ` · ${node.count}` : ''),
    node.page ? element('p', {}, element('a', { href: node.page }, words.page)) : null,
    node.text ? element('p', { dir: 'auto' }, node.text) : null,
    ...sentences(ordered(claims), node.page),
    ...papersOf(node),
    drawMore(id),
    pairs.length ? element('h3', {}, words.connected) : null,
    data.pairs ? element('ul', { class: 'rows' }, ...pairs.map((pair) => pairRow(pair, claimsOf(linksByPair.get(pair)), nodeById.get(pair.split('~').find((end) => end !== id))))) : neighbours(id),
  ];
}

// What the node is tied to and the picture leaves out, to be drawn on demand.
function drawMore(id) {
  const hidden = [...new Set(beyond(id))];
  return hidden.length ? element('p', {}, element('button', { type: 'button', onclick: () => { bring(hidden.slice(0, 40)); select({ node: id }); } }, words.draw_more.replace('{n}', hidden.length))) : null;
}

function papersOf(node) {
  const list = (node.papers || []).filter((place) => inYears(data.papers[place].year));
  const row = (by) => element('li', {}, by.page ? element('a', { href: by.page }, bdi(by.name)) : bdi(by.name), ': ', bdi(by.title || ''));
  return list.length ? [element('h3', {}, `${words.paper} (${list.length})`), element('ul', { class: 'plain' }, ...list.slice(0, 40).map((place) => row(data.papers[place])))] : [];
}

function claimsAround(id) {
  const ends = linksOf.get(id).filter(linkShown).map((link) => nodeById.get(link.from === id ? link.to : link.from));
  const beside = ends.filter((node) => node.claim !== undefined).map((node) => data.claims[node.claim]);
  const own = (nodeById.get(id).claims || []).map((place) => data.claims[place]);
  return [...new Set([...own, ...claimsOf(linksOf.get(id)), ...beside])].filter(keeps);
}

function neighbours(id) {
  const ends = linksOf.get(id).filter(linkShown).map((link) => (link.from === id ? link.to : link.from));
  return nodeList([...new Set(ends)].slice(0, 60));
}

function aboutPair({ pair, stance }) {
  const [from, to] = pair.split('~').map((id) => nodeById.get(id)), claims = claimsOf(linksByPair.get(pair));
  const bySide = ordered(claims).sort((a, b) => (b.stance === stance) - (a.stance === stance) || STANCES.indexOf(a.stance) - STANCES.indexOf(b.stance));
  const page = (node) => (node.page ? element('a', { href: node.page }, bdi(node.name)) : bdi(node.name));
  return [
    back(),
    element('h2', {}, element('span', {}, page(from), ' → ', page(to))),
    element('p', { class: 'sub' }, counted(claims.length, 'claim')),
    ...propositionsOf(pair),
    ...sentences(bySide, from.page),
  ];
}

// What is claimed of a pair, kind by kind: papers, how many groups of them are independent, whether it is contested.
function propositionsOf(pair) {
  const row = ({ type, papers, groups, contested, page }) => element('li', {}, page ? element('a', { href: framed ? null : page }, type) : type, `: ${counted(papers, 'paper')}, ${counted(groups, 'groups')}`, ...(contested ? [' ', contestedFlag()] : []));
  const list = (data.propositions || {})[pair] || [];
  return list.length ? [element('ul', { class: 'plain', 'aria-label': words.claimed }, ...list.map(row))] : [];
}

const contestedFlag = () => element('span', { class: 'flag contested' }, words.contested);
const isContested = (pair) => ((data.propositions || {})[pair] || []).some((proposition) => proposition.contested);

function aboutPaper({ paper }) {
  const by = data.papers[paper];
  return [
    back(),
    element('h2', {}, glyph('paper'), bdi(by.name)),
    element('p', { dir: 'auto' }, by.title),
    by.page ? element('p', {}, element('a', { href: by.page }, words.page)) : null,
    ...sentences(data.claims.filter((claim) => claim.paper === paper && keeps(claim)), by.page),
  ];
}

function aboutClaim({ claim: place }) {
  const claim = data.claims[place];
  const around = [...linksByPair.keys()].filter((pair) => linksByPair.get(pair).some((link) => (link.claims || []).includes(place)));
  return [back(), element('h2', {}, words.one_claim), card(claim), around.length ? element('h3', {}, words.connected) : null, data.pairs ? pairList(around) : null];
}

// What takes sides first, main conclusions before the rest, then what is asserted, then the newest; retracted last.
const weight = (claim) => (claim.retracted ? 8 : 0) + (claim.stance === 'neutral' ? 4 : 0) + (claim.headline ? 0 : 2) + (claim.certainty ? 1 : 0);
const ordered = (claims) => [...claims].sort((a, b) => weight(a) - weight(b) || (claimYear(b) || 0) - (claimYear(a) || 0));

function sentences(claims, page) {
  if (!claims.length) return data.claims.length ? [element('p', {}, words.nothing_here)] : [];
  const told = claims.filter((claim) => claim.quote).slice(0, 40), rest = claims.length - told.length;
  const more = words.more.replace('{n}', rest);
  return [
    element('h3', {}, `${words.evidence} (${claims.length})`),
    meter(claims),
    ...told.map(card),
    rest ? element('p', {}, page ? element('a', { href: page }, more) : more) : null,
  ];
}

function meter(claims) {
  const found = tally(claims), unsure = claims.filter((claim) => claim.certainty), pale = tally(unsure), all = claims.length, wide = 300;
  let at = 0;
  const hedged = words.hedged_count.replace('{n}', unsure.length), papers = counted(new Set(claims.map((claim) => claim.paper)).size, 'paper');
  const label = [...STANCES.map((stance) => `${found[stance]} ${words[stance]}`), hedged].join(', ');
  const bar = drawn('svg', { class: 'meter', viewBox: `0 0 ${wide} 12`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label });
  for (const stance of STANCES) {
    for (const [number, tone] of [[found[stance] - pale[stance], ''], [pale[stance], ' pale']]) {
      const part = (number * wide) / all;
      if (number) bar.append(drawn('rect', { x: at, width: part, height: 12, class: `fill-${stance}${tone}` }));
      at += part;
    }
  }
  const signs = STANCES.map((stance) => element('span', { class: `badge ${stance}` }, `${marks[stance]} ${found[stance]}`));
  return element('div', {}, bar, element('p', { class: 'counts' }, ...signs, element('span', { class: 'kind' }, `${hedged} · ${papers}`)));
}

function card(claim) {
  const by = data.papers[claim.paper], says = [element('span', { class: `badge ${claim.stance}` }, `${marks[claim.stance]} ${words[claim.stance]}`)];
  const flag = (text, name = '') => says.push(element('span', { class: `flag ${name}` }, text));
  if (claim.certainty) flag(words[claim.certainty], claim.certainty);
  if (claim.headline) flag(words.headline);
  if (claim.n) flag(`n = ${claim.n}`);
  if (claim.origin) flag(words[claim.origin]);
  if (claim.retracted) flag(words.retracted, 'retracted');
  says.push(element('span', { class: 'kind' }, claim.type));
  const name = by.page ? element('a', { href: by.page }, bdi(by.name)) : bdi(by.name);
  const link = by.link && by.identifier ? [' · ', element('a', { href: by.link, rel: 'noopener noreferrer' }, bdi(by.identifier))] : [];
  const place = `${by.design ? ` · ${by.design}` : ''} · ${claim.place}, ${words.characters} ${claim.start}–${claim.end}`;
  return element('blockquote', { class: claim.stance },
    element('p', { class: 'says' }, ...says),
    element('p', { dir: 'auto' }, `“${claim.quote}”`),
    element('footer', {}, name, ', ', bdi(by.title), place, ...link));
}
