// A row that can move: a double click on it presses its button, arrow keys go from row to row.
(() => {
  'use strict';

  const rowOf = event => event.target.closest('[data-behaviour~=move] > li');
  const buttonOf = row => row?.querySelector('[data-move]');

  document.addEventListener('dblclick', event => {
    if (!event.target.closest('a, button, form .field, label, summary')) buttonOf(rowOf(event))?.click();
  });
  // By the second click of a double click on its button, another row has come up in its place.
  document.addEventListener('click', event => {
    if (event.detail > 1 && event.target.closest('[data-move]')) event.preventDefault();
  }, true);
  document.addEventListener('keydown', event => {
    const way = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
    const next = way && event.target.matches('[data-move]') && buttonOf(rowOf(event)[way]);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
})();
