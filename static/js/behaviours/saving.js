// Answers are saved as they are given; while nothing answers, again every few seconds, and nobody leaves unasked.
(() => {
  'use strict';
  const AGAIN = 3000;
  const saver = () => document.querySelector('[data-behaviour~=saving]');
  const again = () => saver()?.dispatchEvent(new Event('again'));
  const fields = () => [...saver().form.elements].filter(field => field.name.startsWith('a.'));
  const isChanged = field => field.options
    ? [...field.options].some(each => each.selected !== each.defaultSelected)
    : field.checked !== field.defaultChecked || field.value !== field.defaultValue;
  const question = field => field.name.split('~')[0];
  const sent = new WeakMap();
  let away = false;
  const ours = element => saver()?.form === (element.form ?? element);
  // Only questions that were answered here travel, so that nothing newer is undone; what waited goes on from the last save.
  document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
    const { sourceElement, request } = ctx;
    if (!ours(sourceElement)) return;
    const changed = new Set(fields().filter(isChanged).map(question));
    for (const field of fields()) if (!changed.has(question(field))) request.body.delete(field.name);
    sent.set(ctx, fields().map(field => [field, field.value, field.checked]));
    request.body.set('changed', '1');
    request.body.set('revision', saver().form.elements.revision.value);
    if (sourceElement === saver()) request.keepalive = String(request.body).length < 6e4;
  });
  document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
    const { sourceElement, response } = ctx;
    if (!ours(sourceElement)) return;
    const button = saver();
    const lost = !response || response.status >= 500;
    if (response?.status < 400) {
      for (const [field, value, checked] of sent.get(ctx) ?? []) {
        if (field.options) for (const each of field.options) each.defaultSelected = each.value === value;
        else if (field.matches('[type=radio], [type=checkbox]')) field.defaultChecked = checked;
        else field.defaultValue = value;
      }
    }
    const said = document.getElementById('away');
    if (lost) setTimeout(again, AGAIN);
    if (lost !== away) document.getElementById('live').textContent = lost ? button.dataset.away : '';
    away = lost;
    said.hidden = !away;
    said.textContent = away ? button.dataset.away : '';
  });
  window.addEventListener('online', again);
  window.addEventListener('pagehide', () => { if (saver() && fields().some(isChanged)) again(); });
  window.addEventListener('beforeunload', event => { if (away) event.preventDefault(); });
})();
