// Before anything is sent (upload.js): ask what the files are, and say of each that cannot be sent why, by row.why.
(() => {
  'use strict';
  const untyped = document.getElementById('untyped');
  if (!untyped) return;
  const form = untyped.closest('form');
  const words = form.dataset;
  const kinds = form.querySelectorAll('[type=radio]');
  const accepted = form.querySelector('[type=file]').accept.split(',');
  form.addEventListener('file:chosen', ({ target, detail: { file: { name, type, size } } }) => {
    const known = accepted.some(each => each === type || each[0] === '.' && name.toLowerCase().endsWith(each));
    if (!size) target.why = words.empty;
    else if (size > words.most) target.why = words.large;
    else if (type && !known) target.why = words.kind;
  });
  document.addEventListener('submit', event => {
    if (event.target !== form || !form.querySelector('.file') || form.querySelector(':checked')) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    untyped.hidden = false;
    document.getElementById('live').textContent = untyped.lastChild.textContent = words.untyped;
    kinds[0].focus();
  }, true);
  form.addEventListener('change', () => { untyped.hidden = true; });
})();
