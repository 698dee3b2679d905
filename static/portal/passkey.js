// Passkeys: a form marked data-passkey="create" or "get" asks the browser for the key before it is sent.
"use strict";

(() => {
  const toBytes = (text) => {
    const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  };
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const withBytes = (publicKey) => {
    const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
    if (publicKey.user) options.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      if (publicKey[list]) options[list] = publicKey[list].map((one) => ({ ...one, id: toBytes(one.id) }));
    }
    return options;
  };

  const asJson = (credential) => {
    const given = credential.response;
    const response = { clientDataJSON: toText(given.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (given[name]) response[name] = toText(given[name]);
    }
    if (given.getTransports) response.transports = given.getTransports();
    return {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  };

  const ask = (form) => {
    const publicKey = withBytes(JSON.parse(form.dataset.passkeyOptions).publicKey);
    return form.dataset.passkey === "create"
      ? navigator.credentials.create({ publicKey })
      : navigator.credentials.get({ publicKey });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const trouble = form.querySelector("[data-passkey-trouble]");
    const tell = (words) => {
      trouble.textContent = words;
      trouble.hidden = false;
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!window.PublicKeyCredential) {
        tell("Этот браузер не умеет ключи доступа на этом адресе: нужен https.");
        return;
      }
      trouble.hidden = true;
      try {
        form.querySelector("[name=credential]").value = JSON.stringify(asJson(await ask(form)));
        form.submit();
      } catch (error) {
        tell(error.name === "InvalidStateError" ? "Этот ключ уже добавлен." : "Ключ не сработал или запрос отменён. Попробуйте ещё раз.");
      }
    });
  }
})();
