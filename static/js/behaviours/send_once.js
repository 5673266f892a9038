// A plain form is sent once, however often its button is pressed.
(() => {
  'use strict';

  const sent = new WeakSet();
  const buttons = form => [...form.elements].filter(element => element.type === 'submit');

  document.addEventListener('submit', event => {
    if (event.defaultPrevented) return;
    if (sent.has(event.target)) { event.preventDefault(); return; }
    sent.add(event.target);
    // After the browser has read the pressed button's own value.
    setTimeout(() => buttons(event.target).forEach(button => { button.disabled = true; }));
  });

  window.addEventListener('pageshow', () => {
    for (const form of document.forms) {
      if (!sent.delete(form)) continue;
      buttons(form).forEach(button => { button.disabled = false; });
    }
  });
})();
