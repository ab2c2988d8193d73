// The picture, drawn by vis-network; places come from the page, only the evidence columns are stretched to its size.

const stage = (() => {
  // Dashes grow with the line, or a wide one would look solid.
  const dashed = (link, wide) => (Array.isArray(link.dashes) ? link.dashes.map((part) => Math.round(part * Math.max(1, wide / 2.6))) : false);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches ? false : { duration: 200, easingFunction: 'easeInOutQuad' };
  const options = json('kg-options');
  if (data.stretch) options.interaction = { ...options.interaction, dragView: false, zoomView: false, dragNodes: false };
  const bareNode = (node) => ({ id: node.id, label: node.label, shape: node.shape, size: node.size, x: node.x, y: node.y });
  const bareLink = (link) => ({ id: link.id, from: link.from, to: link.to, width: link.width, dashes: link.dashes || false, smooth: link.smooth || false });
  const shownNodes = new vis.DataSet(nodes.map(bareNode)), shownLinks = new vis.DataSet(links.map(bareLink));
  const network = new vis.Network($('net'), { nodes: shownNodes, edges: shownLinks }, options);
  const canvas = $('net').querySelector('canvas');
  canvas.removeAttribute('tabindex');
  $('net').querySelector('.vis-network').removeAttribute('tabindex');
  let bright = null, palette = {}, touched = false, signs = [];

  // ------------------------------------------------------------ colours by filter and selection

  function look(node, dim) {
    const fill = palette[node.stance || node.kind];
    const face = node.shares ? { background: palette.panel, border: palette.line } : { background: dim ? palette.dim : fill, border: dim ? palette.dim : palette.bg };
    const chosen = { background: node.shares ? palette.panel : fill, border: palette.ink };
    return { id: node.id, hidden: !nodeShown(node), label: node.label, color: { ...face, highlight: chosen, hover: chosen },
      };
  }

  function lookOfLink(link) {
    const hidden = !linkShown(link) || Boolean(link.faint && !(bright && bright.lines.has(link.id)));
    if (hidden) return { id: link.id, hidden };
    const dim = bright && !bright.lines.has(link.id);
    const paint = dim ? palette.dim : link.stance ? palette[link.stance] : palette.edge;
    const weak = link.claims && onlyHedged(link);
    // Lines between communities cross names: they stay thin and pale.
    const between = Boolean(nodeById.get(link.from).shares), wide = link.claims ? lineWidth(paperCount(link)) : between ? link.width / 2 : link.width;
    const opacity = dim ? 0.5 : between ? 0.4 : bright ? 0.95 : link.claims ? (weak ? 0.4 : link.stance === 'neutral' ? 0.6 : 0.85) : link.opacity || 0.5;
    return { id: link.id, hidden, width: wide, dashes: dashed(link, wide), color: { color: paint, hover: paint, highlight: paint, opacity } };
  }

  function draw(focused) {
    bright = focused;
    const names = ['bg', 'ink', 'mute', 'dim', 'dim-text', 'edge', 'panel', 'line', 'therapy', 'disease', 'outcome', 'target', 'proposition', 'paper', 'author', 'claim', 'node', 'community', 'supports', 'disputes', 'neutral'];
    palette = Object.fromEntries(names.map((name) => [name, colour(name)]));
    const active = new Set(links.filter(linkShown).flatMap((link) => [link.from, link.to]));
    const dims = (node) => (bright ? !bright.bright.has(node.id) : !data.isolated && !active.has(node.id));
    shownNodes.update(nodes.map((node) => look(node, dims(node))));
    shownLinks.update(links.map(lookOfLink));
    network.setSelection({ nodes: state.selected && state.selected.node ? [state.selected.node] : [], edges: [] }, { highlightEdges: false });
    signs = placeSigns();
    network.redraw();
  }

  // ------------------------------------------------------------ size: columns fill the stage, maps are fitted

  const measure = document.createElement('canvas').getContext('2d');
  const FONT = '14px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
  let labels = new Map();

  function cut(text, room, font = FONT) {
    measure.font = font;
    if (measure.measureText(text).width <= room) return text;
    let low = 1, high = text.length;
    while (low < high) { const mid = (low + high + 1) >> 1; if (measure.measureText(`${text.slice(0, mid)}…`).width <= room) low = mid; else high = mid - 1; }
    return `${text.slice(0, low).trimEnd()}…`;
  }

  function stretch() {
    const rows = Math.max(...['left', 'right'].map((side) => nodes.filter((node) => node.side === side).length), 1);
    $('stage').style.minHeight = `${Math.max(420, rows * 26 + 90)}px`;
    const wide = $('net').clientWidth, high = $('net').clientHeight;
    network.setSize('100%', '100%');
    const room = Math.min(320, Math.max(96, wide * 0.3));
    labels = new Map(nodes.map((node) => [node.id, cut(node.name, room)]));
    measure.font = FONT;
    const longest = (side) => Math.max(60, ...nodes.filter((node) => node.side === side).map((node) => measure.measureText(labels.get(node.id)).width));
    const x = { left: -wide / 2 + longest('left') + 44, right: wide / 2 - longest('right') - 44 };
    const scale = Math.min(rows * 62, high - 92) / 800;
    shownNodes.update(nodes.map((node) => ({ id: node.id, x: x[node.side], y: node.y * scale + 8 })));
    network.moveTo({ position: { x: 0, y: 0 }, scale: 1, animation: false });
  }

  // Communities stand in as many columns as the screen is wide.
  function arrange() {
    const rooms = (data.groups || []).filter((group) => group.beside), wide = $('net').clientWidth;
    if (!rooms.length) return;
    const { rx, ry } = rooms[0], across = Math.max(2, Math.min(Math.round(wide / (2 * rx)), rooms.length)), down = Math.ceil(rooms.length / across);
    if (wide < 700) $('stage').style.minHeight = `${Math.round((down * 2 * ry * wide) / (across * 2 * rx)) + 60}px`;
    rooms.forEach((group, n) => Object.assign(group, { x: (n % across) * 2 * rx, y: Math.floor(n / across) * 2 * ry }));
    shownNodes.update(rooms.map((group, n) => ({ id: nodes[n].id, x: group.x - rx + group.beside / 2 - 1, y: group.y })));
    network.setSize('100%', '100%');
  }

  function extent(list) {
    const box = { x0: Infinity, x1: -Infinity, y0: Infinity, y1: -Infinity };
    const add = (x0, x1, y0, y1) => { box.x0 = Math.min(box.x0, x0); box.x1 = Math.max(box.x1, x1); box.y0 = Math.min(box.y0, y0); box.y1 = Math.max(box.y1, y1); };
    for (const [id, at] of Object.entries(network.getPositions(list.map((node) => node.id)))) { add(at.x - 24, at.x + 24, at.y - 24, at.y + 24); }
    for (const group of data.groups || []) add(group.x - group.rx, group.x + group.rx, group.y - group.ry, group.y + group.ry);
    return box;
  }

  function fit(animation = false) {
    // On a phone the picture is hidden at first and has no size yet.
    if ($('net').clientHeight < 60 && !data.stretch) return;
    if (data.stretch) { stretch(); return; }
    arrange();
    const list = nodes.filter(nodeShown);
    if (!list.length) return;
    // Above the uppermost groups there is room for their headings, below all for the status line.
    const box = extent(list), above = data.groups && !data.groups.some((group) => group.beside), head = above ? 46 : 10, foot = 30, wide = $('net').clientWidth - (above && $('net').clientWidth > 700 ? 110 : 0), high = $('net').clientHeight - head - foot;
    const scale = Math.min(wide / (box.x1 - box.x0 + 40), high / (box.y1 - box.y0 + 10), 1.6);
    network.moveTo({ position: { x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2 - (head - foot) / 2 / scale }, scale, animation });
  }

  // ------------------------------------------------------------ names beside the columns, signs on the lines

  function write(context, text, x, y, { align = 'center', font = FONT, paint = palette.ink, rim = palette.bg } = {}) {
    Object.assign(context, { font, textAlign: align, textBaseline: 'middle', lineWidth: 5, lineJoin: 'round', strokeStyle: rim, fillStyle: paint });
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }

  network.on('beforeDrawing', (context) => {
    for (const group of (data.groups || []).filter((one) => !one.beside)) {
      context.beginPath();
      context.ellipse(group.x, group.y, group.rx, group.ry, 0, 0, 2 * Math.PI);
      Object.assign(context, { fillStyle: palette.panel, strokeStyle: palette.line, lineWidth: 1.5 });
      context.fill();
      context.stroke();
    }
  });

  network.on('afterDrawing', (context) => {
    brighten(context);
    for (const [x, y, stance] of signs) sign(context, x, y, stance);
    for (const node of nodes) if (node.shares && nodeShown(node)) ring(context, node, Boolean(bright && !bright.bright.has(node.id)));
    if (!data.stretch) { claimSigns(context); writeLabels(context); return; }
    const dims = (node) => bright && !bright.bright.has(node.id);
    const heads = {};
    for (const node of nodes) {
      const at = network.getPosition(node.id), left = node.side === 'left';
      heads[node.side] = { x: at.x, left };
      const strong = state.selected && state.selected.node === node.id ? '650 ' : '';
      write(context, labels.get(node.id) || '', at.x + (left ? -1 : 1) * (node.size + 9), at.y, { align: left ? 'right' : 'left', font: strong + FONT, paint: dims(node) ? palette['dim-text'] : palette.ink });
    }
    const top = -$('net').clientHeight / 2 + 22;
    for (const { x, left } of Object.values(heads)) write(context, left ? words.therapy : words.disease, x + (left ? 12 : -12), top, { align: left ? 'right' : 'left', font: '600 14px system-ui, sans-serif', paint: palette.mute });
  });

  // What is selected is drawn once more, above what is dimmed.
  function brighten(context) {
    if (!bright) return;
    for (const id of bright.lines) if (network.body.edges[id] && !nodeById.get(network.body.edges[id].fromId).shares && !shownLinks.get(id).hidden) network.body.edges[id].draw(context);
    for (const id of bright.bright) if (network.body.nodes[id] && !shownNodes.get(id).hidden) network.body.nodes[id].draw(context);
  }

  // A community's rim: how many of its claims support, dispute, or do neither; within it their number.
  function ring(context, node, dim) {
    const at = network.getPosition(node.id);
    for (const [stance, from, to] of arcs(node.shares)) {
      context.beginPath();
      context.arc(at.x, at.y, node.size - 3, 2 * Math.PI * (from - 0.25), 2 * Math.PI * (to - 0.25));
      Object.assign(context, { lineWidth: 6, strokeStyle: dim ? palette.dim : palette[stance] });
      context.stroke();
    }
    write(context, node.degree.toLocaleString('en'), at.x, at.y + 1, { font: `600 ${node.size > 20 ? 13 : 10}px system-ui, sans-serif`, paint: dim ? palette['dim-text'] : palette.ink, rim: palette.panel });
  }

  function sign(context, x, y, stance) {
    context.beginPath();
    context.arc(x, y, 7, 0, 2 * Math.PI);
    Object.assign(context, { fillStyle: palette.bg, strokeStyle: palette[stance], lineWidth: 1.4 });
    context.fill();
    context.stroke();
    Object.assign(context, { font: '700 11px system-ui, sans-serif', textAlign: 'center', textBaseline: 'middle', fillStyle: palette[stance] });
    context.fillText(marks[stance], x, y + 0.5);
  }

  // Names on a map keep their size on the screen; the most linked are placed first, none upon another: zooming in
  // makes room for more.
  function placeLabels() {
    const scale = network.getScale(), places = network.getPositions(), taken = [], put = [];
    const mid = network.getViewPosition(), side = $('net').clientWidth / 2 / scale;
    const inside = (box) => box.x0 > mid.x - side && box.x1 < mid.x + side; // what would be cut off is not written
    const marksAt = nodes.filter(nodeShown).map((node) => [places[node.id].x, places[node.id].y]);
    // A name keeps within its group's ellipse where it can.
    const within = (group, x, y) => ((x - group.x) / group.rx) ** 2 + ((y - group.y) / group.ry) ** 2 < 1;
    const strays = (box, node) => { const home = (data.groups || []).find((group) => within(group, places[node.id].x, places[node.id].y)); return home && !(within(home, box.x0, box.cy) && within(home, box.x1, box.cy)); };
    const free = (box) => taken.every((other) => box.x1 < other.x0 || box.x0 > other.x1 || box.y1 < other.y0 || box.y0 > other.y1);
    const add = (text, size, bold, spots, node, cutOff = false) => {
      measure.font = `${bold ? 600 : 400} ${size}px system-ui, sans-serif`;
      const wide = (measure.measureText(text).width + 6) / scale, high = (size + 4) / scale;
      const boxes = spots(wide, high).map(([cx, cy]) => ({ cx, cy, x0: cx - wide / 2, x1: cx + wide / 2, y0: cy - high / 2, y1: cy + high / 2 }));
      const open = boxes.filter((box) => free(box) && (cutOff || inside(box))), covers = (box) => (node && strays(box, node) ? 3 : 0) + marksAt.filter(([mx, my]) => mx > box.x0 && mx < box.x1 && my > box.y0 && my < box.y1).length;
      if (!open.length) return false;
      const box = open.reduce((best, other) => (covers(other) < covers(best) ? other : best));
      taken.push(box);
      put.push({ text, x: box.cx, y: box.cy, font: `${bold ? 600 : 400} ${size / scale}px system-ui, sans-serif`, size: size / scale, bold, node });
      return true;
    };
    for (const group of data.groups || []) headings(group, scale, add);
    const named = nodes.filter((node) => node.title && nodeShown(node) && (node.strong || scale > 0.85 || (bright && bright.bright.has(node.id))));
    for (const node of named.filter((n) => n.strong)) { const at = places[node.id]; taken.push({ x0: at.x - node.size, x1: at.x + node.size, y0: at.y - node.size, y1: at.y + node.size }); }
    const first = (node) => (bright && bright.bright.has(node.id) ? 0 : 1) * 10 + (node.strong ? 0 : 1);
    for (const node of named.sort((a, b) => first(a) - first(b) || b.degree - a.degree || (a.id < b.id ? -1 : 1))) {
      const at = places[node.id], gap = node.size + 2 / scale;
      const spots = (wide, high) => [[at.x, at.y + gap + high / 2], [at.x, at.y - gap - high / 2], [at.x + gap + wide / 2, at.y], [at.x - gap - wide / 2, at.y]];
      add(node.title, node.strong ? 13 : 11.5, state.selected && state.selected.node === node.id, spots, node);
    }
    return put;
  }

  // Above a group, the whole name where there is room for it; or beside a circle, as many lines as there are names.
  function headings(group, scale, add) {
    const bold = '600 13px system-ui, sans-serif', room = (2 * group.rx + (group.beside ? -group.beside : 30)) * scale;
    if (group.beside) {
      const left = group.x - group.rx + group.beside, middle = (group.lines.length - 1) / 2;
      group.lines.forEach((line, n) => add(cut(line, room, bold), 13, n < middle, (wide, high) => [[left + wide / 2, group.y + (n - middle) * high * 1.02]], null, true));
      return;
    }
    [...group.lines].reverse().forEach((line, n) => {
      const spot = (wide, high) => [[group.x, group.y - group.ry - high * (1.05 * n + 0.7)]];
      if (!add(cut(line, Math.max(room, 250), bold), 13, true, spot, null)) add(cut(line, room, bold), 13, true, spot, null, true);
    });
  }

  function writeLabels(context) {
    const beside = (data.groups || []).some((group) => group.beside);
    for (const { text, x, y, font, bold, node } of placeLabels()) {
      const dim = node && bright && !bright.bright.has(node.id);
      context.save();
      Object.assign(context, { font, textAlign: 'center', textBaseline: 'middle', lineJoin: 'round', lineWidth: 4 / network.getScale(), strokeStyle: palette.bg, fillStyle: dim ? palette['dim-text'] : node || (beside && bold) ? palette.ink : palette.mute });
      if (node) context.globalAlpha = dim ? 0.9 : 1;
      context.strokeText(text, x, y);
      context.fillText(text, x, y);
      context.restore();
    }
  }

  // The sign of a claim stands in its triangle once it is large enough to be read.
  function claimSigns(context) {
    if (network.getScale() < 0.55) return;
    for (const node of nodes) {
      if (!node.stance || !nodeShown(node) || (bright && !bright.bright.has(node.id))) continue;
      const at = network.getPosition(node.id), lift = node.stance === 'disputes' ? -1.5 : 2.5;
      Object.assign(context, { font: '700 11px system-ui, sans-serif', textAlign: 'center', textBaseline: 'middle', fillStyle: palette.bg });
      context.fillText(marks[node.stance], at.x, at.y + lift);
    }
  }

  // Each line's sign goes where no other sign is yet, as near to its middle as may be.
  function placeSigns() {
    const placed = [];
    // Between narrow columns there is room for the signs of what is selected only.
    if (!data.stretch || ($('net').clientWidth < 560 && !bright)) return placed;
    // The widest lines are signed first; on a crowded picture the thin ones get theirs once selected.
    const most = bright ? links.length : 44;
    for (const link of [...links].sort((a, b) => b.papers - a.papers || (a.id < b.id ? -1 : 1))) {
      if (placed.length >= most) break;
      const edge = network.body.edges[link.id];
      if (!edge || !edge.edgeType || shownLinks.get(link.id).hidden || (bright && !bright.lines.has(link.id))) continue;
      const spots = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8].map((t) => edge.edgeType.getPoint(t));
      const free = spots.find((at) => placed.every(([x, y]) => Math.hypot(at.x - x, at.y - y) > 17));
      if (free) placed.push([free.x, free.y, link.stance]);
    }
    return placed;
  }

  // ------------------------------------------------------------ mouse and keys

  const pairLike = (link) => (link.claims ? { pair: pairOf(link), stance: link.stance } : { node: link.from });
  network.on('click', ({ nodes: [node], edges: [edge], pointer }) => {
    const named = node || labelAt(pointer.canvas);
    if (named) select({ node: named });
    else if (edge) select(pairLike(links.find((link) => link.id === edge)));
    else select(null);
  });
  // A community opens its own page.
  network.on('doubleClick', ({ nodes: [node] }) => { const { kind, page } = nodeById.get(node) || {}; if (kind === 'community' && page) location.href = page; });
  // Lines that leave a group are drawn while the mouse is on one of their ends.
  const peek = (id, on) => shownLinks.update(linksOf.get(id).filter((link) => link.faint && linkShown(link) && !(bright && bright.lines.has(link.id))).map((link) => ({ ...lookOfLink(link), hidden: !on, color: { color: palette[link.stance] || palette.edge, opacity: 0.8 } })));
  network.on('blurNode', ({ node }) => peek(node, false));
  network.on('hoverNode', ({ node }) => { peek(node, true); canvas.style.cursor = 'pointer'; say(`${nodeById.get(node).name} · ${nodeById.get(node).count || ''}`); });
  network.on('hoverEdge', ({ edge }) => { canvas.style.cursor = 'pointer'; say(lineTitle(links.find((link) => link.id === edge))); });
  for (const event of ['blurNode', 'blurEdge']) network.on(event, () => { canvas.style.cursor = ''; report(); });
  network.on('zoom', () => { touched = true; });
  network.on('dragStart', () => { touched = true; });
  // vis-network's own resizing scales the picture after it has told of it: sizes are followed here, the fit comes last.
  new ResizeObserver(() => { network.setSize('100%', '100%'); if (!touched) { fit(); signs = placeSigns(); } network.redraw(); }).observe($('net'));

  function lineTitle(link) {
    const names = `${nodeById.get(link.from).name} → ${nodeById.get(link.to).name}`;
    return link.claims ? `${names} · ${marks[link.stance]} ${words[link.stance]} · ${counted(kept(link).length, 'claim')}, ${counted(paperCount(link), 'paper')}` : names;
  }

  function labelAt(at) {
    const room = (data.groups || []).findIndex((group) => group.beside && Math.abs(at.x - group.x) < group.rx && Math.abs(at.y - group.y) < group.ry);
    if (!data.stretch) return room < 0 ? null : nodes[room].id;
    measure.font = FONT;
    const hit = nodes.find((node) => {
      const place = network.getPosition(node.id), wide = measure.measureText(labels.get(node.id) || '').width + node.size + 12;
      return Math.abs(at.y - place.y) < 12 && (node.side === 'left' ? at.x < place.x && at.x > place.x - wide : at.x > place.x && at.x < place.x + wide);
    });
    return hit ? hit.id : null;
  }

  // The nearest node in the direction of an arrow key; connected ones count as nearer.
  function step(dx, dy) {
    const places = network.getPositions(), list = nodes.filter(nodeShown), from = state.selected && state.selected.node;
    if (!from || !places[from]) return list.length ? { node: list[0].id } : null;
    const here = places[from], near = new Set(linksOf.get(from).filter(linkShown).flatMap((link) => [link.from, link.to]));
    let best = null, least = Infinity;
    for (const node of list) {
      const along = (places[node.id].x - here.x) * dx + (places[node.id].y - here.y) * dy;
      if (node.id === from || along <= 1) continue;
      const across = Math.abs((places[node.id].x - here.x) * dy) + Math.abs((places[node.id].y - here.y) * dx);
      const far = (along + 2.5 * across) * (near.has(node.id) ? 0.5 : 1);
      if (far < least) { least = far; best = node.id; }
    }
    return best && { node: best };
  }

  function center({ node: id }) {
    if (!id) return;
    if (nodeById.get(id).shares) return; // all communities are in sight
    if (!data.stretch) network.focus(id, { scale: Math.max(network.getScale(), 0.8), animation: still });
    else $('net').scrollIntoView({ block: 'nearest' });
  }

  const toSvg = () => mapSvg({ network, palette, signs, labels: data.stretch ? [] : placeLabels(), names: labels, drawnLinks: shownLinks });

  const add = (freshNodes, freshLinks) => { shownNodes.add(freshNodes.map(bareNode)); shownLinks.add(freshLinks.map(bareLink)); };

  return { draw, add, fit, center, step, toSvg, network, reset: () => { touched = false; fit(still); }, box: $('net') };
})();
