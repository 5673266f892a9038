// Keep the keyboard where it was: same id, else [data-focus], else the first thing in what came.
(() => {
  'use strict';

  const remembered = new WeakMap();

  const focus = element => {
    if (!element) return false;
    element.focus();
    return document.activeElement === element;
  };

  const inside = (root, selector) => (root.matches(selector) ? root : root.querySelector(selector));

  const firstNew = ({ parent, before }) => {
    const element = before ? before.nextElementSibling : parent?.firstElementChild;
    element?.setAttribute('tabindex', '-1');
    return element;
  };

  // Asked before htmx disables the pressed button, which would lose the focus.
  document.addEventListener('htmx:config:request', event => {
    const ctx = event.detail.ctx;
    const active = document.activeElement;
    if (!active || active === document.body) return;
    remembered.set(ctx, {
      id: active.id,
      within: ctx.sourceElement.contains(active),
      parent: ctx.target?.parentElement,
      before: ctx.target?.previousElementSibling,
    });
  });

  document.addEventListener('htmx:after:swap', event => {
    const ctx = event.detail.ctx;
    const before = remembered.get(ctx);
    const root = event.target instanceof Element ? event.target : document.body;
    if (!before || ctx.swap === 'none') return;
    const summary = root.querySelector('.error-summary');
    if (summary && before.within) { focus(summary); return; }
    if (document.activeElement && document.activeElement !== document.body) return;
    focus(before.id && document.getElementById(before.id))
      || focus(inside(root, '[data-focus]'))
      || focus(inside(root, 'a[href], button:not([disabled])'))
      || focus(firstNew(before));
  });

  // Nothing came, or nothing was saved: back to the button that was disabled meanwhile.
  document.addEventListener('htmx:finally:request', event => {
    const before = remembered.get(event.detail.ctx);
    setTimeout(() => {
      if (before?.id && document.activeElement === document.body) focus(document.getElementById(before.id));
    });
  });

  focus(document.querySelector('.error-summary'));
})();
