/* Comfort only: every page and form works without this file. No eval, no inline handlers, nothing sent anywhere. */
"use strict";
(() => {
  const page = document.documentElement;
  const user = page.dataset.user || "";
  const words = page.dataset;
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (element) => element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

  /* ---- Theme: the cookie is what the server reads; the page changes at once ---- */
  const chooseTheme = (event) => {
    const button = event.target.closest("button[name=theme]");
    if (!button) return;
    event.preventDefault();
    page.dataset.theme = button.value;
    document.cookie = `theme=${button.value}; path=/; max-age=31536000; samesite=lax`;
    all("button[name=theme]").forEach((other) => other.setAttribute("aria-pressed", String(other.value === button.value)));
  };
  document.addEventListener("click", chooseTheme);

  /* ---- Menus close when one looks elsewhere ---- */
  const closeMenus = (except) => all("details.menu[open]").forEach((menu) => { if (menu !== except) menu.open = false; });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.activeElement.closest("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  /* ---- Drafts: kept in this tab only, under the person's number, gone when sent or signed out ---- */
  const keyOf = (form) => `draft:${user}:${form.dataset.draft}`;
  const kept = (form) => [...form.elements].filter((e) => e.name && e.name !== "csrf_token" && !["password", "file", "hidden", "submit"].includes(e.type));
  const isBox = (e) => ["checkbox", "radio"].includes(e.type);
  const servedIn = (e) => { // what the page brought, whatever was typed since
    if (isBox(e)) return e.defaultChecked;
    if (e.tagName !== "SELECT") return e.defaultValue;
    return [...e.options].filter((o, at) => o.defaultSelected || (!e.multiple && !at)).map((o) => o.value).pop();
  };
  const valuesOf = (form) => kept(form).map((e) => [e.name, e.value, isBox(e) ? e.checked : e.value, servedIn(e)]);
  const say = (form, text) => { const place = form.querySelector("[data-saved]") || document.querySelector("main [data-saved]"); if (place) place.textContent = text; };
  const save = (form) => {
    sessionStorage.setItem(keyOf(form), JSON.stringify(valuesOf(form)));
    const time = new Intl.DateTimeFormat(page.lang, { hour: "2-digit", minute: "2-digit" }).format(new Date());
    say(form, `${words.wordSaved} ${time}`);
  };
  // An answer to what was sent holds it already. Else only what was changed comes back, and only where the record
  // still says what it said then: nobody's later change is overwritten by an old draft.
  const restore = (form) => {
    const stored = sessionStorage.getItem(keyOf(form));
    if (!stored || form.hasAttribute("data-answered")) return;
    const left = JSON.parse(stored);
    let restored = false;
    kept(form).forEach((element) => {
      const at = left.findIndex(([name, value]) => name === element.name && (!isBox(element) || value === element.value));
      if (at < 0) return;
      const [[, , now, then]] = left.splice(at, 1);
      if (now === then || then !== servedIn(element)) return;
      if (isBox(element)) element.checked = now; else element.value = now;
      restored = true;
    });
    if (restored) say(form, words.wordRestored);
  };
  const forget = (prefix) => Object.keys(sessionStorage).filter((key) => key.startsWith(prefix)).forEach((key) => sessionStorage.removeItem(key));
  const settleDrafts = () => {
    const sent = sessionStorage.getItem("sent");
    if (!sent || !user) return;
    const again = all("form[data-draft]").some((form) => keyOf(form) === sent);
    if (!again || document.querySelector(".flash-success")) sessionStorage.removeItem(sent);
    sessionStorage.removeItem("sent");
  };
  if (!user && document.querySelector("[data-signed-out]")) forget("draft:");
  settleDrafts();

  /* ---- Forms: drafts, a warning before leaving, a double click sends once ---- */
  const unsaved = new Set();
  const watch = (form) => {
    if (form.dataset.watched) return;
    form.dataset.watched = "yes";
    let timer = 0;
    if (form.dataset.draft) restore(form);
    form.addEventListener("input", () => {
      unsaved.add(form);
      form.dataset.typed = String(Number(form.dataset.typed || 0) + 1);
      if (!form.dataset.draft) return;
      clearTimeout(timer);
      timer = setTimeout(() => save(form), 600);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      unsaved.delete(form);
      if (form.dataset.draft) { save(form); sessionStorage.setItem("sent", keyOf(form)); }
    });
  };
  const watchAll = () => all("form[data-guard]").forEach(watch);
  watchAll();
  document.addEventListener("htmx:load", watchAll);
  document.addEventListener("htmx:beforeRequest", ({ target }) => { // kept with the account: was anything typed since?
    if (target.matches("[data-saved]")) target.closest("form").dataset.asked = target.closest("form").dataset.typed;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const from = event.detail.requestConfig && event.detail.requestConfig.elt;
    const form = from && (from.matches("[data-saved]") ? from.closest("form[data-draft]") : from);
    if (!form || !form.matches("form[data-draft]") || event.detail.xhr.status >= 400) return;
    sessionStorage.removeItem(keyOf(form));
    sessionStorage.removeItem("sent");
    if (form !== from && form.dataset.asked === form.dataset.typed) unsaved.delete(form);
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sending) { event.preventDefault(); return; }
    form.dataset.sending = "yes";
    if (form.hasAttribute("data-sign-out")) forget("draft:");
  });
  window.addEventListener("pageshow", () => all("form[data-sending]").forEach((form) => delete form.dataset.sending));
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && event.target.type !== "search" && !event.target.closest(".facet")) form.requestSubmit();
  });
  // Values that are ticked in a menu are asked for together, once one looks away from all of them.
  const isTicked = (form) => all(".facet input", form).some((box) => box.checked !== box.defaultChecked);
  const askTicked = () => { const form = all("form[data-autosubmit]").find(isTicked); if (form) form.requestSubmit(); };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("a, button, label, summary, input, select, textarea, .facet")) askTicked();
  });
  document.addEventListener("keyup", (event) => { if (event.key === "Escape" && event.target.closest(".facet")) askTicked(); });

  /* ---- Photographs leave this device smaller, upright, without the place where they were taken ----
     What cannot be read here, or would not become smaller, goes as it is: the server does the same. */
  const QUALITY = 0.85;
  const upright = async (file, longest) => {
    if (!/^image\/(jpeg|heic|heif)$/.test(file.type)) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const share = Math.min(1, longest / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [picture.width, picture.height].map((side) => Math.round(side * share));
      const brush = canvas.getContext("2d");
      brush.imageSmoothingQuality = "high";
      brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const made = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
      if (!made || made.size >= file.size) return file;
      return new File([made], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
    } catch { return file; }
  };
  const megabytes = (files) => new Intl.NumberFormat(page.lang, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 })
    .format([...files].reduce((sum, file) => sum + file.size, 0) / 2 ** 20);
  const shrink = async (input, told) => {
    const given = [...input.files];
    const made = [];
    for (const file of given) made.push(await upright(file, Number(input.dataset.longest))); // one at a time in memory
    const same = given.length === input.files.length && given.every((file, at) => file === input.files[at]);
    if (!same) return; // others were chosen meanwhile
    const box = new DataTransfer();
    made.forEach((file) => box.items.add(file));
    const isSmaller = made.some((file, at) => file !== given[at]);
    if (isSmaller) input.files = box.files;
    told.textContent = isSmaller ? `${words.wordSmaller} ${megabytes(given)} → ${megabytes(made)}` : "";
  };
  const shrinking = new WeakMap();
  document.addEventListener("change", ({ target: input }) => {
    if (!input.matches("input[type=file][data-longest]") || !window.createImageBitmap) return;
    const told = input.parentElement.querySelector("[role=status]")
      || Object.assign(document.createElement("p"), { className: "meta", role: "status" });
    if (!told.isConnected) input.after(told);
    const work = Promise.all([shrinking.get(input.form), shrink(input, told)]).catch(() => {});
    shrinking.set(input.form, work);
    work.then(() => { if (shrinking.get(input.form) === work) shrinking.delete(input.form); });
  });
  document.addEventListener("submit", (event) => { // before anybody else hears of it
    const work = shrinking.get(event.target);
    if (!work) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    work.then(() => event.target.requestSubmit(event.submitter));
  }, true);

  /* ---- The order of a list of choices: a place up or down at once, without asking the server ---- */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("form[data-order] button[name=move]");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("li");
    const up = button.value.startsWith("up:");
    const other = up ? item.previousElementSibling : item.nextElementSibling;
    if (other) { if (up) other.before(item); else other.after(item); }
    button.focus();
    const place = [...item.parentElement.children].indexOf(item) + 1;
    button.form.querySelector("[role=status]").textContent = `${item.querySelector("label").textContent}: ${place}`;
  });

  /* ---- All boxes of a table at once ---- */
  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-check-all]");
    if (!box) return;
    all("tbody input[type=checkbox]", box.closest("table")).forEach((one) => { one.checked = box.checked; });
  });

  /* ---- Keyboard: / and Ctrl-K search, arrows walk what is found; j k Enter walk a list; c records a call; Ctrl-Enter sends a form ---- */
  const focusSearch = () => {
    const box = all("input[data-find]").find((one) => one.offsetParent !== null);
    if (box) { box.focus(); box.select(); return true; }
    const link = document.querySelector("a[data-find]");
    if (link) { link.click(); return true; }
    return false;
  };
  const walk = (step) => {
    const rows = all("[data-keys] tbody tr, [data-keys] > li").filter((row) => row.querySelector("a[href]"));
    if (!rows.length) return;
    const now = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[Math.min(rows.length - 1, Math.max(0, now + step))];
    next.querySelector("a[href]").focus();
    next.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    const single = document.documentElement.dataset.singleKeys === "on";
    const find = (single && event.key === "/" && !event.ctrlKey && !event.metaKey) || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k");
    if (find && (event.key !== "/" || !typing(event.target)) && focusSearch()) { event.preventDefault(); return; }
    const form = event.key === "Enter" && (event.ctrlKey || event.metaKey) && typing(event.target) && event.target.form;
    if (form && form.method === "post") {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button.btn-primary[type=submit]"));
      return;
    }
    const box = event.target.closest?.("form.find");
    if (box && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const stops = [box.querySelector("input"), ...all(".found a[href]", box)];
      stops[Math.max(0, stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1))]?.focus();
      event.preventDefault();
    }
    if (box && event.key === "Escape") document.activeElement.blur();
    if (!single || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") walk(1);
    if (event.key === "k") walk(-1);
    if (event.key === "x") document.activeElement.closest("[data-keys] > li")?.querySelector("input[type=checkbox]")?.click();
    const place = /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    if (place) { place.focus(); place.scrollIntoView({ block: "center" }); event.preventDefault(); }
    const call = event.key === "c" && document.querySelector("main .head a[href*='/interactions/new']");
    if (call) call.click();
  });

  /* ---- An issue out of selected words: they go into the first one below that is empty ---- */
  all("[data-quote]").forEach((place) => {
    const text = document.getElementById(place.dataset.quote);
    const told = place.querySelector("[role=status]");
    place.hidden = false;
    place.querySelector("button").addEventListener("click", () => {
      const said = text.value.slice(text.selectionStart, text.selectionEnd).trim();
      const free = all("textarea[name$=what_happens]", text.form).find((one) => !one.value.trim());
      told.textContent = !said ? told.dataset.none : free ? "" : told.dataset.full;
      if (!said || !free) return;
      free.value = said;
      free.dispatchEvent(new Event("input", { bubbles: true }));
      document.getElementById(free.id.replace("what_happens", "title")).focus();
    });
  });

  /* ---- When a part of the page could not be fetched, say so instead of staying silent ---- */
  const tell = () => {
    const place = document.getElementById("main");
    document.getElementById("failed")?.remove();
    const box = Object.assign(document.createElement("div"), { id: "failed", className: "flash flash-error", textContent: words.wordFailed });
    box.setAttribute("role", "alert");
    place?.prepend(box);
  };
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, tell));
  document.addEventListener("htmx:afterSwap", () => document.getElementById("failed")?.remove());

  /* ---- What went wrong is read first ---- */
  const summary = document.querySelector(".summary[tabindex]");
  if (summary) summary.focus();
})();
