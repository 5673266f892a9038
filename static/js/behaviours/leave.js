// A page kept by the browser may belong to a session that ended: ask the server again.
(() => {
  'use strict';
  window.addEventListener('pageshow', event => {
    if (event.persisted) window.location.reload();
  });
})();
