/*
 * islands.js -- small comforts on pages that work without them.  COMPONENTS.md lists
 * the data attributes that switch them on.  ES2015, no dependency; no eval, no HTML in
 * strings, no style attributes, so the strictest CSP holds.
 */
(function () {
  'use strict';

  const SETTLE_MS = 150;          // quiet time before a search is sent
  const RESUBMIT_MS = 10000;      // a form whose answer was a download comes back
  const PHOTO_SIDE = 2000;        // pixels
  const PHOTO_QUALITY = 0.85;
  const PHOTO_BYTES = 400 * 1024; // a photo that is no larger goes as it is
  const KEY_REST_MS = 1000;       // a page just shown is not submitted by a key
  const STREAM_PAUSE_MS = 1000;   // first pause after a broken stream; doubles
  const STREAM_PAUSE_MAX_MS = 60000;

  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  function make(name, className, text) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  /* While an input method is open, keys belong to it. */
  function composing(event) {
    return event.isComposing || event.keyCode === 229;
  }

  /* Says a text to screen readers. */
  let voice = null;
  function announce(text) {
    if (!voice) {
      voice = make('div', 'unseen');
      voice.setAttribute('role', 'status');
      document.body.appendChild(voice);
    }
    voice.textContent = text;
  }

  /* ---- Search as one types ------------------------------------------------------- */

  function suggest(form) {
    const input = form.querySelector('input[type="search"], input[name]');
    const list = make('ul', 'suggest');
    let locked = false;         // between compositionstart and compositionend
    let timer = 0;
    let wanted = '';            // the words of the newest search
    let pending = null;
    let active = -1;
    let options = [];

    if (!input || !window.fetch) return;
    list.id = input.id + '-suggest';
    list.hidden = true;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', form.getAttribute('data-label') || '搜索结果');
    (form.querySelector('.search-row') || input).insertAdjacentElement('afterend', list);
    input.setAttribute('role', 'combobox');
    input.setAttribute('autocomplete', 'off');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', list.id);
    input.setAttribute('aria-expanded', 'false');

    function open(shown) {
      list.hidden = !shown;
      input.setAttribute('aria-expanded', String(shown));
      if (!shown) choose(-1);
    }

    function choose(index) {
      active = index;
      options.forEach(function (option, i) {
        option.element.setAttribute('aria-selected', String(i === index));
      });
      if (index < 0) {
        input.removeAttribute('aria-activedescendant');
      } else {
        input.setAttribute('aria-activedescendant', options[index].element.id);
        options[index].element.scrollIntoView({ block: 'nearest' });
      }
    }

    function go(option) {
      if (/^\/(?!\/)/.test(option.url)) window.location.href = option.url;
    }

    function row(result, index) {
      const element = make('li', '', '');
      const name = make('span', '', result.name);
      name.lang = 'zh-CN';
      element.appendChild(name);
      element.id = list.id + '-' + index;
      element.setAttribute('role', 'option');
      element.setAttribute('aria-selected', 'false');
      (result.badges || []).forEach(function (badge) {
        element.appendChild(document.createTextNode(' '));
        element.appendChild(make('span', 'badge', badge));
      });
      element.addEventListener('click', function () { go(result); });
      list.appendChild(element);
      return { element: element, url: String(result.opens || result.url) };
    }

    function show(results) {
      list.textContent = '';
      options = results.map(row);
      if (options.length === 0) {
        const none = make('li', 'meta', form.getAttribute('data-none') || '没有找到');
        none.setAttribute('role', 'option');
        none.setAttribute('aria-disabled', 'true');
        list.appendChild(none);
        announce(none.textContent);
      }
      active = -1;
      input.removeAttribute('aria-activedescendant');
      open(true);
    }

    function search() {
      const words = input.value.trim();
      const path = form.getAttribute('data-suggest');
      const address = path + (path.indexOf('?') < 0 ? '?q=' : '&q=') +
          encodeURIComponent(words);
      if (words === wanted) return;
      wanted = words;
      if (pending) pending.abort();
      pending = window.AbortController ? new AbortController() : null;
      if (!words) {
        open(false);
        return;
      }
      fetch(address, {
        headers: { Accept: 'application/json' },
        credentials: 'same-origin',
        signal: pending ? pending.signal : undefined
      }).then(function (answer) {
        if (!answer.ok) throw new Error(answer.status);
        return answer.json();
      }).then(function (body) {
        if (words !== wanted || document.activeElement !== input) return;
        show(body.results || []);
      }).catch(function () {
        if (words === wanted) {
          wanted = '';
          open(false);
        }
      });
    }

    function settle() {
      clearTimeout(timer);
      if (!locked) timer = setTimeout(search, SETTLE_MS);
    }

    input.addEventListener('compositionstart', function () { locked = true; });
    input.addEventListener('compositionend', function () {
      locked = false;
      settle();
    });
    input.addEventListener('input', settle);
    input.addEventListener('keydown', function (event) {
      const last = options.length - 1;
      if (composing(event) || list.hidden) return;
      if (event.key === 'Escape') {
        open(false);
      } else if (event.key === 'ArrowDown' && last >= 0) {
        choose(active < last ? active + 1 : 0);
      } else if (event.key === 'ArrowUp' && last >= 0) {
        choose(active > 0 ? active - 1 : last);
      } else if (event.key === 'Enter' && active >= 0) {
        go(options[active]);
      } else {
        return;
      }
      event.preventDefault();
    });
    input.addEventListener('blur', function () {
      clearTimeout(timer);
      wanted = '';
      open(false);
    });
    list.addEventListener('mousedown', function (event) { event.preventDefault(); });
  }

  /* ---- Parts of a page that follow the server ------------------------------------ */

  function follow(path, ids) {
    let source = null;
    let pause = STREAM_PAUSE_MS;
    let timer = 0;
    let busy = false;
    let again = false;
    let lost = false;

    function swap(id, page) {
      const here = document.getElementById(id);
      const fresh = page.getElementById(id);
      if (!here || !fresh) return;
      const focused = here.contains(document.activeElement) && document.activeElement;
      // What is being typed or chosen is never taken away.
      if (focused && /^(INPUT|SELECT|TEXTAREA)$/.test(focused.tagName)) return;
      const spot = focused ? (focused.id || focused.getAttribute('href')) : null;
      here.textContent = '';
      while (fresh.firstChild) here.appendChild(document.adoptNode(fresh.firstChild));
      if (!spot) return;
      const back = all('a, button', here).filter(function (element) {
        return element.id === spot || element.getAttribute('href') === spot;
      })[0];
      if (back) back.focus();
    }

    function refresh() {
      if (busy) {
        again = true;
        return;
      }
      busy = true;
      fetch(window.location.href, { credentials: 'same-origin' }).then(function (answer) {
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        return answer.text();
      }).then(function (text) {
        const page = new DOMParser().parseFromString(text, 'text/html');
        ids.forEach(function (id) { swap(id, page); });
      }).catch(function () { /* the next event tries again */ }).then(function () {
        // At most one fetch a second, however fast the events come.
        setTimeout(function () {
          busy = false;
          if (again) {
            again = false;
            refresh();
          }
        }, 1000);
      });
    }

    function close() {
      clearTimeout(timer);
      if (source) source.close();
      source = null;
    }

    function open() {
      if (source || document.hidden) return;
      source = new EventSource(path);
      source.onopen = function () {
        pause = STREAM_PAUSE_MS;
        if (lost) refresh();            // what was told meanwhile
        lost = false;
      };
      source.onmessage = refresh;
      source.onerror = function () {
        close();
        lost = true;
        timer = setTimeout(open, pause * (0.75 + Math.random() / 2));
        pause = Math.min(pause * 2, STREAM_PAUSE_MAX_MS);
      };
    }

    document.addEventListener('visibilitychange', function () {
      if (document.hidden) {
        close();
      } else {
        refresh();
        open();
      }
    });
    window.addEventListener('pagehide', close);
    window.addEventListener('pageshow', open);
    open();
  }

  function streams() {
    const byPath = {};
    if (!window.EventSource || !window.fetch) return;
    all('[id][data-stream]').forEach(function (element) {
      const path = element.getAttribute('data-stream');
      (byPath[path] = byPath[path] || []).push(element.id);
    });
    Object.keys(byPath).forEach(function (path) { follow(path, byPath[path]); });
  }

  /* ---- Forms --------------------------------------------------------------------- */

  function guardUnsaved(form) {
    let dirty = false;
    function ask(event) {
      event.preventDefault();
      event.returnValue = '';
    }
    form.addEventListener('input', function () {
      // Only now: a page with this listener may not be kept for the way back.
      if (!dirty) window.addEventListener('beforeunload', ask);
      dirty = true;
    });
    form.addEventListener('submit', function () {
      window.removeEventListener('beforeunload', ask);
      dirty = false;
    });
  }

  function release(form) {
    form.removeAttribute('data-sent');
    Array.prototype.forEach.call(form.elements, function (button) {
      if (!button.hasAttribute('data-held')) return;
      button.disabled = false;
      button.removeAttribute('data-held');
    });
  }

  /* On the window, so that whoever cancels a submit has already done so. */
  function guardSubmit(event) {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute('method') !== 'post') return;
    if (form.hasAttribute('data-sent')) {
      event.preventDefault();
      return;
    }
    form.setAttribute('data-sent', '');
    setTimeout(function () {    // later: a disabled button would not send its value
      Array.prototype.forEach.call(form.elements, function (button) {
        if (button.disabled || button.type !== 'submit') return;
        button.disabled = true;
        button.setAttribute('data-held', '');
      });
    }, 0);
    setTimeout(function () { release(form); }, RESUBMIT_MS);
  }

  function shrinkOne(file) {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size <= PHOTO_BYTES) {
      return Promise.resolve(file);
    }
    const upright = { imageOrientation: 'from-image' };
    return createImageBitmap(file, upright).then(function (image) {
      const scale = Math.min(1, PHOTO_SIDE / Math.max(image.width, image.height));
      const canvas = make('canvas');
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(image.height * scale);
      const pen = canvas.getContext('2d');
      pen.fillStyle = '#fff';   // JPEG knows no transparency
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) {
        canvas.toBlob(function (blob) {
          const name = file.name.replace(/\.\w+$/, '') + '.jpg';
          if (!blob || blob.size >= file.size) done(file);
          else done(new File([blob], name, { type: 'image/jpeg' }));
        }, 'image/jpeg', PHOTO_QUALITY);
      });
    }).catch(function () { return file; });
  }

  function shrink(input) {
    input.addEventListener('change', function () {
      const chosen = input.files[0];
      if (!chosen || !window.createImageBitmap || !window.DataTransfer) return;
      const shrunk = Array.prototype.map.call(input.files, shrinkOne);
      input.shrinking = Promise.all(shrunk).then(function (files) {
        const holder = new DataTransfer();
        if (input.files[0] !== chosen) return;      // another was chosen meanwhile
        files.forEach(function (file) { holder.items.add(file); });
        input.files = holder.files;
      }).catch(function () { /* the photo goes as it is */ });
    });
  }

  /* ---- Keys of the desk ---------------------------------------------------------- */

  function keyName(event) {
    const digit = /^Digit(\d)$/.exec(event.code || '');
    const key = event.key === 'Escape' ? 'Esc' : digit ? digit[1] : event.key;
    return (event.ctrlKey ? 'Ctrl+' : '') + (event.altKey ? 'Alt+' : '') +
        (event.shiftKey ? 'Shift+' : '') + (key.length === 1 ? key.toUpperCase() : key);
  }

  /* A second press meant for the page before would do the next legal step. */
  let shown = Date.now();
  function isTooSoon(element) {
    return element.type === 'submit' && Date.now() - shown < KEY_REST_MS;
  }

  /* From row to row of a list, by the link that opens each. */
  function moveRow(step) {
    const rows = all('a[data-row]');
    const at = rows.indexOf(document.activeElement);
    const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step];
    if (!next) return;
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  }

  const ROW_KEYS = { ArrowDown: 1, J: 1, ArrowUp: -1, K: -1 };

  function pressKey(event) {
    if (event.defaultPrevented || !event.key || composing(event)) return;
    const name = keyName(event);
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (typing && name.replace('Shift+', '').length === 1) return;
    if (!typing && ROW_KEYS[name] && document.querySelector('[data-rows]')) {
      event.preventDefault();
      moveRow(ROW_KEYS[name]);
      return;
    }
    const element = all('[data-key]').filter(function (candidate) {
      return candidate.getAttribute('data-key') === name && !candidate.disabled &&
          candidate.getClientRects().length > 0;
    })[0];
    if (!element) return;
    event.preventDefault();
    if (event.repeat || isTooSoon(element)) return;
    element.focus();
    if (element.select) element.select();
    else if (!/^(SELECT)$/.test(element.tagName)) element.click();
  }

  /* ---- Buttons that need the script ---------------------------------------------- */

  function readAloud(buttons) {
    const speech = window.speechSynthesis;
    const language = (document.documentElement.lang || 'zh').slice(0, 2);
    if (!speech || !window.SpeechSynthesisUtterance || !buttons.length) return;

    function speaker() {
      return speech.getVoices().filter(function (one) {
        return one.lang.slice(0, 2).toLowerCase() === language;
      })[0];
    }
    function reveal() {
      if (speaker()) buttons.forEach(function (button) { button.hidden = false; });
    }
    function start(button) {
      const label = button.lastChild;
      const words = label.textContent;
      const part = document.querySelector(button.getAttribute('data-read'));
      // By sentences: some engines stop in the middle of long texts.
      const sentences = part.innerText.match(/[^。！？\n]+[。！？]?/g) || [];
      function stop() {
        speech.cancel();
        label.textContent = words;
        button.setAttribute('aria-pressed', 'false');
        button.onclick = function () { start(button); };
      }
      speech.cancel();
      sentences.forEach(function (sentence, i) {
        const utterance = new SpeechSynthesisUtterance(sentence);
        utterance.voice = speaker();
        utterance.lang = utterance.voice.lang;
        utterance.rate = 0.9;
        if (i === sentences.length - 1) utterance.onend = stop;
        speech.speak(utterance);
      });
      label.textContent = button.getAttribute('data-stop') || '停止朗读';
      button.setAttribute('aria-pressed', 'true');
      button.onclick = stop;
    }
    buttons.forEach(function (button) {
      button.onclick = function () { start(button); };
    });
    if (speech.addEventListener) speech.addEventListener('voiceschanged', reveal);
    window.addEventListener('pagehide', function () { speech.cancel(); });
    reveal();
  }

  function copyText(text) {
    if (navigator.clipboard && window.isSecureContext) {
      return navigator.clipboard.writeText(text);
    }
    const box = make('textarea', 'unseen');
    box.value = text;
    document.body.appendChild(box);
    box.select();
    const copied = document.execCommand('copy');
    box.remove();
    return copied ? Promise.resolve() : Promise.reject(new Error('copy'));
  }

  function copyButton(button) {
    button.hidden = false;
    button.addEventListener('click', function () {
      const part = document.querySelector(button.getAttribute('data-copy'));
      copyText(part.textContent.trim()).then(function () {
        const done = button.getAttribute('data-done') || '已复制';
        button.lastChild.textContent = done;
        button.focus();
        announce(done);
      }).catch(function () { /* the text stands on the page */ });
    });
  }

  /* ---- Beginning ----------------------------------------------------------------- */

  all('form[data-suggest]').forEach(suggest);
  all('form[data-unsaved]').forEach(guardUnsaved);
  all('input[type="file"][data-shrink]').forEach(shrink);
  all('[data-copy]').forEach(copyButton);
  all('[data-print]').forEach(function (button) {
    button.hidden = false;
    button.addEventListener('click', function () { window.print(); });
  });
  readAloud(all('[data-read]'));
  streams();
  if (all('[data-keys]').length) document.addEventListener('keydown', pressKey);
  window.addEventListener('submit', guardSubmit);
  window.addEventListener('pageshow', function () {
    shown = Date.now();
    all('form[data-sent]').forEach(release);
  });

  const problems = document.getElementById('summary');
  if (problems) problems.focus();
}());
