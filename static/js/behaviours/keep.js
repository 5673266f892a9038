// What somebody is typing outlives the answer to another form of the page: marking, noting, passing on.
(() => {
  'use strict';

  const kept = new WeakMap();
  const typed = box => box.value !== box.defaultValue;

  document.addEventListener('htmx:config:request', event => {
    const ctx = event.detail.ctx;
    const sent = ctx.sourceElement.closest('form');
    const boxes = [...document.querySelectorAll('textarea[id]')].filter(box => box.form !== sent && typed(box));
    kept.set(ctx, boxes.map(box => [box.id, box.value]));
  });

  document.addEventListener('htmx:after:swap', event => {
    for (const [id, text] of kept.get(event.detail.ctx) || []) {
      const box = document.getElementById(id);
      if (!box || box.value === text) continue;
      box.value = text;
      box.dispatchEvent(new Event('input', { bubbles: true }));
    }
  });
})();
