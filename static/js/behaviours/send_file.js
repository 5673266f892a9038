// Send one file for the row that asks for it (upload.js), with progress; each quarter is said. How it ended: row.outcome.
(() => {
  'use strict';
  document.addEventListener('file:send', event => {
    const row = event.target;
    const { form, file } = event.detail;
    const request = row.request = new XMLHttpRequest();
    const bar = row.querySelector('progress');
    const fields = new FormData(form);
    const words = form.dataset;
    let cancelled = false;
    fields.set('file', file);
    bar.setAttribute('aria-label', file.name);
    bar.value = 0;
    request.upload.onprogress = ({ loaded, total }) => {
      const part = Math.floor(loaded / total * 100);
      const said = Math.floor(part / 25) > Math.floor(bar.value / 25) && part < 100;
      bar.value = part;
      if (said) document.getElementById('live').textContent = `${file.name}: ${part} %`;
    };
    request.onabort = () => { cancelled = true; };
    request.onloadend = () => {
      const { status, response } = request;
      const door = request.getResponseHeader('hx-redirect');
      if (door) location.assign(door);
      const said = cancelled ? words.cancelled : response?.querySelector('.error-summary li, #error p')?.textContent;
      const state = status === 200 ? 'sent' : said && [413, 422].includes(status) ? 'refused' : 'failed';
      row.outcome = { state, said: state === 'sent' ? words.sent : said || words.offline };
      row.dispatchEvent(new Event('file:end', { bubbles: true }));
    };
    request.open('POST', form.action);
    request.responseType = 'document';
    request.setRequestHeader('hx-request', 'true');
    request.send(fields);
  });
})();
