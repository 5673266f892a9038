// A saved reply goes into what is being typed; without this the page opens again with it.
(() => {
  'use strict';

  document.addEventListener('submit', event => {
    const form = event.target;
    if (!form.matches('[data-behaviour~=saved-reply]')) return;
    const box = document.getElementById(form.dataset.into);
    const chosen = form.querySelector('select').selectedOptions[0];
    if (!box || !chosen) return;
    event.preventDefault();
    box.focus();
    const apart = box.value.slice(0, box.selectionStart).trim() ? '\n\n' : '';
    box.setRangeText(apart + chosen.dataset.text, box.selectionStart, box.selectionEnd, 'end');
    box.dispatchEvent(new Event('input', { bubbles: true }));
  });
})();
