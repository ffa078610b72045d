// What a page does when it is opened; without it everything can still be read and reached.
(function () {
  "use strict";
  // The list of sections starts closed where it would stand above the text.
  if (matchMedia("(max-width: 79.99rem)").matches) {
    document.querySelectorAll(".page-toc").forEach(function (toc) { toc.open = false; });
  }
  // The list of chapters starts at the current one.
  var here = document.querySelector(".sidebar [aria-current]");
  if (here && here.offsetParent) {
    var list = here.closest(".sidebar");
    list.scrollTop = here.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
  }
  // The section being read is marked in the list of sections beside the text: the last begun.
  var listed = Array.from(document.querySelectorAll(".page-toc ul ul a")).map(function (entry) {
    return { entry: entry, section: document.getElementById(decodeURIComponent(entry.hash.slice(1))) };
  }).filter(function (one) { return one.section; });
  function follow() {
    var read = listed.filter(function (one) { return one.section.getBoundingClientRect().top < 160; }).pop();
    listed.forEach(function (one) {
      if (one === read) { one.entry.setAttribute("aria-current", "true"); } else { one.entry.removeAttribute("aria-current"); }
    });
  }
  if (listed.length) {
    addEventListener("scroll", follow, { passive: true });
    follow();
  }
  // Every section, table and figure can be linked to.
  function link(target, id, name) {
    var anchor = document.createElement("a");
    anchor.className = "deep-link";
    anchor.href = "#" + id;
    anchor.textContent = "#";
    anchor.setAttribute("aria-label", name + "的链接");
    // Before the unit, which ends the title of a table.
    target.insertBefore(anchor, target.querySelector(".unit"));
  }
  document.querySelectorAll("article section[id] > :is(h2, h3, h4)").forEach(function (heading) {
    link(heading, heading.parentElement.id, "“" + heading.textContent.trim() + "”");
  });
  document.querySelectorAll("article .table-frame[id] caption, article figure[id] > figcaption").forEach(function (caption) {
    link(caption, caption.closest("[id]").id, caption.firstChild.textContent.trim());
  });
})();
