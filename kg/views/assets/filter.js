'use strict';
// A page of articles: filtered by words, kind and years; what is seen stands in the address.
(() => {
  const $ = (id) => document.getElementById(id);
  const words = JSON.parse($('kg-words').textContent), rows = [...document.querySelectorAll('.row')], status = $('status');
  const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const texts = new Map(rows.map((row) => [row, fold(row.textContent)]));
  const inputs = { q: $('q'), type: $('type'), from: $('year-from'), to: $('year-to') };
  const initial = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input ? input.value : '']));
  const value = (name) => (inputs[name] ? inputs[name].value : '');
  const shown = () => rows.filter((row) => !row.hidden);

  function passes(row) {
    const wanted = fold(value('q')).split(/\s+/).filter(Boolean), years = row.dataset.years.split(' ').filter(Boolean).map(Number);
    const inYears = !inputs.from || !years.length || years.some((year) => year >= Number(value('from')) && year <= Number(value('to')));
    return inYears && (!value('type') || row.dataset.type === value('type')) && wanted.every((word) => texts.get(row).includes(word));
  }

  function refresh({ remember = true } = {}) {
    for (const row of rows) row.hidden = !passes(row);
    status.textContent = status.dataset.told.replace('{shown}', shown().length).replace('{all}', status.dataset.all);
    if (!remember) return;
    const link = new URLSearchParams();
    for (const name of Object.keys(inputs)) if (value(name) !== initial[name]) link.set(name, value(name));
    keepAddress(link);
  }

  // The address names either an article or what the filters say.
  function restore() {
    const link = new URLSearchParams(location.hash.slice(1)), named = rows.find((row) => row.id === decodeURIComponent(location.hash.slice(1)));
    for (const [name, input] of Object.entries(inputs)) if (input) input.value = link.get(name) || initial[name];
    if (inputs.type && inputs.type.selectedIndex < 0) inputs.type.value = '';
    refresh({ remember: false });
    if (named) { named.scrollIntoView(); named.focus({ preventScroll: true }); }
  }

  function csv() {
    const cell = (text) => `"${String(text).replace(/\s+/g, ' ').trim().replace(/^[=+\-@\t\r]/, "'$&").replace(/"/g, '""')}"`;
    const lines = shown().flatMap((row) => [...row.querySelectorAll('blockquote')].map((quote) => [row.dataset.label, row.dataset.type, quote.dataset.stance, quote.dataset.year, quote.querySelector('.quote').textContent, quote.querySelector('footer').textContent]));
    const told = shown().filter((row) => row.dataset.cells).map((row) => JSON.parse(row.dataset.cells));
    const head = told.length ? ['kind', 'name', 'label', 'used', 'definition'] : ['proposition', 'type', 'stance', 'year', 'sentence', 'source'];
    return `\ufeff${[head, ...lines, ...told].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
  }

  // What is shown as a chart: a name and a bar for each article, in the colours of the page.
  function chart() {
    const made = (name, attributes, text = '') => { const node = document.createElementNS('http://www.w3.org/2000/svg', name); for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value); node.textContent = text; return node; };
    const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
    const list = shown().filter((row) => row.dataset.counts), counts = list.map((row) => row.dataset.counts.split(' ').map(Number));
    const sum = (parts) => parts.reduce((all, part) => all + part, 0), most = Math.max(1, ...counts.map(sum)), names = 460, bars = 360, step = 24, wide = names + bars + 120;
    const svg = made('svg', { xmlns: 'http://www.w3.org/2000/svg', width: wide, height: list.length * step + 24, viewBox: `0 0 ${wide} ${list.length * step + 24}`, 'font-family': 'system-ui, sans-serif', 'font-size': 13 });
    svg.append(made('rect', { width: '100%', height: '100%', fill: colour('bg') }));
    list.forEach((row, n) => {
      const y = 12 + n * step, label = row.dataset.label, colours = counts[n].length > 1 ? ['supports', 'disputes', 'neutral'] : ['accent'], signs = ['+', '−', '?'];
      let x = names + 12;
      svg.append(made('text', { x: names, y: y + 16, 'text-anchor': 'end', fill: colour('ink') }, label.length > 62 ? `${label.slice(0, 61)}…` : label));
      counts[n].forEach((count, i) => { const long = (count * bars) / most; svg.append(made('rect', { x, y: y + 4, width: long, height: 15, fill: colour(colours[i]) })); x += long; });
      svg.append(made('text', { x: x + 6, y: y + 16, fill: colour('mute') }, counts[n].length > 1 ? counts[n].map((count, i) => `${signs[i]}${count}`).join(' ') : counts[n][0].toLocaleString('en')));
    });
    return new XMLSerializer().serializeToString(svg);
  }

  function png() {
    const image = new Image(), address = URL.createObjectURL(new Blob([chart()], { type: 'image/svg+xml' }));
    image.onload = () => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width * 2, Math.min(image.height * 2, 16000)];
      canvas.getContext('2d').drawImage(image, 0, 0, image.width * 2, image.height * 2);
      canvas.toBlob((blob) => { save(`${document.body.className}.png`, blob); URL.revokeObjectURL(address); });
    };
    image.src = address;
  }

  function save(name, blob) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 4000);
  }

  const copy = (text, done) => { if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => { status.textContent = done; }, () => { status.textContent = text; }); };
  for (const input of Object.values(inputs)) if (input) input.addEventListener('input', () => refresh());
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !/^(INPUT|SELECT)$/.test(event.target.tagName)) { event.preventDefault(); inputs.q.focus(); }
    if (event.key === 'Escape' && event.target === inputs.q) { inputs.q.value = ''; refresh(); }
  });
  $('reset').addEventListener('click', () => { keepAddress(''); restore(); });
  $('csv').addEventListener('click', () => save(`${document.body.className}.csv`, new Blob([csv()], { type: 'text/csv' })));
  $('svg').addEventListener('click', () => save(`${document.body.className}.svg`, new Blob([chart()], { type: 'image/svg+xml' })));
  $('png').addEventListener('click', png);
  $('link').addEventListener('click', () => copy(location.href, words.copied));
  $('copy-query').addEventListener('click', () => copy($('query').textContent, words.query_copied));
  window.addEventListener('hashchange', restore);
  restore();
})();
