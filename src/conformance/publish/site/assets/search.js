"use strict";
/* The search box: scans what every page shows. The index of it is a script, since a page opened from a folder may load nothing else. */
(function () {
  var SHOWN = 30, ABOUT = 110;
  var box = document.getElementById("search");
  if (!box) return;
  box.setAttribute("autocomplete", "off");
  box.setAttribute("spellcheck", "false");
  var root = box.getAttribute("data-root") || "";
  var rows = null, texts = [], all = "", starts = [], shownBy = [], waiting = [], seen = {}, kept = 0;

  /* How texts are compared. Full width and half width, capitals and small letters, a hyphen and an underscore are the same; brackets
     and quotation marks do not count, nor do blanks beside Chinese: XK_WSH is xk-wsh, and “7 个工作日” is 7个工作日. */
  var CJK = "\\u2e80-\\u9fff\\uf900-\\ufaff";
  var BESIDE = new RegExp("[" + CJK + "]");
  var BLANKS = new RegExp("([" + CJK + "]) +|  *(?=[" + CJK + "])", "g");
  function same(text) {
    return (text.normalize ? text.normalize("NFKC") : text).toLowerCase()
      .replace(/[_\u2010-\u2015\u2212]/g, "-").replace(/[()\[\]{}"'\u2018-\u201d\u3008-\u3011\u3014\u3015]/g, "");
  }
  function fold(text) { return same(text).replace(/\s+/g, " ").replace(BLANKS, "$1").trim(); }

  /* An id is also read as words: publish-within-7-working-days. */
  function spaced(id) { return id.replace(/[-.:]+/g, " "); }

  /* Numbers are written in three ways: 7, 七, seven. */
  var ONES = "零一二三四五六七八九", NUMERALS = /[零〇一二两三四五六七八九十百]+/g;
  var WORDS = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen " +
    "nineteen twenty").split(" ");
  function valued(word) {
    var parts = /^(?:(.)百零?)?(?:(.?)十)?(.?)$/.exec(word.replace("〇", "零").replace("两", "二"));
    if (!parts) return word;
    var digit = function (part, empty) { return part ? ONES.indexOf(part) : empty; };
    var value = (parts[1] ? digit(parts[1]) * 100 : 0) + (parts[2] === undefined ? 0 : digit(parts[2], 1) * 10) + digit(parts[3], 0);
    return value >= 0 && value < 1000 ? String(value) : word;
  }
  function chinese(digits) {
    var value = Number(digits), ten = Math.floor(value / 10), one = value % 10;
    if (digits.length > 2 || !value) return digits;
    return (ten > 1 ? ONES.charAt(ten) : "") + (ten ? "十" : "") + (one ? ONES.charAt(one) : "");
  }
  function forms(text) {
    var digits = text.replace(NUMERALS, valued).replace(/\b[a-z]+\b/g, function (word) {
      var value = WORDS.indexOf(word);
      return value < 0 ? word : String(value);
    });
    var found = [text, digits, digits.replace(/\d+/g, chinese), digits.replace(/\d+/g, function (one) { return WORDS[Number(one)] || one; })];
    [0, 1, 2].forEach(function (at) { found.push(found[at].replace(/([\d零一二两三四五六七八九十百])个?(?=工作日|月)/g, "$1个")); });
    return found.filter(function (one, at) { return one && found.indexOf(one) === at; });
  }

  function unpacked(runs) {
    var numbers = [], end = 0;
    (runs ? runs.split(" ") : []).forEach(function (run) {
      var parts = run.split("+"), first = end + parseInt(parts[0], 36), more = parts[1] ? parseInt(parts[1], 36) : 0;
      for (end = first; end <= first + more; end += 1) numbers.push(end);
    });
    return numbers;
  }

  function prepare(index) {
    texts = index.texts.map(fold);
    all = texts.join("\n") + "\n";
    starts = [0];
    texts.forEach(function (text, number) { starts.push(starts[number] + text.length + 1); });
    shownBy = texts.map(function () { return []; });
    return index.pages.map(function (one, order) {
      var id = fold(one[2]), zh = fold(one[3]), en = fold(one[4]), terms = one[7].split("\n").map(fold).join("\n");
      var names = [id, spaced(id), zh, en, zh + fold(one[5]), en + " " + fold(one[6])], kind = index.kinds[one[1]];
      var said = unpacked(one[9]);
      said.forEach(function (number) { shownBy[number].push(order); });
      return {
        address: one[0], kind: kind, id: one[2], order: order, names: names, terms: "\n" + terms + "\n", about: one[8], said: said,
        zh: one[3] + (one[5] ? "（" + one[5] + "）" : ""), en: one[4] + (one[6] ? " (" + one[6] + ")" : ""),
        head: names.concat(terms, fold(kind.join("\n"))).join("\n")
      };
    });
  }

  function holds(text, some) { return some.some(function (one) { return text.indexOf(one) >= 0; }); }

  /* The passage in which a place of all texts is. */
  function passageAt(place) {
    var low = 0, high = texts.length;
    while (high - low > 1) {
      var middle = (low + high) >> 1;
      if (starts[middle] <= place) low = middle; else high = middle;
    }
    return low;
  }

  /* Which passages and pages have one of some forms of a word. */
  function having(some) {
    var key = some.join("\n");
    if (seen[key]) return seen[key];
    if ((kept += 1) > 200) { seen = {}; kept = 1; }
    var found = seen[key] = { passages: {}, pages: {} };
    some.forEach(function (form) {
      for (var place = all.indexOf(form); place >= 0; place = all.indexOf(form, starts[number + 1])) {
        var number = passageAt(place);
        found.passages[number] = true;
        shownBy[number].forEach(function (order) { found.pages[order] = true; });
      }
    });
    rows.forEach(function (row) { if (holds(row.head, some)) found.pages[row.order] = true; });
    return found;
  }

  /* The lower, the better: the whole query as a name, in a name, in what a page is about, in its text; then its words by themselves. */
  function rank(row, phrase, words, whole, each) {
    var among = function (test) { return phrase.some(function (one) { return row.names.some(function (name) { return test(name, one); }); }); };
    if (among(function (name, one) { return name === one; })) return 0;
    if (among(function (name, one) { return name.indexOf(one) === 0; })) return 1;
    if (phrase.some(function (one) { return row.terms.indexOf("\n" + one + "\n") >= 0; })) return 2;
    if (among(function (name, one) { return name.indexOf(one) > 0; })) return 3;
    var named = words.filter(function (word) { return row.names.some(function (name) { return holds(name, word.forms); }); }).length;
    if (named === words.length) return 4;
    var together = false;
    for (var at = 0; at < row.said.length; at += 1) {
      if (whole[row.said[at]]) return at < row.about ? 5 : 6;
      together = together || each.every(function (passages) { return passages[row.said[at]]; });
    }
    return together ? 7 : named ? 8 : 9;
  }

  function asWord(text) {
    var key = fold(text);
    return { key: key, forms: forms(key) };
  }
  function wordsOf(text) {
    var split = same(text).replace(/([\d零一二两三四五六七八九十百])\s+(?=个|工作日|日|天|月|年)/g, "$1").split(/\s+/);
    return split.map(asWord).filter(function (word) { return word.key; });
  }
  function ranked(found, phrase, words) {
    var whole = having(phrase).passages, each = words.map(function (word) { return having(word.forms).passages; });
    return found.map(function (row) { return { row: row, rank: rank(row, phrase, words, whole, each) }; })
      .sort(function (one, other) { return one.rank - other.rank || one.row.order - other.row.order; })
      .map(function (one) { return one.row; });
  }

  /* Where no page has all words: those that are anywhere; where none is, the longest parts of Chinese words that are. */
  function any(some) { return Object.keys(having(some).pages).length > 0; }
  function parts(word) {
    for (var length = word.key.length - 1; length >= 2; length -= 1) {
      var found = [];
      for (var at = 0; at + length <= word.key.length; at += 1) {
        var part = word.key.substr(at, length);
        if (new RegExp("^[" + CJK + "]+$").test(part) && any([part])) found.push(part);
      }
      if (found.length) return { key: found.join("|"), forms: found, part: true };
    }
    return null;
  }

  function find(text) {
    var words = rows ? wordsOf(text) : [];
    if (!words.length) return { rows: [], words: [], whole: true };
    var every = function (asked) {
      var each = asked.map(function (word) { return having(word.forms).pages; });
      return rows.filter(function (row) { return each.every(function (pages) { return pages[row.order]; }); });
    };
    var found = every(words), phrase = forms(fold(text));
    if (words.length > 1) phrase.push(fold(text).replace(/ /g, "-"));
    if (found.length) return { rows: ranked(found, phrase, words), words: words, phrase: phrase, whole: true };
    var known = words.filter(function (word) { return any(word.forms); });
    words = known.length ? known : words.map(parts).filter(Boolean);
    found = words.length ? every(words) : [];
    while (words.length > 1 && !found.length) { words = words.slice(0, -1); found = every(words); }
    phrase = words.length ? words[0].forms : [];
    return { rows: ranked(found, phrase, words), words: words, phrase: phrase, whole: false };
  }

  function load(then) {
    if (rows) { then(); return; }
    waiting.push(then);
    if (waiting.length > 1) return;
    var script = document.createElement("script");
    script.src = root + "assets/search-index.js";
    script.onload = function () {
      rows = prepare(window.conformanceSearch);
      window.conformanceSearch = { texts: window.conformanceSearch.texts };
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

  /* A text folded character by character, so that a place in it leads back to the text as written. */
  function mapped(text) {
    var folded = "", at = [];
    for (var place = 0; place < text.length; place += 1) {
      var one = /\s/.test(text.charAt(place)) ? " " : same(text.charAt(place));
      if (one === " " && (/ $/.test(folded) || BESIDE.test(folded.slice(-1)) || BESIDE.test(text.charAt(place + 1)))) one = "";
      for (var each = 0; each < one.length; each += 1) at.push(place);
      folded += one;
    }
    return { text: folded, at: at };
  }

  /* Where the longest of the words stand in a text: pairs of begin and end. */
  function places(text, some) {
    var low = mapped(text), found = [], from = 0;
    while (from < low.text.length) {
      var first = -1, length = 0;
      for (var each = 0; each < some.length; each += 1) {
        var place = low.text.indexOf(some[each], from);
        if (place >= 0 && (first < 0 || place < first || (place === first && some[each].length > length))) {
          first = place;
          length = some[each].length;
        }
      }
      if (first < 0) break;
      found.push([low.at[first], low.at[first + length - 1] + 1]);
      from = first + length;
    }
    return found;
  }
  function marked(name, text, some, cls) {
    var element = made(name, "", cls), at = 0;
    if (!BESIDE.test(text) && name !== "code") element.lang = "en";
    places(text, some).forEach(function (place) {
      element.appendChild(document.createTextNode(text.slice(at, place[0])));
      element.appendChild(made("mark", text.slice(place[0], place[1])));
      at = place[1];
    });
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

  /* The passage of a page that shows best why it was found; its summary where its name says that. */
  function passage(row, found, some) {
    var best = row.said.filter(function (number) { return having(found.phrase).passages[number]; })[0];
    if (best === undefined && !holds(row.head, some)) best = row.said.filter(function (number) { return holds(texts[number], some); })[0];
    if (best === undefined && row.about) best = row.said[0];
    if (best === undefined) return "";
    var text = window.conformanceSearch.texts[best].replace(/^[：，、；。— ]+/, ""), first = places(text, some)[0];
    var from = first && first[1] > ABOUT ? first[0] - 20 : 0;
    return (from ? "…" : "") + text.substr(from, ABOUT) + (text.length > from + ABOUT ? "…" : "");
  }

  function entry(row, found) {
    var some = found.phrase.concat.apply(found.phrase, found.words.map(function (word) { return word.forms; }));
    var link = made("a");
    link.href = root + row.address;
    link.appendChild(made("span", row.kind[0], "what"));
    link.appendChild(marked("strong", row.zh, some));
    if (row.id) { link.appendChild(document.createTextNode(" ")); link.appendChild(marked("code", row.id, some)); }
    if (row.en !== row.zh) link.appendChild(marked("span", row.en, some, "en"));
    var shown = passage(row, found, some);
    if (shown) link.appendChild(marked("span", shown, some, "said"));
    var item = made("li");
    item.appendChild(link);
    return item;
  }

  function show() {
    list.textContent = "";
    results.hidden = !fold(box.value);
    if (results.hidden) { status.textContent = ""; return; }
    var found = find(box.value), count = found.rows.length;
    found.rows.slice(0, SHOWN).forEach(function (row) { list.appendChild(entry(row, found)); });
    results.scrollTop = 0;
    var zh = "找到 " + count + " 页", en = count + (count === 1 ? " page found" : " pages found");
    if (count > SHOWN) {
      zh += "，列出前 " + SHOWN + " 页；多输几个字可缩小范围";
      en += ", the first " + SHOWN + " shown; more words narrow it down";
    }
    if (!count) {
      said("没有找到；可少输几个字，几个词之间用空格隔开", "Nothing found; try fewer words, with spaces between them");
    } else if (!found.whole) {
      var used = found.words.map(function (word) { return word.forms[0]; }).join(" ");
      said("没有含有全部内容的页面；按“" + used + "”" + zh, "No page has all of it; with “" + used + "” " + en);
    } else {
      said(zh, en);
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
    load(function () { then(find(text).rows.map(function (row) { return row.address; })); });
  };
})();
