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
    history.replaceState(null, '', `#${link}`);
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

  function save(name, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
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
  $('reset').addEventListener('click', () => { history.replaceState(null, '', '#'); restore(); });
  $('csv').addEventListener('click', () => save(`${document.body.className}.csv`, csv()));
  $('link').addEventListener('click', () => copy(location.href, words.copied));
  $('copy-query').addEventListener('click', () => copy($('query').textContent, words.query_copied));
  window.addEventListener('hashchange', restore);
  restore();
})();
