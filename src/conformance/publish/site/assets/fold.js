"use strict";
/* Parts of a long page: closed at first where the screen is narrow. What an address leads to is opened, and so is all that is printed. */
(function () {
  var parts = Array.prototype.slice.call(document.querySelectorAll("details.part"));
  var before = [];

  function all(open) { parts.forEach(function (part) { part.open = open; }); }

  function reveal() {
    var target = null;
    try {
      target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    } catch (error) { /* an address that is none leads to nothing */ }
    for (var each = target; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") each.open = true;
    }
    if (target) target.scrollIntoView();
  }

  /* One button for all of them: a browser that looks for a word looks in what is open. */
  var button = document.createElement("button");
  button.type = "button";
  function name() {
    var open = parts.some(function (part) { return !part.open; });
    button.textContent = open ? "全部展开 " : "全部收起 ";
    var beside = document.createElement("span");
    beside.lang = "en";
    beside.textContent = open ? "Open all" : "Close all";
    button.appendChild(beside);
    return open;
  }
  button.addEventListener("click", function () { all(name()); name(); });
  parts.forEach(function (part) { part.addEventListener("toggle", name); });
  if (parts.length) parts[0].parentNode.insertBefore(button, parts[0]);

  /* Closed parts are a list of what there is: the one above them would say it twice. */
  if (window.matchMedia && window.matchMedia("(max-width: 700px)").matches) {
    all(false);
    var contents = document.querySelector("main > nav.contents");
    if (contents) contents.hidden = true;
  }
  name();
  reveal();
  window.addEventListener("hashchange", reveal);
  window.addEventListener("beforeprint", function () {
    before = parts.map(function (part) { return part.open; });
    all(true);
  });
  window.addEventListener("afterprint", function () { parts.forEach(function (part, at) { part.open = before[at]; }); });
})();
