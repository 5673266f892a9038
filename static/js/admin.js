// Piccolo Admin's own sign-in and password pages lead to ours. Its router changes the address without an event,
// but never without changing the page.
(() => {
  'use strict';
  const ours = {
    '#/login/': '/staff/sign-in?next=/staff/admin/',
    '#/change-password/': '/staff/password/change',
  };
  const look = () => {
    const theirs = window.location.hash.split('?')[0].replace(/\/?$/, '/');
    if (theirs in ours) window.location.replace(ours[theirs]);
  };
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener('pageshow', event => {
    if (event.persisted) window.location.reload();
  });
  look();
})();
