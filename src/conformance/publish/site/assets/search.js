"use strict";
/* The search box: scans the index of all pages, which is a script, since a page opened from a folder may load nothing else. */
(function () {
  var SHOWN = 30;
  var box = document.getElementById("search");
  if (!box) return;
  box.setAttribute("autocomplete", "off");
  box.setAttribute("spellcheck", "false");
  var root = box.getAttribute("data-root") || "";
  var rows = null;
  var waiting = [];

  /* Full width and half width, capitals and small letters are the same. */
  function fold(text) {
    var folded = text.normalize ? text.normalize("NFKC") : text;
    return folded.toLowerCase().replace(/\s+/g, " ").trim();
  }

  /* An id is also read as words: publish-within-7-working-days. */
  function spaced(id) { return id.replace(/[-_.:]+/g, " "); }

  function prepare(index) {
    return index.pages.map(function (one, order) {
      var titles = [fold(one[2]), spaced(fold(one[2])), fold(one[3]), fold(one[4])];
      var terms = fold(one[7]);
      return {
        address: one[0], kind: index.kinds[one[1]], id: one[2], zh: one[3], en: one[4], saidZh: one[5], saidEn: one[6],
        titles: titles, terms: " " + terms + " ", order: order,
        all: titles.concat(fold(one[5]), fold(one[6]), terms).join("\n")
      };
    });
  }

  /* The lower, the better; what has an id or a title that is the whole query comes first. */
  function rank(row, query, words) {
    var titles = row.titles;
    if (titles.indexOf(query) >= 0) return 0;
    if (titles.some(function (title) { return title.indexOf(query) === 0; })) return 1;
    if (row.terms.indexOf(" " + query + " ") >= 0) return 2;
    if (titles.some(function (title) { return title.indexOf(query) > 0; })) return 3;
    var inTitles = function (word) { return titles.some(function (title) { return title.indexOf(word) >= 0; }); };
    if (words.every(inTitles)) return 4;
    return words.some(inTitles) ? 5 : 6;
  }

  function find(text) {
    var query = fold(text);
    if (!query || !rows) return [];
    var words = query.split(" ");
    var found = [];
    rows.forEach(function (row) {
      if (words.every(function (word) { return row.all.indexOf(word) >= 0; })) {
        found.push({ row: row, rank: rank(row, query, words) });
      }
    });
    found.sort(function (one, other) { return one.rank - other.rank || one.row.order - other.row.order; });
    return found.map(function (one) { return one.row; });
  }

  function load(then) {
    if (rows) { then(); return; }
    waiting.push(then);
    if (waiting.length > 1) return;
    var script = document.createElement("script");
    script.src = root + "assets/search-index.js";
    script.onload = function () {
      rows = prepare(window.conformanceSearch);
      waiting.splice(0).forEach(function (one) { one(); });
    };
    script.onerror = function () {
      waiting = [];
      results.hidden = false;
      said("搜索目录未能载入；请重新打开本页，或在“全部页面”中查找。", "The search index could not be loaded; open the page again, or look in the index of all pages.");
    };
    document.head.appendChild(script);
  }

  function made(name, text, cls) {
    var one = document.createElement(name);
    if (text) one.textContent = text;
    if (cls) one.className = cls;
    return one;
  }

  /* Marks the words of the query where they stand in a text as written. */
  function marked(name, text, words, cls) {
    var element = made(name, "", cls);
    var low = text.toLowerCase();
    var at = 0;
    while (low.length === text.length && at < text.length) {
      var first = -1, length = 0;
      words.forEach(function (word) {
        var place = low.indexOf(word, at);
        if (place >= 0 && (first < 0 || place < first || (place === first && word.length > length))) {
          first = place;
          length = word.length;
        }
      });
      if (first < 0) break;
      element.appendChild(document.createTextNode(text.slice(at, first)));
      element.appendChild(made("mark", text.slice(first, first + length)));
      at = first + length;
    }
    element.appendChild(document.createTextNode(text.slice(at)));
    return element;
  }

  var results = made("div", "", "results");
  results.id = "results";
  results.hidden = true;
  var status = made("p");
  status.setAttribute("role", "status");
  var list = made("ol");
  results.appendChild(status);
  results.appendChild(list);
  box.parentNode.insertBefore(results, box.nextSibling);
  box.setAttribute("aria-controls", "results");

  function said(zh, en) {
    status.textContent = zh + " ";
    var beside = made("span", en);
    beside.lang = "en";
    status.appendChild(beside);
  }

  function entry(row, words) {
    var link = made("a");
    link.href = root + row.address;
    link.appendChild(made("span", row.kind[0], "what"));
    link.appendChild(marked("strong", row.zh, words));
    if (row.id) { link.appendChild(document.createTextNode(" ")); link.appendChild(marked("code", row.id, words)); }
    if (row.en !== row.zh) { var en = marked("span", row.en, words, "en"); en.lang = "en"; link.appendChild(en); }
    if (row.saidZh) link.appendChild(marked("span", row.saidZh, words, "said"));
    var item = made("li");
    item.appendChild(link);
    return item;
  }

  function show() {
    var query = fold(box.value);
    list.textContent = "";
    results.hidden = !query;
    if (!query) { status.textContent = ""; return; }
    var found = find(query);
    var words = query.split(" ");
    found.slice(0, SHOWN).forEach(function (row) { list.appendChild(entry(row, words)); });
    results.scrollTop = 0;
    if (!found.length) {
      said("没有找到；可少输几个字，几个词之间用空格隔开", "Nothing found; try fewer words, with spaces between them");
    } else if (found.length > SHOWN) {
      said("找到 " + found.length + " 页，列出前 " + SHOWN + " 页；多输几个字可缩小范围", found.length + " pages found, the first " + SHOWN + " shown; more words narrow it down");
    } else {
      said("找到 " + found.length + " 页", found.length + (found.length === 1 ? " page found" : " pages found"));
    }
  }

  function close() { results.hidden = true; }
  function links() { return Array.prototype.slice.call(list.querySelectorAll("a")); }

  box.addEventListener("focus", function () { load(function () { if (box.value) show(); }); });
  box.addEventListener("input", function () { load(show); });
  box.form.addEventListener("submit", function (event) {
    event.preventDefault();
    load(function () { show(); var first = links()[0]; if (first) first.click(); });
  });
  box.form.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { close(); box.focus(); return; }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    var all = links();
    var next = all.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (results.hidden || !all.length || next >= all.length) return;
    event.preventDefault();
    (next < 0 ? box : all[next]).focus();
  });
  document.addEventListener("keydown", function (event) {
    var at = document.activeElement;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
    event.preventDefault();
    box.focus();
  });
  document.addEventListener("focusin", function (event) { if (!box.form.contains(event.target)) close(); });
  document.addEventListener("click", function (event) { if (!box.form.contains(event.target)) close(); });

  /* For tests and for other programs on the page: the addresses of all that is found, the best first. */
  window.conformanceFind = function (text, then) {
    load(function () { then(find(text).map(function (row) { return row.address; })); });
  };
})();
