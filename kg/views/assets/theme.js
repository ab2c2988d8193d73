// Light or dark as the reader chose last, before anything is painted; forgotten where storage is refused.
(() => {
  'use strict';
  const root = document.documentElement;
  const store = (work) => { try { return work(window.localStorage); } catch { return null; } };
  const kept = store((s) => s.getItem('litkg-theme'));
  if (kept === 'dark' || kept === 'light') root.dataset.theme = kept;
  const dark = () => (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  document.addEventListener('DOMContentLoaded', () => {
    document.getElementById('theme').addEventListener('click', () => {
      root.dataset.theme = dark() ? 'light' : 'dark';
      store((s) => s.setItem('litkg-theme', root.dataset.theme));
      document.dispatchEvent(new Event('themechange'));
    });
  });
})();
