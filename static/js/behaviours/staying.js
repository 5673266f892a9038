// Warn before the session runs out; when it has, keep what was typed, cover the page and go to the door.
// The server says how long it still lasts: other pages and tabs count there, asking does not.
(() => {
  'use strict';
  const box = document.querySelector('[data-behaviour~=staying]');
  if (!box) return;
  const WARN = 120;
  const AGAIN = 10;
  const form = box.querySelector('form');
  let end = Date.now() + box.dataset.seconds * 1000;
  let asked = 0;
  let gone = false;

  const send = (path, body) => fetch(path, { method: body ? 'POST' : 'GET', body, headers: { 'hx-request': 'true' } }).catch(() => null);
  const fields = each => new URLSearchParams(new FormData(each));
  const cover = hidden => document.querySelectorAll('header, main').forEach(part => { part.hidden = hidden; });
  const typed = () => [...document.forms].filter(each => each.method === 'post' && !each.querySelector('[type=password]') && [...each].some(isTyped));

  const leave = async door => {
    if (gone) return;
    gone = true;
    cover(true);
    document.title = box.dataset.title;
    let way = `${door}?next=${location.pathname}`;
    for (const each of typed()) {
      const answer = await send(each.action, fields(each));
      const back = answer?.headers.get('hx-redirect');
      if (back?.includes('?')) way = back;
    }
    location.replace(way);
  };

  const hear = answer => {
    if (answer?.status === 401) leave(answer.headers.get('hx-redirect'));
    if (answer?.status !== 204) return;
    end = Date.now() + answer.headers.get('x-session-seconds') * 1000;
    box.toggleAttribute('data-final', answer.headers.has('x-session-final'));
    look();
  };
  const ask = () => { asked = Date.now(); send(box.dataset.ask).then(hear); };

  const look = () => {
    const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
    if (gone) return;
    cover(seconds === 0);
    box.querySelector('[data-left]').textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    if (seconds > WARN) { box.close(); delete box.dataset.shown; return; }
    if (Date.now() - asked >= AGAIN * 1000) { ask(); return; }
    if (!box.open && (!box.dataset.shown || !seconds)) { box.dataset.shown = 'true'; box.showModal(); }
  };

  form.addEventListener('submit', event => { event.preventDefault(); send(form.action, fields(form)).then(hear); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) ask(); });
  setInterval(look, 1000);
})();
