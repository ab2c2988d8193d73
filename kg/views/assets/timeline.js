// The picture as lanes over years, an SVG that the page brings with it; filters and selection only dress it.

const stage = (() => {
  const box = $('net'), svg = $('lanes');
  const lanes = [...svg.querySelectorAll('.lane')], spots = [...svg.querySelectorAll('.mark')];
  const pairAt = (mark) => mark.closest('.lane').dataset.pair;
  const claimAt = (mark) => data.claims[Number(mark.dataset.claim)];

  function isBright(mark, chosen) {
    if (chosen.claim !== undefined) return Number(mark.dataset.claim) === chosen.claim;
    if (chosen.paper !== undefined) return claimAt(mark).paper === chosen.paper;
    return chosen.pair ? pairAt(mark) === chosen.pair : pairAt(mark).split('~').includes(chosen.node);
  }

  function draw() {
    const chosen = state.selected;
    for (const mark of spots) {
      const bright = !chosen || isBright(mark, chosen);
      mark.classList.toggle('dim', !keeps(claimAt(mark)) || !bright);
      mark.classList.toggle('chosen', Boolean(chosen) && chosen.claim === Number(mark.dataset.claim));
    }
    for (const lane of lanes) {
      const bright = !chosen || [...lane.querySelectorAll('.mark')].some((mark) => isBright(mark, chosen));
      lane.classList.toggle('chosen', Boolean(chosen) && bright);
      lane.querySelector('.name').classList.toggle('dim', !bright);
    }
  }

  svg.addEventListener('click', (event) => {
    const mark = event.target.closest('.mark'), name = event.target.closest('.name');
    if (mark) select({ claim: Number(mark.dataset.claim) });
    else if (name) select({ pair: name.closest('.lane').dataset.pair });
    else select(null);
  });
  svg.addEventListener('mouseover', (event) => {
    const mark = event.target.closest('.mark');
    if (mark) { const claim = claimAt(mark); say(`${marks[claim.stance]} ${words[claim.stance]} · ${data.papers[claim.paper].name}: ${(claim.quote || '').slice(0, 140)}`); } else report();
  });

  function step(dx, dy) {
    const list = spots.filter((mark) => keeps(claimAt(mark))), middle = (mark) => { const at = mark.getBoundingClientRect(); return [at.x + at.width / 2, at.y + at.height / 2]; };
    const from = list.find((mark) => state.selected && Number(mark.dataset.claim) === state.selected.claim);
    if (!from) return list.length ? { claim: Number(list[0].dataset.claim) } : null;
    const [x, y] = middle(from);
    let best = null, least = Infinity;
    for (const mark of list) {
      const [u, v] = middle(mark), along = (u - x) * dx + (v - y) * dy, across = Math.abs((u - x) * dy) + Math.abs((v - y) * dx);
      if (along > 1 && along + 2.5 * across < least) { least = along + 2.5 * across; best = mark; }
    }
    return best && { claim: Number(best.dataset.claim) };
  }

  function center({ claim, pair }) {
    const found = spots.find((mark) => Number(mark.dataset.claim) === claim) || lanes.find((lane) => lane.dataset.pair === pair);
    if (found && box.clientHeight) found.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  // A copy with the colours written into it, for files that stand alone.
  function toSvg() {
    const copy = svg.cloneNode(true), from = [svg, ...svg.querySelectorAll('*')], to = [copy, ...copy.querySelectorAll('*')];
    from.forEach((original, i) => {
      const style = getComputedStyle(original);
      for (const name of ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-size', 'font-weight', 'font-family']) to[i].setAttribute(name, style.getPropertyValue(name));
      to[i].removeAttribute('class');
    });
    const [, , wide, high] = svg.getAttribute('viewBox').split(' ');
    Object.entries({ xmlns: 'http://www.w3.org/2000/svg', width: wide, height: high }).forEach(([name, value]) => copy.setAttribute(name, value));
    copy.prepend(drawn('rect', { width: wide, height: high, fill: colour('bg') }));
    return copy;
  }

  return { draw, fit: () => {}, reset: () => {}, center, step, toSvg, box };
})();
