// Say results in the permanent live regions; say in plain sight when nothing reached the practice.
(() => {
  'use strict';

  const say = (region, words) => {
    if (!region) return;
    region.textContent = '';
    setTimeout(() => { region.textContent = words; }, 50);
  };

  const sayNew = () => {
    const fresh = [...document.querySelectorAll('[data-announce]')];
    if (!fresh.length) return;
    fresh.forEach(element => element.removeAttribute('data-announce'));
    say(document.getElementById('live'), fresh.map(element => element.textContent.trim()).join(' '));
  };

  const alert = document.getElementById('alert');
  const polled = ctx => ctx.sourceEvent?.type === 'every' || ctx.sourceElement.matches('[data-behaviour~=saving]');

  const sayTrouble = (ctx, unsaved) => {
    if (!alert || !ctx || polled(ctx)) return;
    say(alert, ctx.request.method === 'GET' ? alert.dataset.unloaded : unsaved);
  };

  document.addEventListener('htmx:after:swap', sayNew);
  document.addEventListener('htmx:before:request', event => {
    if (alert && !polled(event.detail.ctx)) alert.textContent = '';
  });
  document.addEventListener('htmx:response:error', event => {
    const { status, headers } = event.detail.ctx.response;
    if (status >= 500) sayTrouble(event.detail.ctx, alert?.dataset.unsaved);
    if (headers.get('hx-reswap') === 'none') sayTrouble(event.detail.ctx, alert?.dataset.stale);
  });
  document.addEventListener('htmx:error', event => {
    const ctx = event.detail.ctx;
    if (ctx && !ctx.response) sayTrouble(ctx, alert?.dataset.offline);
  });
  // An answer that was refused does not change the address.
  document.addEventListener('htmx:before:history:update', event => {
    if (event.detail.response?.status >= 400) event.preventDefault();
  });
  sayNew();
})();
