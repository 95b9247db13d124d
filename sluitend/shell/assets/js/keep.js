// SPDX-License-Identifier: EUPL-1.2
// A long form is kept while somebody writes: whoever closes the window finds it again (form[data-keep]).
// The server holds it encrypted, the key to it is in this browser only; sending the form forgets it.
(() => {
  "use strict";

  const { session } = window.sluitend;

  const keepTyped = (form) => {
    const told = form.querySelector("[data-kept]");
    // A page that comes back with what was refused is kept again.
    let changed = form.dataset.keep === "again";
    let timer = null;
    let underWay = null;
    // The windows of one page are told apart; what is given back keeps its name.
    form.keep.value ||= crypto.randomUUID();

    const tell = (text, failed) => {
      told.textContent = text;
      told.classList.toggle("sl-kept--failed", failed);
      told.hidden = false;
    };
    const send = async () => {
      clearTimeout(timer);
      if (!changed || underWay) return;
      changed = false;
      const headers = { "HX-Request": "true", "Only-Keep": "1" };
      const body = new URLSearchParams(new FormData(form));
      // What goes while the page closes has a limit of size.
      const keepalive = document.hidden;
      underWay = fetch(window.location.href, { method: "POST", headers, body, keepalive });
      try {
        const answer = await underWay;
        session.hear(answer.headers.get("Session-Left"));
        if (answer.status === 401) session.end();
        if (answer.status !== 204) throw answer;
        const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
        tell(`${told.dataset.keptText} ${time}.`, false);
      } catch {
        changed = true;
        tell(told.dataset.keptFailed, true);
      }
      underWay = null;
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(send, 2000);
    };

    form.addEventListener("input", () => {
      changed = true;
      soon();
    });
    // What is kept must not come after what is sent.
    form.addEventListener("submit", (event) => {
      changed = false;
      clearTimeout(timer);
      if (!underWay) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      underWay.catch(() => {}).then(() => form.requestSubmit(event.submitter));
    });
    if (changed) soon();
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) send();
    });
    window.addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
  };
  for (const form of document.querySelectorAll("form[data-keep]")) keepTyped(form);
})();
