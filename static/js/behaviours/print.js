// A button that prints the page, once all its pictures are there.
(() => {
  'use strict';
  document.querySelectorAll('[data-behaviour~=print]').forEach(button => { button.hidden = false; });
  document.addEventListener('click', async event => {
    if (!event.target.closest('[data-behaviour~=print]')) return;
    const pictures = [...document.images];
    pictures.forEach(picture => { picture.loading = 'eager'; });
    await Promise.all(pictures.map(picture => picture.decode().catch(() => {})));
    window.print();
  });
})();
