// A passkey answers in the browser; the form then carries the answer like any other. Without this there is no button.
(() => {
  'use strict';
  if (!window.PublicKeyCredential) return;

  const PARTS = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), one => one.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const listed = list => (list || []).map(item => ({ ...item, id: bytes(item.id) }));

  const asked = options => ({
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: listed(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: listed(options.allowCredentials) }),
  });

  const answered = ({ id, rawId, type, response }) => JSON.stringify({
    id,
    rawId: text(rawId),
    type,
    response: Object.fromEntries(PARTS.filter(part => response[part]).map(part => [part, text(response[part])])),
  });

  const ask = async button => {
    const publicKey = asked(JSON.parse(button.dataset.options));
    const adding = 'user' in publicKey;
    return answered(await navigator.credentials[adding ? 'create' : 'get']({ publicKey }));
  };

  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-behaviour~=passkey]');
    if (!button || button.disabled) return;
    event.preventDefault();
    if (!button.form.reportValidity()) return;
    const said = document.getElementById(button.getAttribute('aria-describedby'));
    said.textContent = '';
    button.disabled = true;
    try {
      button.form.elements.answer.value = await ask(button);
      button.form.requestSubmit();
    } catch {
      said.textContent = said.dataset.words;
      button.disabled = false;
      button.focus();
    }
  });
  const bind = () => document.querySelectorAll('[data-behaviour~=passkey]').forEach(button => {
    button.closest('[data-passkey]').hidden = false;
  });

  document.addEventListener('htmx:after:swap', bind);
  bind();
})();
