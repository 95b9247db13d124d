// SPDX-License-Identifier: EUPL-1.2
// Passkeys: what the server asks goes to the device, and what the device answers goes back with the form.
(() => {
  "use strict";

  const decode = (text) => {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const encode = (buffer) => {
    const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
    return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  };
  const decodeIds = (list) => (list || []).map((one) => ({ ...one, id: decode(one.id) }));

  const create = async (asked) => {
    const publicKey = {
      ...asked,
      challenge: decode(asked.challenge),
      user: { ...asked.user, id: decode(asked.user.id) },
      excludeCredentials: decodeIds(asked.excludeCredentials),
    };
    const made = await navigator.credentials.create({ publicKey });
    const { clientDataJSON, attestationObject } = made.response;
    return {
      ...common(made),
      response: { clientDataJSON: encode(clientDataJSON), attestationObject: encode(attestationObject) },
    };
  };

  const get = async (asked) => {
    const publicKey = {
      ...asked,
      challenge: decode(asked.challenge),
      allowCredentials: decodeIds(asked.allowCredentials),
    };
    const shown = await navigator.credentials.get({ publicKey });
    const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response;
    return {
      ...common(shown),
      response: {
        clientDataJSON: encode(clientDataJSON),
        authenticatorData: encode(authenticatorData),
        signature: encode(signature),
        userHandle: userHandle ? encode(userHandle) : null,
      },
    };
  };

  const common = (credential) => ({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    clientExtensionResults: {},
  });

  const ask = async (form) => {
    const answer = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
    // Signed out meanwhile: the server sends us to another page, and so we go there.
    if (answer.redirected) {
      window.location.assign(answer.url);
      return new Promise(() => {});
    }
    if (!answer.ok) throw new Error("no options");
    return (await answer.json()).publicKey;
  };

  const say = (form, text) => {
    const box = form.querySelector("[data-passkey-problem]");
    box.hidden = !text;
    box.querySelector("[data-passkey-said]").textContent = text;
  };

  const sentence = (form, problem) => {
    if (problem.name === "NotAllowedError" || problem.name === "AbortError") return form.dataset.cancelled;
    if (problem.name === "InvalidStateError") return form.dataset.known;
    // What `fetch` throws when the server cannot be reached.
    if (problem.name === "TypeError" && !navigator.onLine) return form.dataset.offline;
    return form.dataset.failed;
  };

  const send = async (form, button) => {
    say(form, "");
    button.disabled = true;
    try {
      const asked = await ask(form);
      const answer = await (form.dataset.passkey === "create" ? create(asked) : get(asked));
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch (problem) {
      say(form, sentence(form, problem));
    } finally {
      button.disabled = false;
    }
  };

  for (const element of document.querySelectorAll("[data-without-script]")) element.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) {
      form.hidden = true;
      form.parentElement.querySelector("[data-passkey-none]").hidden = false;
      continue;
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, form.querySelector("button[type=submit]"));
    });
  }
})();
