// Light or dark as the reader chose last, before anything is painted; forgotten where storage is refused.
// Within a notebook the page is a frame without an address: nothing is kept in it, links within the page only scroll.
const framed = window.location.protocol === 'about:';
const keepAddress = (fragment) => { if (!framed) window.history.replaceState(null, '', `#${fragment}`); };
(() => {
  'use strict';
  const root = document.documentElement;
  const store = (work) => { try { return work(window.localStorage); } catch { return null; } };
  const kept = store((s) => s.getItem('litkg-theme'));
  if (kept === 'dark' || kept === 'light') root.dataset.theme = kept;
  const dark = () => (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  document.addEventListener('DOMContentLoaded', () => {
    // On a narrow screen the navigation is wider than the page: this page's name is brought into sight.
    const here = document.querySelector('.top nav [aria-current]');
    if (here) here.parentNode.scrollLeft = here.offsetLeft - (here.parentNode.clientWidth - here.offsetWidth) / 2;
    if (framed) document.addEventListener('click', (event) => {
      const link = event.target.closest('a[href^="#"]');
      if (!link) return;
      event.preventDefault();
      document.getElementById(link.getAttribute('href').slice(1))?.scrollIntoView();
    });
    document.getElementById('theme')?.addEventListener('click', () => {
      root.dataset.theme = dark() ? 'light' : 'dark';
      store((s) => s.setItem('litkg-theme', root.dataset.theme));
      document.dispatchEvent(new Event('themechange'));
    });
  });
})();
