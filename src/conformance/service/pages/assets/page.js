/* What pages do beyond forms and links. Everything works without it; written for browsers without modules and classes. */
(function () {
  'use strict';

  function say(id, text) {
    var place = document.getElementById(id);
    if (place) { place.textContent = text; }
  }

  /* Files are dropped anywhere on the form; what was chosen is named, and one that is too large is told of before it is sent. */
  function dropping(form) {
    var drop = document.getElementById('drop');
    var input = document.getElementById('file');
    form.insertBefore(drop, form.firstChild);
    function chosen() {
      var names = [], bytes = 0, one;
      for (one = 0; one < input.files.length; one += 1) {
        names.push(input.files[one].name);
        bytes += input.files[one].size;
      }
      var large = bytes > Number(form.getAttribute('data-limit'));
      say('chosen', large ? form.getAttribute('data-large') : names.length > 1 ? form.getAttribute('data-chosen') + names.join('、') : '');
      return !large;
    }
    input.addEventListener('change', chosen);
    if ('ondrop' in window && window.DataTransfer) {
      form.className += ' can-drop';
      window.addEventListener('dragover', function (event) { event.preventDefault(); drop.className = 'drop over'; });
      window.addEventListener('dragleave', function (event) { if (!event.relatedTarget) { drop.className = 'drop'; } });
      window.addEventListener('drop', function (event) {
        event.preventDefault();
        drop.className = 'drop';
        if (event.dataTransfer && event.dataTransfer.files.length) {
          input.files = event.dataTransfer.files;
          chosen();
          input.focus();
        }
      });
    }
    return chosen;
  }

  /* An official submission needs a party and a batch, which the browser asks for before anything is sent. */
  function needing(form) {
    function look() {
      var official = form.querySelector('[name="kind"][value="official"]').checked;
      form.querySelector('[name="party"]').required = official;
      form.querySelector('[name="batch"]').required = official;
    }
    form.addEventListener('change', look);
    window.addEventListener('pageshow', look);
    look();
  }

  /* What a form holds, its files last: what is wrong with a small field is told before they are sent. */
  function held(form) {
    var data = new FormData(), files = [], one, field, file;
    for (one = 0; one < form.elements.length; one += 1) {
      field = form.elements[one];
      if (field.type === 'file') { files.push(field); } else if (field.name && (field.type !== 'radio' || field.checked)) {
        data.append(field.name, field.value);
      }
    }
    for (one = 0; one < files.length; one += 1) {
      for (file = 0; file < files[one].files.length; file += 1) { data.append(files[one].name, files[one].files[file]); }
    }
    return data;
  }

  /* The form is sent with word on how far it is; where that cannot be had, it is sent as any other. */
  function sending(form, fits) {
    var button = form.querySelector('button.main');
    form.addEventListener('submit', function (event) {
      if (!fits()) { event.preventDefault(); document.getElementById('file').focus(); return; }
      if (!window.FormData || !('responseURL' in XMLHttpRequest.prototype)) { return; }
      event.preventDefault();
      var request = new XMLHttpRequest();
      request.open('POST', form.action);
      request.upload.onprogress = function (now) {
        var share = now.lengthComputable ? Math.floor(100 * now.loaded / now.total) : 0;
        say('sending', share >= 100 ? form.getAttribute('data-busy') : form.getAttribute('data-sending') + ' ' + share + '%');
      };
      request.onload = function () {
        if (request.responseURL && request.responseURL !== form.action) { location.href = request.responseURL; return; }
        var answer = new DOMParser().parseFromString(request.responseText, 'text/html');
        var said = answer.getElementById('problem') || answer.querySelector('main');
        lost(said ? said.textContent.replace(/\s+/g, ' ').trim() : form.getAttribute('data-lost'));
      };
      request.onerror = function () { lost(form.getAttribute('data-lost')); };
      function lost(text) {
        button.disabled = false;
        say('sending', text);
        document.getElementById('sending').className = 'sending problem-box';
      }
      button.disabled = true;
      document.getElementById('sending').className = 'sending';
      say('sending', form.getAttribute('data-sending') + '…');
      request.send(held(form));
    });
    /* Coming back by the browser's own button finds the form as it was. */
    window.addEventListener('pageshow', function () { button.disabled = false; say('sending', ''); });
  }

  /* A long list of choices gets a box that narrows it. */
  function narrowing(field) {
    var select = field.querySelector('select');
    var label = field.getAttribute('data-filter');
    var box = document.createElement('input');
    var all = select.cloneNode(true);
    box.type = 'search';
    box.className = 'filter';
    box.setAttribute('aria-label', label);
    box.placeholder = label;
    box.addEventListener('keydown', function (event) { if (event.key === 'Enter') { event.preventDefault(); select.focus(); } });
    box.addEventListener('input', function () {
      var wanted = box.value.trim().toLowerCase(), kept = select.value, fresh = all.cloneNode(true), first = null, count = 0, one, option;
      for (one = fresh.options.length - 1; one > 0; one -= 1) {
        option = fresh.options[one];
        if (wanted && (option.textContent + ' ' + option.value).toLowerCase().indexOf(wanted) < 0) {
          option.parentNode.removeChild(option);
        } else { first = option.value; count += 1; }
      }
      var groups = fresh.querySelectorAll('optgroup');
      for (one = 0; one < groups.length; one += 1) { if (!groups[one].children.length) { groups[one].parentNode.removeChild(groups[one]); } }
      select.innerHTML = '';
      while (fresh.firstChild) { select.appendChild(fresh.firstChild); }
      select.value = wanted && count === 1 ? first : kept;
      if (select.selectedIndex < 0) { select.selectedIndex = 0; }
    });
    select.parentNode.insertBefore(box, select);
  }

  /* A check under way says how far it is, and becomes its report when it is finished. */
  function watching(place) {
    var bar = document.getElementById('bar');
    function look() {
      var request = new XMLHttpRequest();
      request.open('GET', place.getAttribute('data-state'));
      request.onload = function () {
        var now = null;
        try { now = JSON.parse(request.responseText); } catch (error) { location.reload(); return; }
        if (request.status !== 200 || now.ended) {
          /* A file that is loaded down leaves the page as it is, which then has to say so. */
          if (place.getAttribute('data-done')) { say('said', place.getAttribute('data-done')); bar.value = 100; }
          location.replace(now.next || location.href);
          return;
        }
        var said = document.getElementById('said');
        if (said.textContent !== now.said) { said.textContent = now.said; }
        if (now.percent === null) { bar.removeAttribute('value'); } else { bar.value = now.percent; }
        setTimeout(look, 800);
      };
      request.onerror = function () { setTimeout(look, 3000); };
      request.send();
    }
    setTimeout(look, 500);
  }

  function each(selector, what) {
    var found = document.querySelectorAll(selector), one;
    for (one = 0; one < found.length; one += 1) { what(found[one]); }
  }

  document.addEventListener('DOMContentLoaded', function () {
    each('#check', function (form) { sending(form, dropping(form)); });
    each('[data-filter]', narrowing);
    each('form', function (form) { if (form.querySelector('[name="kind"]')) { needing(form); } });
    each('#progress', watching);
  });
}());
