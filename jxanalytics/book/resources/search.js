// Full-text search over the whole book. Works from a folder (file://) and without a network: the
// library and the text of the book are scripts, loaded when the search is first opened.
(function () {
  "use strict";
  var opener = document.querySelector(".search-open");
  var dialog = document.querySelector(".search");
  if (!opener || !dialog || !dialog.showModal) return;
  var input = dialog.querySelector("input");
  var list = dialog.querySelector("ol");
  var state = dialog.querySelector("[role=status]");
  var SHOWN = 50, BEFORE = 18, AFTER = 60;
  var engine = null, loading = null, timer = 0;

  function plain(text) { return text.normalize("NFKC").toLowerCase(); }

  // Chinese has no spaces: every two neighbouring characters are a word, so that any part of a name
  // of two characters and more is found. Letters and digits stay together.
  function words(text) {
    var found = [];
    (plain(text).match(/[a-z0-9][a-z0-9.%\-]*|[\u3400-\u9fff\u{20000}-\u{3ffff}]+/gu) || []).forEach(function (run) {
      var marks = Array.from(run);
      if (/^[a-z0-9]/.test(run)) { found.push(run.replace(/[.\-]+$/, "")); return; }
      if (marks.length === 1) found.push(run);
      for (var i = 0; i + 1 < marks.length; i++) found.push(marks[i] + marks[i + 1]);
    });
    return found;
  }

  function script(name) {
    return new Promise(function (done, failed) {
      var element = document.createElement("script");
      element.src = name;
      element.onload = done;
      element.onerror = function () { failed(new Error(name)); };
      document.head.appendChild(element);
    });
  }

  function load() {
    if (loading) return loading;
    state.textContent = "正在准备全文索引…";
    loading = Promise.all([script("minisearch.js"), script("search-index.js")]).then(function () {
      var made = new MiniSearch({
        fields: ["chapter", "heading", "text"],
        tokenize: words,
        processTerm: function (term) { return term; },
        searchOptions: {
          tokenize: words, combineWith: "AND", prefix: true,
          boost: { chapter: 4, heading: 2 }
        }
      });
      return made.addAllAsync(jxSearchIndex, { chunkSize: 100 }).then(function () { engine = made; });
    }).then(show, function (error) {
      loading = null;
      state.textContent = "全文索引未能载入（" + error.message + "），请确认该文件与本页在同一文件夹。";
    });
    return loading;
  }

  function terms() {
    return plain(input.value).split(/[\s,，、;；]+/).filter(Boolean);
  }

  function holds(entry, wanted) {
    var text = plain(entry.chapter + " " + entry.heading + " " + entry.text);
    return wanted.every(function (term) { return text.indexOf(term) >= 0; });
  }

  // The words around the first hit, with every hit marked; text only, never markup.
  function excerpt(text, wanted) {
    var low = plain(text), at = -1;
    // Folding may change the length of a text; then positions would be wrong.
    if (low.length !== text.length) low = text.toLowerCase();
    wanted.forEach(function (term) {
      var found = low.indexOf(term);
      if (found >= 0 && (at < 0 || found < at)) at = found;
    });
    var start = Math.max(0, at - BEFORE), end = Math.min(text.length, Math.max(at, 0) + AFTER);
    var piece = document.createElement("span");
    if (start > 0) piece.append("…");
    marked(piece, text.slice(start, end), low.slice(start, end), wanted);
    if (end < text.length) piece.append("…");
    return piece;
  }

  function marked(into, text, low, wanted) {
    var i = 0;
    while (i < text.length) {
      var hit = null;
      wanted.forEach(function (term) {
        var at = low.indexOf(term, i);
        if (at >= 0 && (!hit || at < hit.at)) hit = { at: at, length: term.length };
      });
      if (!hit) break;
      into.append(text.slice(i, hit.at));
      var mark = document.createElement("mark");
      mark.textContent = text.slice(hit.at, hit.at + hit.length);
      into.append(mark);
      i = hit.at + hit.length;
    }
    into.append(text.slice(i));
  }

  function entry(found, wanted) {
    var item = document.createElement("li");
    var link = document.createElement("a");
    link.href = found.page + (found.anchor ? "#" + found.anchor : "");
    var title = document.createElement("strong");
    var named = found.heading ? found.chapter + " › " + found.heading : found.chapter;
    marked(title, named, plain(named).length === named.length ? plain(named) : named, wanted);
    link.append(title, excerpt(found.text, wanted));
    link.addEventListener("click", function () { dialog.close(); });
    item.append(link);
    return item;
  }

  function show() {
    if (!engine) return;
    var wanted = terms();
    list.textContent = "";
    if (!wanted.length) { state.textContent = "输入项目、单位、指标名称或数字，空格隔开表示同时包含。"; return; }
    var found = engine.search(wanted.join(" "))
      .map(function (hit) { return jxSearchIndex[hit.id]; })
      .filter(function (one) { return holds(one, wanted); });
    state.textContent = !found.length ? "没有找到。" :
      found.length > SHOWN ? "找到" + found.length + "处，列出前" + SHOWN + "处。" : "找到" + found.length + "处。";
    found.slice(0, SHOWN).forEach(function (one) { list.append(entry(one, wanted)); });
  }

  function open() {
    dialog.showModal();
    input.select();
    load();
    show();
  }

  function move(step) {
    var links = Array.from(list.querySelectorAll("a"));
    var at = links.indexOf(document.activeElement) + step;
    if (at < 0) input.focus(); else if (links[at]) links[at].focus();
  }

  opener.hidden = false;
  opener.addEventListener("click", open);
  dialog.querySelector(".search-close").addEventListener("click", function () { dialog.close(); });
  dialog.addEventListener("click", function (event) { if (event.target === dialog) dialog.close(); });
  input.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(show, 120); });
  dialog.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown") { event.preventDefault(); move(1); }
    if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
    if (event.key === "Enter" && document.activeElement === input) {
      event.preventDefault();
      clearTimeout(timer);
      show();
      var first = list.querySelector("a");
      if (first) first.focus();
    }
  });
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if ((event.key === "/" && !typing) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      if (!dialog.open) open();
    }
  });
})();
