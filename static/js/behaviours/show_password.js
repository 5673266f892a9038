// Show what is typed in a password field; without this the field simply stays hidden.
(() => {
  'use strict';

  const bind = () => document.querySelectorAll('[data-behaviour~=show-password]').forEach(button => { button.hidden = false; });

  document.addEventListener('click', event => {
    const button = event.target.closest('[data-behaviour~=show-password]');
    if (!button) return;
    const field = document.getElementById(button.getAttribute('aria-controls'));
    const hidden = field.type === 'password';
    field.type = hidden ? 'text' : 'password';
    button.querySelector('[data-words]').textContent = hidden ? button.dataset.hide : button.dataset.show;
  });
  // A password never stands readable in what the browser keeps or offers to save.
  document.addEventListener('submit', () => {
    document.querySelectorAll('[data-behaviour~=show-password]').forEach(button => {
      document.getElementById(button.getAttribute('aria-controls')).type = 'password';
    });
  });
  document.addEventListener('htmx:after:swap', bind);
  bind();
})();
