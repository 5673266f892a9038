// Answers are saved as they are given; while nothing answers, again every few seconds, and nobody leaves unasked.
(() => {
  'use strict';
  const saver = () => document.querySelector('[data-behaviour~=saving]');
  const again = () => saver()?.dispatchEvent(new Event('again'));
  const ours = ({ sourceElement }) => saver()?.form === (sourceElement.form ?? sourceElement);
  const fields = () => [...saver().form.elements].filter(field => field.name.startsWith('a.'));
  const question = field => field.name.split('~')[0];
  let away = false;
  // Only what was answered here travels, so that nothing newer is undone; what waited goes on from the last save.
  document.addEventListener('htmx:before:request', event => {
    const ctx = event.detail.ctx;
    const body = ctx.request.body;
    if (!ours(ctx)) return;
    ctx.typed = fields().filter(isTyped).map(field => [field, field.value, field.checked]);
    const names = ctx.typed.map(([field]) => question(field));
    fields().forEach(field => names.includes(question(field)) || body.delete(field.name));
    body.set('changed', '1');
    body.set('revision', saver().form.elements.revision.value);
    if (ctx.sourceElement === saver()) ctx.request.keepalive = String(body).length < 6e4;
  });
  document.addEventListener('htmx:finally:request', event => {
    const ctx = event.detail.ctx;
    if (!ours(ctx)) return;
    const lost = !ctx.response || ctx.response.status >= 500;
    const said = document.getElementById('away');
    const words = lost ? saver().dataset.away : '';
    if (lost) setTimeout(again, 3000);
    for (const [field, value, checked] of ctx.response?.status < 400 ? ctx.typed : []) {
      [...field.options ?? []].forEach(each => { each.defaultSelected = each.value === value; });
      field.defaultValue = value;
      field.defaultChecked = checked;
    }
    if (lost !== away) document.getElementById('live').textContent = words;
    said.hidden = !lost;
    said.textContent = words;
    away = lost;
  });
  window.addEventListener('online', again);
  window.addEventListener('pagehide', () => { if (saver() && fields().some(isTyped)) again(); });
  window.addEventListener('beforeunload', event => { if (away) event.preventDefault(); });
})();
