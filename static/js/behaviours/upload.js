// Files go one after the other (send_file.js), to be cancelled and tried again; without this the form sends them together.
(() => {
  'use strict';
  const form = document.querySelector('[data-behaviour~=upload]');
  const list = form?.querySelector('[data-files]');
  const words = form?.dataset;
  if (!form) return;
  const files = new WeakMap();
  const acts = { waiting: words.remove, queued: words.remove, refused: words.remove, busy: words.cancel, failed: words.retry };
  const say = text => { document.getElementById('live').textContent = text; };
  const inState = state => [...list.children].filter(row => row.dataset.state === state);
  const named = (button, act, name) => { button.textContent = act; button.setAttribute('aria-label', `${act} ${name}`); };
  const show = (row, state, said = words[state]) => {
    const [button, away] = row.querySelectorAll('button');
    const lost = row.contains(document.activeElement) && !acts[state];
    row.dataset.state = state;
    row.querySelector('[data-said]').textContent = said;
    button.hidden = !acts[state];
    away.hidden = state !== 'failed';
    if (acts[state]) named(button, acts[state], files.get(row).name);
    if (lost) row.focus();
    say(`${files.get(row).name}: ${said}`);
  };
  const tell = (row, name) => row.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { form, file: files.get(row) } }));
  const sendNext = () => {
    const [row] = inState('busy').length ? [] : inState('queued');
    if (!row) return;
    show(row, 'busy');
    tell(row, 'file:send');
  };
  const add = file => {
    const row = form.querySelector('template').content.firstElementChild.cloneNode(true);
    files.set(row, file);
    row.querySelector('[data-name]').textContent = file.name;
    named(row.querySelector('button + button'), words.remove, file.name);
    list.append(row);
    tell(row, 'file:chosen');
    show(row, row.why ? 'refused' : 'waiting', row.why);
  };
  const end = ({ target: row }) => {
    show(row, row.outcome.state, row.outcome.said);
    if (row.outcome.state === 'sent') htmx.ajax('GET', words.list, { target: '#sent', swap: 'outerHTML' });
    sendNext();
  };
  const press = (row, act) => {
    if (act === words.cancel) row.request.abort();
    else if (act === words.retry) { show(row, 'queued'); sendNext(); }
    else { row.remove(); document.getElementById('file').focus(); say(`${files.get(row).name}: ${words.gone}`); }
  };
  list.addEventListener('click', ({ target }) => { if (target.matches('button')) press(target.closest('li'), target.textContent); });
  list.addEventListener('file:end', end);
  form.addEventListener('change', ({ target }) => { if (target.type === 'file') { [...target.files].forEach(add); target.value = ''; } });
  // Before anything else sees the form as sent.
  document.addEventListener('submit', event => {
    if (event.target !== form || !['waiting', 'queued', 'busy', 'failed'].some(state => inState(state).length)) return;
    event.preventDefault();
    inState('waiting').forEach(row => show(row, 'queued'));
    sendNext();
  }, true);
})();
