// Files dropped anywhere on the page go into the field; without this they are chosen.
(() => {
  'use strict';
  const place = document.querySelector('[data-behaviour~=drop]');
  if (!place) return;
  const over = event => {
    const { type, dataTransfer } = event;
    event.preventDefault();
    place.toggleAttribute('data-over', type === 'dragover');
    if (type !== 'drop' || !dataTransfer.files.length) return;
    const field = place.querySelector('[type=file]');
    field.files = dataTransfer.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };
  ['dragover', 'dragleave', 'drop'].forEach(type => document.addEventListener(type, over));
  place.querySelector('[data-drop]').hidden = false;
})();
