// The picture of map.js once more as SVG, for files that stand alone: places and colours as they are seen.

function mapSvg({ network, palette, signs, labels, names, drawnLinks }) {
  const places = network.getPositions(), list = nodes.filter(nodeShown), view = network.getViewPosition(), scale = data.stretch ? 1 : network.getScale();
  const wide = $('net').clientWidth / scale, high = $('net').clientHeight / scale, box = [view.x - wide / 2, view.y - high / 2, wide, high];
  const svg = drawn('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: box.map((n) => n.toFixed(1)).join(' '), width: Math.round(wide * scale), height: Math.round(high * scale), 'font-family': 'system-ui, sans-serif', 'font-size': 14 });
  svg.append(drawn('rect', { x: box[0], y: box[1], width: wide, height: high, fill: palette.bg }));
  for (const group of (data.groups || []).filter((one) => !one.beside)) svg.append(drawn('ellipse', { cx: group.x, cy: group.y, rx: group.rx, ry: group.ry, fill: palette.panel, stroke: palette.line }));
  for (const link of links.filter((l) => !drawnLinks.get(l.id).hidden)) svg.append(svgLine(network, link, drawnLinks.get(link.id)));
  for (const [x, y, stance] of signs) svg.append(drawn('circle', { cx: x, cy: y, r: 7, fill: palette.bg, stroke: palette[stance] }), svgLabel(marks[stance], x, y + 4, 'middle', palette[stance], 11));
  for (const node of list) {
    if (node.shares) { svg.append(...svgRing(node, places[node.id], palette)); continue; }
    const at = places[node.id], grow = (node.size * 2) / 13, mark = node.stance === 'disputes' ? 'refuted' : node.kind;
    svg.append(drawn('path', { d: glyphs[mark], transform: `translate(${at.x - 8 * grow} ${at.y - 8 * grow}) scale(${grow})`, fill: palette[node.stance || node.kind] }));
    if (node.side) svg.append(svgLabel(names.get(node.id) || node.name, at.x + (node.side === 'left' ? -1 : 1) * (node.size + 9), at.y + 5, node.side === 'left' ? 'end' : 'start', palette.ink));
  }
  for (const { text, x, y, size, node } of labels) svg.append(svgLabel(text, x, y + size / 3, 'middle', node ? palette.ink : palette.mute, size));
  for (const side of data.stretch ? ['left', 'right'] : []) {
    const first = list.find((node) => node.side === side);
    if (first) svg.append(svgLabel(words[first.kind], places[first.id].x, box[1] + 26, 'middle', palette.mute));
  }
  return svg;
}

// The parts of a rim as [stance, from, to], in turns, beginning above.
function arcs(shares) {
  const all = STANCES.reduce((sum, stance) => sum + shares[stance], 0) || 1;
  let at = 0;
  return STANCES.filter((stance) => shares[stance]).map((stance) => { const from = at; at += shares[stance] / all; return [stance, from, at]; });
}

function svgRing(node, at, palette) {
  const r = node.size - 3, round = 2 * Math.PI * r;
  const rims = arcs(node.shares).map(([stance, from, to]) => drawn('circle', { cx: at.x, cy: at.y, r, fill: 'none', stroke: palette[stance], 'stroke-width': 6, 'stroke-dasharray': `${((to - from) * round).toFixed(2)} ${round.toFixed(2)}`, 'stroke-dashoffset': (-from * round).toFixed(2), transform: `rotate(-90 ${at.x} ${at.y})` }));
  return [drawn('circle', { cx: at.x, cy: at.y, r: node.size, fill: palette.panel }), ...rims, svgLabel(node.degree.toLocaleString('en'), at.x, at.y + 5, 'middle', palette.ink, node.size > 20 ? 13 : 10)];
}

function svgLine(network, link, now) {
  const type = network.body.edges[link.id].edgeType, points = [];
  for (let i = 0; i <= 24; i += 1) { const at = type.getPoint(i / 24); points.push(`${at.x.toFixed(1)} ${at.y.toFixed(1)}`); }
  const dash = now.dashes;
  return drawn('path', { d: `M${points.join('L')}`, fill: 'none', stroke: now.color.color, 'stroke-width': now.width, 'stroke-opacity': now.color.opacity, ...(dash ? { 'stroke-dasharray': dash.join(' ') } : {}) });
}

function svgLabel(text, x, y, anchor, fill, size = 14) {
  // A rim in the colour of the ground keeps a name readable above lines.
  const rim = { stroke: colour('bg'), 'stroke-width': size / 4, 'stroke-linejoin': 'round', 'paint-order': 'stroke' };
  const made = drawn('text', { x, y, 'text-anchor': anchor, fill, 'font-size': size, ...rim });
  made.textContent = text;
  return made;
}
