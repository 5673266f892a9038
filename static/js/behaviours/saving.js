// Answers are saved as they are given; while nothing answers, again every few seconds, and nobody leaves unasked.
(() => {
  'use strict';
  const AGAIN = 3000;
  const saver = () => document.querySelector('[data-behaviour~=saving]');
  const again = () => saver()?.dispatchEvent(new Event('again'));
  let away = false;
  const ours = element => saver()?.form === (element.form ?? element);
  // What waited for an answer goes on from that answer.
  document.addEventListener('htmx:before:request', ({ detail: { ctx: { sourceElement, request } } }) => {
    if (!ours(sourceElement)) return;
    request.body.set('revision', saver().form.elements.revision.value);
    if (sourceElement === saver()) request.keepalive = String(request.body).length < 6e4;
  });
  document.addEventListener('htmx:finally:request', ({ detail: { ctx: { sourceElement, response } } }) => {
    if (!ours(sourceElement)) return;
    const button = saver();
    const lost = !response || response.status >= 500;
    const said = document.getElementById('away');
    if (lost) setTimeout(again, AGAIN);
    if (lost !== away) document.getElementById('live').textContent = lost ? button.dataset.away : '';
    away = lost;
    said.hidden = !away;
    said.textContent = away ? button.dataset.away : '';
  });
  window.addEventListener('online', again);
  window.addEventListener('pagehide', again);
  window.addEventListener('beforeunload', event => { if (away) event.preventDefault(); });
})();
