// The picture as a table of therapies by diseases, for graphs too large for lines; cells are buttons.

const stage = (() => {
  const cells = new Map([...document.querySelectorAll('[data-cell]')].map((cell) => [cell.dataset.cell, cell]));
  const heads = new Map([...document.querySelectorAll('[data-head]')].map((head) => [head.dataset.head, head]));

  // As on the first page: blue where only support is claimed, orange where only dispute is, both where they meet.
  function tone({ supports, disputes }) {
    if (supports && disputes) return 'both';
    return supports ? (supports > 2 ? 'for2' : 'for1') : disputes ? (disputes > 2 ? 'against2' : 'against1') : '';
  }

  function draw(focused) {
    for (const [pair, cell] of cells) {
      const claims = claimsOf(linksByPair.get(pair)), dim = focused && !linksByPair.get(pair).some((link) => focused.lines.has(link.id));
      cell.hidden = !claims.length;
      cell.classList.toggle('dim', Boolean(dim));
      cell.toggleAttribute('aria-current', Boolean(state.selected && state.selected.pair === pair));
      if (!claims.length) continue;
      const found = tally(claims), signs = STANCES.filter((stance) => found[stance]);
      cell.className = [tone(found), cell.classList.contains('dim') ? 'dim' : ''].join(' ').trim();
      cell.replaceChildren(...signs.map((stance) => element('span', { class: `badge ${stance}` }, `${marks[stance]}${found[stance]}`)));
    }
    for (const [id, head] of heads) head.classList.toggle('dim', Boolean(focused && !focused.bright.has(id)));
  }

  for (const [pair, cell] of cells) cell.addEventListener('click', () => select({ pair }));
  for (const [id, head] of heads) head.querySelector('button').addEventListener('click', () => select({ node: id }));

  function center({ node: id }) {
    const head = heads.get(id);
    if (head) head.scrollIntoView({ block: 'center', inline: 'center' });
  }

  // Along the column of names for up and down, along the row of names for left and right.
  function step(dx, dy) {
    const from = state.selected && state.selected.node, side = dy ? 'left' : 'right';
    const list = nodes.filter((node) => node.side === side), at = list.findIndex((node) => node.id === from);
    const next = list[at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + dx + dy))];
    return next ? { node: next.id } : null;
  }

  function toSvg() {
    const left = nodes.filter((node) => node.side === 'left'), right = nodes.filter((node) => node.side === 'right');
    const wide = 300 + right.length * 34, high = 220 + left.length * 24;
    const svg = drawn('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${wide} ${high}`, width: wide, height: high, 'font-family': 'system-ui, sans-serif', 'font-size': 12 });
    svg.append(drawn('rect', { width: wide, height: high, fill: colour('bg') }));
    const text = (value, attributes) => svg.append(drawn('text', { fill: colour('ink'), ...attributes }, value));
    left.forEach((node, row) => text(node.name.slice(0, 44), { x: 285, y: 226 + row * 24, 'text-anchor': 'end' }));
    right.forEach((node, column) => text(node.name.slice(0, 32), { transform: `translate(${320 + column * 34} 205) rotate(-60)` }));
    left.forEach((from, row) => right.forEach((to, column) => {
      const claims = claimsOf(linksByPair.get(`${from.id}~${to.id}`) || []), found = tally(claims);
      STANCES.filter((stance) => found[stance]).forEach((stance, i) => text(`${marks[stance]}${found[stance]}`, { x: 302 + column * 34, y: 221 + row * 24 + i * 9, fill: colour(stance), 'font-size': 9, 'font-weight': 700 }));
    }));
    return svg;
  }

  return { draw, center, step, toSvg, fit: () => {}, reset: () => {}, box: document.querySelector('.matrix-box') };
})();
