// Long tables can be sorted by a column and narrowed by a word. Tables with joined cells, whose rows
// belong together, are left as printed; a total row stays at the foot. Two columns without
// figures are names and what they stand for, in an order of their own.
(function () {
  "use strict";
  var SORTED_FROM = 6, FILTERED_FROM = 15;
  var collator = new Intl.Collator("zh-CN", { numeric: true });

  function value(cell) {
    var text = cell.textContent.trim().replace(/^[−－]/, "-");
    var number = text.replace(/[%个百分点年分]+$/, "").replace(/^\+/, "");
    return { text: text, number: number !== "" && isFinite(number) ? Number(number) : null, none: /^(—|无|)$/.test(text) };
  }

  // Numbers before words, what is not stated last, whichever way the column is sorted.
  function compare(a, b, way) {
    if (a.none !== b.none) return a.none ? 1 : -1;
    if (a.number !== null && b.number !== null) return way * (a.number - b.number);
    if ((a.number === null) !== (b.number === null)) return a.number === null ? 1 : -1;
    return way * collator.compare(a.text, b.text);
  }

  function figure(row) {
    var second = value(row.cells[1]);
    return second.none || second.number !== null;
  }

  function total(row) { return /^(合计|总计|汇总)/.test(row.cells[0].textContent.trim()); }

  function sort(table, column, header) {
    var body = table.tBodies[0], rows = Array.from(body.rows);
    var way = header.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    table.querySelectorAll("[aria-sort]").forEach(function (other) { other.removeAttribute("aria-sort"); });
    header.setAttribute("aria-sort", way === 1 ? "ascending" : "descending");
    var keyed = rows.map(function (row, at) { return { row: row, at: at, last: total(row), key: value(row.cells[column]) }; });
    keyed.sort(function (a, b) {
      if (a.last !== b.last) return a.last ? 1 : -1;
      return compare(a.key, b.key, way) || a.at - b.at;
    });
    keyed.forEach(function (one) { body.append(one.row); });
  }

  function sortable(table) {
    Array.from(table.tHead.rows[table.tHead.rows.length - 1].cells).forEach(function (header, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.title = "按此列排序";
      while (header.firstChild) button.append(header.firstChild);
      header.append(button);
      button.addEventListener("click", function () { sort(table, column, header); });
    });
  }

  function filterable(table, name) {
    var label = document.createElement("label");
    label.className = "table-filter";
    label.append("筛选 ");
    var input = document.createElement("input");
    input.type = "search";
    input.setAttribute("aria-label", "筛选“" + name + "”");
    var count = document.createElement("span");
    count.setAttribute("role", "status");
    label.append(input, count);
    var rows = Array.from(table.tBodies[0].rows);
    input.addEventListener("input", function () {
      var wanted = input.value.trim().toLowerCase();
      var shown = 0;
      rows.forEach(function (row) {
        var fits = !wanted || row.textContent.toLowerCase().indexOf(wanted) >= 0;
        row.hidden = wanted ? !fits || total(row) : false;
        if (!row.hidden && !total(row)) shown += 1;
      });
      count.textContent = wanted ? " " + shown + "行" : "";
    });
    var frame = table.closest(".table-frame") || table;
    frame.before(label);
  }

  document.querySelectorAll("table.jx-table").forEach(function (table) {
    var body = table.tBodies[0];
    if (!table.tHead || !body || body.rows.length < SORTED_FROM) return;
    if (body.querySelector("[rowspan], [colspan]") || table.tHead.querySelector("[rowspan], [colspan]")) return;
    var name = table.caption ? table.caption.firstChild.textContent.trim() : "本表";
    if (body.rows[0].cells.length > 2 || Array.from(body.rows).every(figure)) sortable(table);
    if (body.rows.length >= FILTERED_FROM) filterable(table, name);
  });
})();
