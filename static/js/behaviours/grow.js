// A text box grows with its text where the browser cannot do it by itself.
(() => {
  'use strict';
  if (CSS.supports('field-sizing', 'content')) return;

  const grow = box => {
    box.style.blockSize = 'auto';
    box.style.blockSize = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  };
  const growAll = () => document.querySelectorAll('[data-behaviour~=grow]').forEach(grow);

  document.addEventListener('input', event => {
    if (event.target.matches('[data-behaviour~=grow]')) grow(event.target);
  });
  document.addEventListener('htmx:after:swap', growAll);
  growAll();
})();
