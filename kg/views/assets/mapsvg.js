// The picture of map.js once more as SVG, for files that stand alone: places and colours as they are seen.

function mapSvg({ network, palette, signs, labels, names, drawnLinks }) {
  const places = network.getPositions(), list = nodes.filter(nodeShown), view = network.getViewPosition(), scale = data.stretch ? 1 : network.getScale();
  const wide = $('net').clientWidth / scale, high = $('net').clientHeight / scale, box = [view.x - wide / 2, view.y - high / 2, wide, high];
  const svg = drawn('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: box.map((n) => n.toFixed(1)).join(' '), width: Math.round(wide * scale), height: Math.round(high * scale), 'font-family': 'system-ui, sans-serif', 'font-size': 14 });
  svg.append(drawn('rect', { x: box[0], y: box[1], width: wide, height: high, fill: palette.bg }));
  for (const group of data.groups || []) svg.append(drawn('ellipse', { cx: group.x, cy: group.y, rx: group.rx, ry: group.ry, fill: palette.panel, stroke: palette.line }));
  for (const link of links.filter((l) => !drawnLinks.get(l.id).hidden)) svg.append(svgLine(network, link, drawnLinks.get(link.id)));
  for (const [x, y, stance] of signs) svg.append(drawn('circle', { cx: x, cy: y, r: 7, fill: palette.bg, stroke: palette[stance] }), svgLabel(marks[stance], x, y + 4, 'middle', palette[stance], 11));
  for (const node of list) {
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
