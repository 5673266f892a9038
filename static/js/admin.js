// Piccolo Admin's own sign-in and password pages lead to ours. Its router changes the address without an event,
// but never without changing the page. Beside a client stands the way to the chart, and where no rows are made
// nothing offers to add one; both in the words and by the tables that the page was given. Its action forms know
// neither long texts nor choices, though their schemas tell of them: those fields get a control of ours.
(() => {
  'use strict';
  const ours = {
    '#/login/': '/staff/sign-in?next=/staff/admin/',
    '#/change-password/': '/staff/password/change',
  };
  const { chart, list, adds } = document.documentElement.dataset;
  const CLIENT = /^#\/clients\/([0-9a-f-]{36})\//;
  const A_CLIENT = 'td a[href^="#/clients/"], .referencing_tables a[href^="#/clients/"]';
  const FORM = /^#\/forms\/([^/?]+)/;
  const HELD = 'input[type=hidden][name=client], .key_search input[name=client]';

  const leave = () => {
    const theirs = window.location.hash.split('?')[0].replace(/\/?$/, '/');
    if (theirs in ours) window.location.replace(ours[theirs]);
  };
  const beside = (element, id, words) => {
    const next = element.nextElementSibling;
    const known = next?.classList.contains('chart-page') ? next : null;
    if (!id) return known?.remove();
    const path = `/staff/clients/${id}`;
    if (known) return known.getAttribute('href') === path || known.setAttribute('href', path);
    const link = document.createElement('a');
    link.className = 'chart-page';
    link.href = path;
    link.textContent = words;
    element.after(link);
  };
  const lead = () => {
    for (const link of document.querySelectorAll(A_CLIENT)) beside(link, CLIENT.exec(link.getAttribute('href'))?.[1], list);
    const head = document.querySelector('form')?.parentElement.querySelector('.header');
    const held = document.querySelector(HELD);
    if (head) beside(head, CLIENT.exec(window.location.hash)?.[1] ?? held?.value, chart);
  };
  const offer = () => {
    for (const link of document.querySelectorAll('a[href^="#/"][href$="/add/"]')) {
      const none = !adds.split(' ').includes(link.getAttribute('href').split('/')[1]);
      if (link.hidden !== none) link.hidden = none;
    }
  };
  const control = (typed, { title, extra, default: usual }) => {
    const ours = document.createElement(extra.choices ? 'select' : 'textarea');
    for (const { display_name: words, value } of Object.values(extra.choices ?? {})) ours.add(new Option(words, value));
    if (extra.choices) ours.value = usual ?? '';
    else ours.rows = 6;
    ours.setAttribute('aria-label', title);
    ours.dataset.field = ours.name = typed.name;
    typed.removeAttribute('name');
    typed.hidden = true;
    typed.after(ours);
  };
  const schemas = {};
  const refine = () => {
    const form = document.querySelector('[data-uitest=submit_custom_form_button]')?.form;
    const slug = FORM.exec(window.location.hash)?.[1];
    if (!form || !slug) return;
    if (form.dataset.slug !== slug) {
      for (const ours of form.querySelectorAll('[data-field]')) {
        Object.assign(ours.previousElementSibling, { name: ours.name, hidden: false });
        ours.remove();
      }
      form.dataset.slug = slug;
    }
    schemas[slug] ??= fetch(`./api/forms/${slug}/schema/`).then(answer => answer.ok ? answer.json() : { properties: {} });
    schemas[slug].then(({ properties }) => {
      for (const [name, field] of Object.entries(properties)) {
        const typed = form.dataset.slug === slug && field.extra && form.querySelector(`input[type=text][name="${name}"]`);
        if (typed) control(typed, field);
      }
    });
  };
  const look = () => {
    leave();
    refine();
    lead();
    offer();
  };
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ['href', 'value'] });
  window.addEventListener('pageshow', event => {
    if (event.persisted) window.location.reload();
  });
  look();
})();
