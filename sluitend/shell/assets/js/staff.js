// SPDX-License-Identifier: EUPL-1.2
// Staff pages swap parts of a page with htmx: keep the focus, say what changed, show what failed.
(() => {
  "use strict";

  const failure = document.querySelector("[data-failure]");
  let focused = null;

  const remember = () => {
    const active = document.activeElement;
    focused = active && active.id ? active.id : null;
  };

  // A swap can remove the element that had the focus; give it back to the one with the same id.
  // Who went on to another field meanwhile stays there, or their next letters land in the wrong one.
  const restore = (target) => {
    const lost = !document.activeElement || document.activeElement === document.body;
    const wanted =
      target.querySelector("[data-focus]") || (lost && focused && document.getElementById(focused));
    if (wanted && wanted !== document.activeElement) wanted.focus({ preventScroll: true });
    const message = target.matches("[data-announce]") ? target : target.querySelector("[data-announce]");
    if (message) window.sluitend.announce(message.dataset.announce || message.textContent.trim());
  };

  const fail = () => {
    if (!failure) return;
    failure.hidden = false;
    failure.focus();
  };

  document.addEventListener("htmx:beforeSwap", remember);
  document.addEventListener("htmx:afterSettle", (event) => restore(event.detail.target || event.target));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) session.end();
    else fail();
  });
  document.addEventListener("htmx:sendError", fail);
  document.addEventListener("htmx:timeout", fail);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && failure) failure.hidden = true;
  });

  // Says one minute ahead that the session ends. The server decides; this only counts along, and hears
  // from every answer, also those to other windows, how long it still lasts.
  const session = (() => {
    const { sessionLeft, sessionGoOn } = document.body.dataset;
    const parts = ["soon", "last", "over"].map((name) => [
      name,
      document.querySelector(`[data-session-${name}]`),
    ]);
    const others = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
    let idle = Infinity;
    let most = Infinity;
    let over = false;

    const show = (wanted) => {
      for (const [name, part] of parts) if (part) part.hidden = name !== wanted;
    };
    const look = () => {
      const now = Date.now();
      if (over || now >= idle) show("over");
      else if (now >= most - 60000) show("last");
      else show(now >= idle - 60000 ? "soon" : null);
    };
    const take = (until) => {
      [idle, most] = until;
      over = false;
      look();
    };
    const hear = (header) => {
      const left = (header || "").split(" ").map(Number);
      if (left.length !== 2 || left.some(Number.isNaN)) return;
      take(left.map((seconds) => Date.now() + seconds * 1000));
      others?.postMessage([idle, most]);
    };
    const end = () => {
      over = true;
      look();
    };
    const goOn = async () => {
      const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) };
      try {
        const answer = await fetch(sessionGoOn, { method: "POST", headers });
        if (answer.ok) hear(answer.headers.get("Session-Left"));
        else end();
      } catch {
        fail();
      }
    };

    if (sessionLeft) {
      hear(sessionLeft);
      others?.addEventListener("message", (event) => take(event.data));
      window.setInterval(look, 1000);
      document.querySelector("[data-session-continue]").addEventListener("click", goOn);
    }
    return { hear, end };
  })();

  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr) session.hear(event.detail.xhr.getResponseHeader("Session-Left"));
  });

  // A long form is kept while somebody writes: whoever closes the window finds it again (form[data-keep]).
  // The server holds it encrypted, the key to it is in this browser only; sending the form forgets it.
  const keepTyped = (form) => {
    const told = form.querySelector("[data-kept]");
    // A page that comes back with what was refused is kept again.
    let changed = form.dataset.keep === "again";
    let timer = null;
    let underWay = null;
    // The windows of one page are told apart; what is given back keeps its name.
    const name = form.elements.namedItem("keep");
    if (name && !name.value) name.value = crypto.randomUUID();

    const tell = (text, failed = false) => {
      if (!told) return;
      told.textContent = text;
      told.classList.toggle("sl-kept--failed", failed);
      told.hidden = false;
    };
    const send = async () => {
      window.clearTimeout(timer);
      if (!changed || underWay) return underWay;
      changed = false;
      const options = { method: "POST", headers: { "HX-Request": "true", "Only-Keep": "1" } };
      // What goes while the page closes has a limit of size; what goes before has none.
      const keepalive = document.visibilityState === "hidden";
      const body = new URLSearchParams(new FormData(form));
      underWay = fetch(window.location.href, { ...options, keepalive, body });
      try {
        const answer = await underWay;
        session.hear(answer.headers.get("Session-Left"));
        if (answer.status === 401) session.end();
        if (answer.status !== 204) throw new Error(answer.statusText);
        const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
        tell(`${told?.dataset.keptText} ${time}.`);
      } catch {
        changed = true;
        tell(told?.dataset.keptFailed, true);
      }
      underWay = null;
      return null;
    };

    form.addEventListener("input", () => {
      changed = true;
      window.clearTimeout(timer);
      timer = window.setTimeout(send, 2000);
    });
    // What is kept must not come after what is sent: it would stand there again as if it were not.
    form.addEventListener("submit", (event) => {
      changed = false;
      window.clearTimeout(timer);
      if (!underWay) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      underWay.catch(() => {}).then(() => form.requestSubmit(submitter));
    });
    if (changed) timer = window.setTimeout(send, 2000);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") send();
    });
    window.addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
  };
  document.querySelectorAll("form[data-keep]").forEach(keepTyped);

  // The menu of the person and the primary menu close with Escape and give the focus back.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !(event.target instanceof Element)) return;
    const open = event.target.closest("details[data-menu][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
})();
